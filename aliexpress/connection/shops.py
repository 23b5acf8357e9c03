"""The shops of an account as rows: what was found of them is kept, and people decide upon them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from aliexpress.connection.found_shops import SECOND_POP, FoundShop
from aliexpress.lifecycle import KINDS, OTHER, POP
from aliexpress.models import BridgeChange, Connection, ListingSnapshot, Shop, Store
from aliexpress.models.shop import CHANNEL
from aliexpress.typed.bad_input import BadInput

TURNED: Final = "AliExpress calls it {now} now, and it was read as {before}"
NOT_TOLD: Final = (
    "AliExpress does not tell this app which shops the account has, so a total may be too small. "
    "Nothing is published until the app may call global.seller.relation.query (ask for it in the "
    "app console), or until it is said in the admin that the POP shop is the only one."
)


def keep_shops(store: Store, found: Iterable[FoundShop] | None, *, at: datetime) -> None:
    """Write down what was found. A store that was never read counts every shop it can read; a shop
    found later, and one that something is wrong with, is for people to decide upon.

    `found` None: AliExpress does not tell. What is known stays; where nothing is, the POP shop is
    counted only once somebody says so.
    """
    newest = ListingSnapshot.objects.newest_of(store)
    with transaction.atomic():
        for one in found or ():
            _keep(store, one, newest=newest, at=at)
        if not store.shops.exists():
            was_pop_alone = newest is not None and not newest.shops
            Shop.objects.create(
                store=store, family=POP, name=store.name, is_counted=was_pop_alone or None
            )
        told = {} if found is None else {"shops_told_at": at}
        Connection.objects.filter(store=store).update(shops_asked_at=at, **told)
        _warn(store)


def decide(shop: Shop, *, counted: bool, reason: str = "", at: datetime) -> None:
    """Count a shop, or do not and say why; the store is read anew. Raises BadInput."""
    check_decision(shop, counted=counted, reason=reason)
    with transaction.atomic():
        shop.is_counted = counted
        shop.not_counted_reason = "" if counted else reason.strip()
        shop.save(update_fields=["is_counted", "not_counted_reason"])
        _warn(shop.store)
        Store.objects.filter(pk=shop.store_id).update(next_due_at=at, failure_count=0)


def check_decision(shop: Shop, *, counted: bool, reason: str) -> None:
    """Raises BadInput where that cannot be decided."""
    if not counted and not reason.strip():
        raise BadInput("not_counted_reason", "Say why the shop is not counted.")
    if not counted:
        return
    if shop.family == OTHER:
        raise BadInput("is_counted", "A shop whose lists are not known cannot be counted.")
    pops = Shop.objects.filter(store=shop.store_id, family=POP, is_counted=True)
    if shop.family == POP and pops.exclude(pk=shop.pk).exists():
        raise BadInput("is_counted", f"It cannot be counted: {SECOND_POP}.")


def _keep(store: Store, one: FoundShop, *, newest: ListingSnapshot | None, at: datetime) -> None:
    relation, trouble = one.relation, one.trouble
    channel = relation.channel or CHANNEL
    shops = Shop.objects.filter(store=store)
    shop = shops.filter(channel=channel, channel_seller_id=relation.channel_seller_id).first()
    if shop is None and one.family == POP and not trouble:
        shop = shops.filter(family=POP, channel=channel).exclude(is_counted=False).first()
    if shop is None:
        shop = Shop(store=store, family=one.family)
    if one.family not in (shop.family, OTHER):
        if shop.family != OTHER:
            trouble = trouble or TURNED.format(now=kind(one.family), before=kind(shop.family))
        shop.family = one.family
        BridgeChange.objects.note_all(store.pk)  # its prices mean something else
        shop.watermark, shop.watermark_product_id, shop.watermark_crowds = "", None, []
    if one.is_named:
        shop.channel, shop.channel_seller_id = channel, relation.channel_seller_id
        shop.business_type, shop.currency = relation.business_type, relation.currency
        shop.name = relation.name or shop.name or (store.name if one.family == POP else "")
        shop.on_sale_count = one.on_sale if one.on_sale is not None else shop.on_sale_count
        shop.seen_at = at
    shop.trouble = trouble
    if shop.is_counted is not False:
        _propose(shop, newest=newest)
    shop.save()


def _propose(shop: Shop, *, newest: ListingSnapshot | None) -> None:
    """Whether it is counted, where nobody said that it is not."""
    if shop.channel != CHANNEL:
        shop.is_counted, shop.not_counted_reason = False, shop.trouble
    elif shop.trouble:
        shop.is_counted = None
    elif shop.is_counted is None and (newest is None or _counts(newest, shop)):
        shop.is_counted = True


def _counts(snapshot: ListingSnapshot, shop: Shop) -> bool:
    """Whether the snapshot counts the shop, as what it is now."""
    if not snapshot.shops:
        return shop.family == POP
    asked = (shop.channel, shop.channel_seller_id, shop.family, True)
    told = ("channel", "shop", "family", "counted")
    return any(tuple(row[name] for name in told) == asked for row in snapshot.shops)


def _warn(store: Store) -> None:
    undecided = list(store.shops.filter(is_counted=None).order_by("pk"))
    connection = Connection.objects.filter(store=store)
    if undecided and connection.filter(shops_told_at=None).exists():
        warning = NOT_TOLD
    else:
        warning = " ".join(map(undecided_in_words, undecided))
    connection.update(shops_warning=warning)


def undecided_in_words(shop: Shop) -> str:
    """Why nothing is published until somebody decides about the shop."""
    until = "Nothing new is published until it is decided in the admin"
    if shop.trouble:
        return f"The {shop} cannot be counted: {shop.trouble}. {until} whether it is left out."
    return f"AliExpress names a shop that is not counted yet: {shop}. {until} whether it is."


def kind(family: str) -> str:
    return KINDS[family].words if family in KINDS else "unknown"
