"""What came of a simulation."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Disagreement:
    """Where the house and the model part: at which step, over what, and what each says."""

    seed: int
    step: int
    about: str
    house: str
    model: str
    database: str = "sqlite"

    @property
    def command(self) -> str:
        """What shows it again."""
        where = "" if self.database == "sqlite" else " --database URL"
        return f"jifen simulate --seed {self.seed} --steps {self.step}{where}"


class Disagreed(AssertionError):
    """The house did or said something else than the model. `found` says what."""

    def __init__(self, found: Disagreement) -> None:
        super().__init__(
            f"seed {found.seed}, step {found.step}: {found.about}\n"
            f"  the house: {found.house}\n  the model: {found.model}\n  again: {found.command}"
        )
        self.found = found


@dataclass
class Outcome:
    """How far a simulation came, how fast, and whether the two agreed to the end."""

    seed: int
    steps: int = 0
    database: str = ""
    accepted: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    repeated: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    verified: int = 0
    seconds: float = 0.0
    disagreement: Disagreement | None = None

    @property
    def per_second(self) -> float:
        """Steps in a second."""
        return self.steps / self.seconds if self.seconds else 0.0
