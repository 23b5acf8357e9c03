"""What waits for a decision about codes, and the decisions in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Window

from aliexpress.models import SkuAlias, SkuProposal, Store

MOST_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """The proposals of one rule: how many there are, and the first of them."""

    rule: str
    words: str
    count: int
    rows: Sequence[SkuProposal]


def proposals_of(store: Store) -> list[Waiting]:
    """By rule, the first hundred in all; one statement."""
    found = SkuProposal.objects.filter(store=store).order_by("rule", "pk")
    counted = found.annotate(count=Window(Count("pk"), partition_by="rule"))
    by_rule: dict[str, list[Any]] = {}
    for row in counted.select_related("item", "listing")[:MOST_SHOWN]:
        by_rule.setdefault(row.rule, []).append(row)
    return [
        Waiting(rule, some[0].get_rule_display(), some[0].count, some)
        for rule, some in by_rule.items()
    ]


def decisions_of(store: Store) -> list[Any]:
    """In force, the newest hundred first, each with the `count` of all; one statement."""
    found = SkuAlias.objects.filter(store=store).in_force().select_related("item", "made_by")
    return list(found.annotate(count=Window(Count("pk"))).order_by("-pk")[:MOST_SHOWN])


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
