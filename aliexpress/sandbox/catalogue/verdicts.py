"""What reviewers turn down more often than anything else: causes for somebody to find."""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from aliexpress.sandbox.catalogue.product import (
    belongs_to_assistant,
    category_of,
    freight_template_of,
    images_of,
    sku_count,
    source_of,
    subject_of,
)

# What a cause may name: a listing's own fact, made from its id.
FACTS: Final[Mapping[str, Callable[[int], Any]]] = {
    "owner": lambda product_id: "assistant" if belongs_to_assistant(product_id) else "seller",
    "category": lambda product_id: category_of(product_id).category_id,
    "group": lambda product_id: category_of(product_id).group_id,
    "freight": freight_template_of,
    "source": source_of,
    "images": lambda product_id: len(images_of(product_id).split(";")),
    "skus": sku_count,
    "word": subject_of,
}


class Cause(NamedTuple):
    """Listings of which all of `where` is so are turned down with this share, 0 to 1, and for
    this reason, where one is given."""

    where: Mapping[str, Any]
    share: float
    reason: str = ""

    def holds(self, product_id: int) -> bool:
        return all(
            str(wanted) in fact if name == "word" else fact == wanted
            for name, wanted in self.where.items()
            for fact in (FACTS[name](product_id),)
        )


class Verdicts:
    """The causes at work, the first that holds before the others; none: a coin toss for all."""

    def __init__(self) -> None:
        self.causes: list[Cause] = []

    def turn_down(self, where: Mapping[str, Any], share: float, reason: str = "") -> None:
        """Raises ValueError where no listing has such a fact, or the share is none."""
        unknown = sorted(set(where) - set(FACTS))
        if unknown or not where:
            raise ValueError(
                f"where names {', '.join(unknown) or 'nothing'}; it may name {', '.join(FACTS)}"
            )
        if not 0 <= share <= 1:
            raise ValueError(f"share lies between 0 and 1, and is {share}")
        self.causes.append(Cause(dict(where), share, reason))

    def clear(self) -> None:
        self.causes.clear()

    def cause_of(self, product_id: int) -> Cause | None:
        return next((one for one in self.causes if one.holds(product_id)), None)
