"""What waits for a decision about codes, and the decisions in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from aliexpress.models import SkuAlias, SkuProposal, Store

MOST_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """The proposals of one rule."""

    rule: str
    words: str
    rows: Sequence[SkuProposal]


def proposals_of(store: Store) -> list[Waiting]:
    """By rule, the first hundred in all; one statement."""
    found = SkuProposal.objects.filter(store=store).order_by("rule", "pk")
    rows = list(found.select_related("item", "listing")[:MOST_SHOWN])
    by_rule: dict[str, list[SkuProposal]] = {}
    for row in rows:
        by_rule.setdefault(row.rule, []).append(row)
    return [Waiting(rule, some[0].get_rule_display(), some) for rule, some in by_rule.items()]


def decisions_of(store: Store) -> list[SkuAlias]:
    """In force, the newest first; one statement."""
    found = SkuAlias.objects.filter(store=store).in_force().select_related("item", "made_by")
    return list(found.order_by("-pk")[:MOST_SHOWN])


def alias_json(alias: SkuAlias) -> dict[str, object]:
    return {
        "id": alias.pk,
        "kind": alias.kind,
        "code": alias.code,
        "item": alias.item and alias.item.external_id,
        "quantity": alias.quantity,
        "why": alias.why,
        "made_by": alias.made_by and alias.made_by.get_username(),
        "made_at": alias.made_at,
        "ended_at": alias.ended_at,
        "ended_why": alias.ended_why,
    }
