"""Every route of the interface, from the address book of the app itself."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from apiflask import APIFlask

from app.door.routes import mark_of
from app.registry.accounts.permissions import Permission

WRITING = frozenset({"POST", "PUT"})
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """A method and an address, the name of its operation, and who may call it."""

    method: str
    rule: str
    operation: str
    any_of: tuple[Permission, ...]

    @property
    def arguments(self) -> frozenset[str]:
        """The names of what stands in the address."""
        return frozenset(_ARGUMENT.findall(self.rule))

    @property
    def template(self) -> str:
        """The address as OpenAPI writes it, without the prefix."""
        return _ARGUMENT.sub(r"{\1}", self.rule).removeprefix("/api/v1")

    def path(self, values: Mapping[str, str]) -> str:
        """The address with values in it."""
        return self.template.format_map(values)


def routes_of(app: APIFlask) -> list[Route]:
    """The routes of the interface but for its own description."""
    return list(_routes(app))


def _routes(app: APIFlask) -> Iterator[Route]:
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/api/v1/") or rule.endpoint == "openapi.spec":
            continue
        mark = mark_of(app.view_functions[rule.endpoint])
        assert mark is not None, f"{rule.rule} does not say who may call it"
        name = rule.endpoint.rpartition(".")[2]
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield Route(method, rule.rule, name, mark.any_of)
