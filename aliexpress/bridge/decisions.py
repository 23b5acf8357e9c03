"""What people decide about codes and items. A decision is ended, never deleted; past bridges stay
as they were, because each keeps where everything stood."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from aliexpress.models import (
    BridgeChange,
    Listing,
    ListingSku,
    SkuAlias,
    SkuProposal,
    SourceItem,
    Store,
)
from aliexpress.sku_key import sku_key
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.text import text_from

Kind = SkuAlias.Kind
OF_AN_ITEM = (Kind.SAME, Kind.BUNDLE, Kind.NOT_MEANT)


def decide(
    store: Store,
    *,
    kind: str,
    why: str,
    at: datetime,
    by: Any,
    code: str = "",
    item: str = "",
    quantity: int = 1,
    proposed_by: str = "",
) -> SkuAlias:
    """`code`: AliExpress's, as written; `item`: see `item_of`. Raises BadInput."""
    if not isinstance(kind, str) or kind not in Kind.values:
        raise BadInput("kind", f"kind must be one of {', '.join(Kind.values)}.")
    reason = text_from("why", why, longest=300)
    if not reason:
        raise BadInput("why", "why is needed: it stands beside the decision ever after.")
    if type(quantity) is not int or not 1 <= quantity <= 10_000:
        raise BadInput("quantity", "quantity must be a whole number from 1 to 10,000.")
    written = text_from("code", code, longest=255)
    if kind != Kind.NOT_MEANT and not sku_key(written):
        raise BadInput("code", "code is needed: the SKU code on AliExpress.")
    alias = SkuAlias(
        store=store,
        kind=kind,
        code="" if kind == Kind.NOT_MEANT else written,
        key="" if kind == Kind.NOT_MEANT else sku_key(written)[:255],
        item=item_of(store, item) if kind in OF_AN_ITEM else None,
        quantity=quantity,
        why=reason,
        proposed_by=proposed_by,
        made_by=by,
        made_at=at,
    )
    try:
        with transaction.atomic():
            alias.save()
            _note(alias)
    except IntegrityError as error:
        raise BadInput(
            "code", "code has a decision in force already: undo that one first."
        ) from error
    return alias


def item_of(store: Store, text: str) -> SourceItem:
    """By the source's id of it; or by its SKU code there, where no other item has that. Raises
    BadInput."""
    wanted = text_from("item", text, longest=300)
    alive = SourceItem.objects.filter(
        catalogue__store=store, catalogue__ended_at__isnull=True, gone_at__isnull=True
    )
    if (found := alive.filter(external_id=wanted).first()) is not None:
        return found
    by_code = list(alive.filter(code=wanted).exclude(code="")[:2])
    if len(by_code) > 1:
        raise BadInput("item", "item must be one alone: several have this code; give its id.")
    if not by_code:
        raise BadInput("item", "item must be the code or the id of an item in the store's source.")
    return by_code[0]


def undo(alias: SkuAlias, *, why: str, at: datetime, by: Any) -> None:
    """End the decision; one that has ended stays as it ended. Raises BadInput."""
    reason = text_from("why", why, longest=300)
    with transaction.atomic():
        held = SkuAlias.objects.in_force().select_for_update().filter(pk=alias.pk).first()
        if held is not None:
            held.ended_at, held.ended_by, held.ended_why = at, by, reason
            held.save(update_fields=["ended_at", "ended_by", "ended_why"])
            _note(held)
    alias.refresh_from_db()


def _note(alias: SkuAlias) -> None:
    """What the next bridge has to look at: the item, and the listings with this code."""
    skus = ListingSku.objects.filter(store=alias.store_id)
    of_code = skus.filter(key=alias.key) if alias.key else skus.none()
    listings = Listing.objects.filter(store=alias.store_id)
    of_product = listings.filter(product_id__in=[alias.product_id or 0])
    BridgeChange.objects.note(
        alias.store_id,
        listings={
            *of_code.values_list("listing", flat=True),
            *of_product.values_list("pk", flat=True),
        },
        products=[alias.item.product_external_id] if alias.item else [],
    )


def accept(proposals: list[SkuProposal], *, why: str, at: datetime, by: Any) -> list[SkuAlias]:
    """One decision a proposal, all or none. Raises BadInput."""
    with transaction.atomic():
        return [
            decide(
                Store.objects.get(pk=one.store_id),
                kind=Kind.SAME,
                code=one.code,
                item=one.item.external_id,
                why=why,
                at=at,
                by=by,
                proposed_by=one.rule,
            )
            for one in proposals
        ]
