"""What the desk answers."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Explanation:
    """One reason, how much of the difference it accounts for, and what to do. Several that
    account for all of it are alternatives."""

    # equal, state_filter, drafts, dispute, other_moment, movement, category, refresh_lag, none
    kind: str
    sentence: str
    accounts_for: int | None  # None: cannot be told
    direction: str = ""  # Variable, Marginal
    what_to_do: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Answer:
    computed: int
    difference: int  # entered - computed
    explanations: list[Explanation]
    unexplained: int

    @property
    def status(self) -> str:
        if self.difference == 0:
            return "agreed"
        return "open" if self.unexplained else "explained"
