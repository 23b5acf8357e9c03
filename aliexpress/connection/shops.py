"""Which shops an account has: asked of AliExpress, kept as rows, and decided upon."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from aliexpress.gateway import Gateway
from aliexpress.gateway.errors import Failed, NotPermitted, Refused, TokenRefused
from aliexpress.gateway.families import ShopAddress
from aliexpress.gateway.shops import Relation
from aliexpress.lifecycle import FAMILY_OF, KINDS, MANAGED, OTHER, POP, STATUSES
from aliexpress.models import Connection, ListingSnapshot, Shop, Store
from aliexpress.typed.bad_input import BadInput

# The channel of AliExpress itself; others are other marketplaces.
CHANNEL: Final = "AE_GLOBAL"
ANOTHER_MARKETPLACE: Final = "It sells on {channel}, which is not AliExpress."
NO_PERMISSION: Final = "the app may not read it: ask for its API group in the app console"
SECOND_POP: Final = "AliExpress lists one POP shop of an account, and this is another"
UNKNOWN_FAMILY: Final = "none of AliExpress's lists answers for it"


@dataclass(frozen=True, slots=True)
class FoundShop:
    """A shop as AliExpress names it, and whether it can be read. `trouble` "": it can."""

    relation: Relation
    family: str
    on_sale: int | None = None
    trouble: str = ""


def ask_for_shops(gateway: Gateway) -> list[FoundShop] | None:
    """Every shop of the account; None where AliExpress does not tell. One call for an account
    that has its POP shop alone, and a few for each other shop. Raises Unavailable and
    TokenRefused."""
    try:
        relations = gateway.relations()
    except TokenRefused:
        raise
    except (Refused, Failed):
        return None
    found: list[FoundShop] = []
    alone = len(relations) == 1
    for relation in relations:
        has_pop = any(shop.family == POP for shop in found)
        found.append(_looked_at(gateway, relation, alone=alone, has_pop=has_pop))
    if not any(shop.family == POP for shop in found) and _lists_pop_products(gateway):
        # AliExpress may leave the POP shop out of its answer; its products say that it is there.
        found.insert(0, FoundShop(Relation("", CHANNEL, "", "", ""), POP))
    return found


def keep_shops(store: Store, found: Iterable[FoundShop] | None, *, at: datetime) -> None:
    """Write down what was found. A store that was never read counts every shop it can read; a shop
    found later is for people to decide upon. `found` None: what is known stays."""
    is_new = not ListingSnapshot.objects.filter(store=store).exists()
    with transaction.atomic():
        for one in found or ():
            _keep(store, one, is_new=is_new, at=at)
        if not store.shops.exists():
            Shop.objects.create(store=store, family=POP, name=store.name, is_counted=True)
        _warn(store, shops_asked_at=at)


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


def shops_in_words(shops: Iterable[FoundShop]) -> str:
    """ "2 shops: POP Harbour Home (4,310 on sale), …"; "" where the POP shop is the only one."""
    shops = list(shops)
    if [shop.family for shop in shops] in ([], [POP]):
        return ""
    said = ", ".join(map(_in_words, shops))
    return f"{len(shops)} shop{'' if len(shops) == 1 else 's'}: {said}."


def _looked_at(gateway: Gateway, relation: Relation, *, alone: bool, has_pop: bool) -> FoundShop:
    if relation.channel not in ("", CHANNEL):
        return FoundShop(relation, OTHER, trouble=ANOTHER_MARKETPLACE.format(**relation._asdict()))
    told = FAMILY_OF.get(relation.business_type, "")
    if told == POP:
        if has_pop:
            return FoundShop(relation, POP, trouble=SECOND_POP)
        if not gateway.credentials.list_method:
            return FoundShop(relation, POP, trouble=NO_PERMISSION)
        return FoundShop(relation, POP) if alone else _pop(gateway, relation)
    # The words are few, young and not used alike: where the list of a family does not answer, the
    # others are tried.
    families = [told, *(one for one in MANAGED if one != told)] if told else [*MANAGED]
    answers: dict[str, int] = {}
    refused: set[str] = set()
    for family in families:
        shop = ShopAddress(family, relation.channel or CHANNEL, relation.channel_seller_id)
        try:
            answers[family] = gateway.declared(KINDS[family].on_sale, shop=shop)
        except TokenRefused:
            raise
        except NotPermitted:
            refused.add(family)
        except (Refused, Failed):
            pass
        if family in answers and (told or answers[family]):
            return FoundShop(relation, family, on_sale=answers[family])
    for family, number in answers.items():
        return FoundShop(relation, family, on_sale=number)
    if not told and alone and not has_pop:
        return FoundShop(relation, POP)
    trouble = NO_PERMISSION if refused else UNKNOWN_FAMILY
    return FoundShop(relation, told or OTHER, trouble=trouble)


def _pop(gateway: Gateway, relation: Relation) -> FoundShop:
    try:
        return FoundShop(relation, POP, on_sale=gateway.declared(KINDS[POP].on_sale))
    except NotPermitted:
        return FoundShop(relation, POP, trouble=NO_PERMISSION)


def _lists_pop_products(gateway: Gateway) -> bool:
    if not gateway.credentials.list_method:
        return False
    try:
        return any(gateway.declared(status) for status in STATUSES)
    except TokenRefused:
        raise
    except (Refused, Failed):
        return False


def _keep(store: Store, one: FoundShop, *, is_new: bool, at: datetime) -> None:
    relation = one.relation
    channel = relation.channel or CHANNEL
    shops = Shop.objects.filter(store=store)
    shop = shops.filter(channel=channel, channel_seller_id=relation.channel_seller_id).first()
    if shop is None and one.family == POP and not one.trouble:
        shop = shops.filter(family=POP, channel=channel, is_counted=True).first()
    if shop is None:
        elsewhere = channel != CHANNEL
        shop = Shop(
            store=store,
            family=one.family,
            is_counted=False if elsewhere else True if is_new and not one.trouble else None,
            not_counted_reason=one.trouble if elsewhere else "",
        )
    if one.family != OTHER and shop.family == OTHER:
        shop.family = one.family
    shop.channel, shop.channel_seller_id = channel, relation.channel_seller_id
    shop.business_type, shop.currency = relation.business_type, relation.currency
    shop.name = relation.name or shop.name or (store.name if one.family == POP else "")
    shop.trouble, shop.seen_at = one.trouble, at
    shop.on_sale_count = one.on_sale if one.on_sale is not None else shop.on_sale_count
    shop.save()


def _warn(store: Store, **changes: object) -> None:
    undecided = store.shops.filter(is_counted=None).order_by("pk")
    warning = " ".join(map(undecided_in_words, undecided))
    Connection.objects.filter(store=store).update(shops_warning=warning, **changes)


def undecided_in_words(shop: Shop) -> str:
    """Why nothing is published until somebody decides about the shop."""
    until = "Nothing new is published until an operations member decides, in the admin,"
    if shop.trouble:
        return f"The {shop} cannot be counted: {shop.trouble}. {until} that it is not counted."
    return f"AliExpress names a shop that is not counted yet: {shop}. {until} whether it is."


def _in_words(shop: FoundShop) -> str:
    kind = KINDS[shop.family].words if shop.family in KINDS else "unknown"
    name = f"{kind} {shop.relation.name or shop.relation.channel_seller_id}".strip()
    if shop.trouble:
        return f"{name} (not read: {shop.trouble.rstrip('.')})"
    if shop.on_sale is None:
        return name
    return f"{name} ({shop.on_sale:,} {'on sale' if shop.family == POP else 'online'})"
