"""A sentence in both languages, with gaps for facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any, Final

CHINESE: Final = "zh"
ENGLISH: Final = "en"
MISSING: Final = "…"


@dataclass(frozen=True)
class Sentence:
    """What one code says. Both texts are format strings that use the same facts."""

    zh: str
    en: str

    def say(self, language: str, **facts: object) -> str:
        """The sentence in English for "en" (and "en_GB" …), in Chinese for everything else.

        A fact that is not there shows as "…": a refusal must never turn into an error.
        """
        return _filled(self._text(language), language, facts)

    def parts(self, language: str, **facts: object) -> tuple[str, str]:
        """What happened, for a heading without its stop; and the rest: what did not, what to do."""
        text = self._text(language)
        head, _, rest = text.partition(". " if language.startswith(ENGLISH) else "。")
        return _filled(head.rstrip(".。"), language, facts), _filled(rest, language, facts)

    def _text(self, language: str) -> str:
        return self.en if language.startswith(ENGLISH) else self.zh


class _Forgiving(Formatter):
    """Fills what it can, and shows what it cannot."""

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as the class above declares it
        return kwargs.get(str(key), MISSING)

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - as above
        try:
            return str(super().format_field(value, format_spec))
        except ValueError:
            return str(value)


_FORGIVING: Final = _Forgiving()


def _filled(text: str, language: str, facts: Mapping[str, object]) -> str:
    comma = ", " if language.startswith(ENGLISH) else "、"
    words = {
        name: comma.join(map(str, fact)) if isinstance(fact, list | tuple) else fact
        for name, fact in facts.items()
    }
    return _FORGIVING.vformat(text, (), words)
