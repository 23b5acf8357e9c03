"""The shops of an account as AliExpress names them, each looked at: its family, how much it has on
sale, and whether the app may read it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from aliexpress.gateway import Gateway
from aliexpress.gateway.errors import Failed, NotPermitted, Refused, TokenRefused
from aliexpress.gateway.families import ShopAddress
from aliexpress.gateway.shops import Relation
from aliexpress.lifecycle import FAMILY_OF, KINDS, MANAGED, OTHER, POP
from aliexpress.models.shop import CHANNEL

# The channel of AliExpress itself; others are other marketplaces.
ANOTHER_MARKETPLACE: Final = "It sells on {channel}, which is not AliExpress."
NO_PERMISSION: Final = "the app may not read it: ask for its API group in the app console"
SECOND_POP: Final = "AliExpress lists one POP shop of an account, and this is another"
UNKNOWN_FAMILY: Final = "none of AliExpress's lists holds anything of it, so its kind is not known"
NOT_NAMED: Final = "AliExpress names it no more, and its lists are empty"


@dataclass(frozen=True, slots=True)
class FoundShop:
    """A shop as AliExpress names it, and whether it can be read. `trouble` "": it can."""

    relation: Relation
    family: str
    on_sale: int | None = None
    trouble: str = ""
    is_named: bool = True  # False: only known from before


def ask_for_shops(gateway: Gateway, *, known: Iterable[ShopAddress] = ()) -> list[FoundShop] | None:
    """Every shop of the account; None where AliExpress does not tell. One call for an account
    that has its POP shop alone, and a few for each other shop.

    `known`: shops of which we know from before; what AliExpress does not name any more is among the
    answer too, and in trouble where it lists nothing any more either. Raises Unavailable and
    TokenRefused.
    """
    try:
        relations = gateway.relations()
    except TokenRefused:
        raise
    except (Refused, Failed):
        return None
    if not relations:  # an account without a shop is none
        return None
    # The lists of POP products are the account's: it has one POP shop, always the same.
    pops = [one.channel_seller_id for one in relations if FAMILY_OF.get(one.business_type) == POP]
    first_pop, alone = min(pops, key=int, default=""), len(relations) == 1
    found = [_looked_at(gateway, one, first_pop=first_pop, alone=alone) for one in relations]
    if all(shop.family != POP for shop in found) and holds_anything(gateway, ShopAddress()):
        found = with_pop(found)
    named = {one.relation.channel_seller_id for one in found}
    has_pop = any(shop.family == POP for shop in found)
    for shop in known:
        if shop.channel_seller_id not in named and not (has_pop and shop.family == POP):
            trouble = "" if holds_anything(gateway, shop) else NOT_NAMED
            gone = Relation(shop.channel_seller_id, shop.channel, "", "", "")
            found.append(FoundShop(gone, shop.family, trouble=trouble, is_named=False))
    return found


def shops_in_words(shops: Iterable[FoundShop]) -> str:
    """ "2 shops: POP Harbour Home (4,310 on sale), …"; "" where the POP shop is the only one."""
    shops = list(shops)
    if [shop.family for shop in shops] in ([], [POP]):
        return ""
    said = ", ".join(map(in_words, shops))
    return f"{len(shops)} shop{'' if len(shops) == 1 else 's'}: {said}."


def _looked_at(gateway: Gateway, relation: Relation, *, first_pop: str, alone: bool) -> FoundShop:
    if relation.channel not in ("", CHANNEL):
        return FoundShop(relation, OTHER, trouble=ANOTHER_MARKETPLACE.format(**relation._asdict()))
    told = FAMILY_OF.get(relation.business_type, "")
    if told == POP:
        if relation.channel_seller_id != first_pop:
            return FoundShop(relation, POP, trouble=SECOND_POP)
        if not gateway.credentials.list_method:
            return FoundShop(relation, POP, trouble=NO_PERMISSION)
        return FoundShop(relation, POP) if alone else _pop(gateway, relation)
    # The words are few, young and not used alike: where the list of a family does not answer, the
    # others are tried. Such a list may answer for any shop, so it must hold something of this one.
    is_refused = False
    for family in [told, *MANAGED] if told else MANAGED:
        shop = ShopAddress(family, relation.channel or CHANNEL, relation.channel_seller_id)
        try:
            on_sale = gateway.declared(KINDS[family].on_sale, shop=shop)
        except TokenRefused:
            raise
        except NotPermitted:
            is_refused = True
        except (Refused, Failed):
            pass
        else:
            if family == told or on_sale or holds_anything(gateway, shop):
                return FoundShop(relation, family, on_sale=on_sale)
    trouble = NO_PERMISSION if is_refused else UNKNOWN_FAMILY
    return FoundShop(relation, told or OTHER, trouble=trouble)


def _pop(gateway: Gateway, relation: Relation) -> FoundShop:
    try:
        return FoundShop(relation, POP, on_sale=gateway.declared(KINDS[POP].on_sale))
    except NotPermitted:
        return FoundShop(relation, POP, trouble=NO_PERMISSION)


def with_pop(found: list[FoundShop]) -> list[FoundShop]:
    """Where the POP lists hold products and no shop is called POP: the one shop of no known kind is
    it; where there is none, AliExpress left the POP shop out of its answer."""
    strangers = [
        shop for shop in found if shop.family == OTHER and shop.relation.channel in ("", CHANNEL)
    ]
    if len(strangers) == 1:
        pop = replace(strangers[0], family=POP, trouble="")
        return [pop if shop is strangers[0] else shop for shop in found]
    return [FoundShop(Relation("", CHANNEL, "", "", ""), POP), *found]


def holds_anything(gateway: Gateway, shop: ShopAddress) -> bool:
    """Whether one of its lists does; False where they do not answer, or not to this app."""
    if shop.family == POP and not gateway.credentials.list_method:
        return False
    try:
        return any(gateway.declared(one, shop=shop) for one in KINDS[shop.family].statuses)
    except TokenRefused:
        raise
    except (Refused, Failed):
        return False


def in_words(shop: FoundShop) -> str:
    kind = KINDS[shop.family].words if shop.family in KINDS else "unknown"
    name = f"{kind} {shop.relation.name or shop.relation.channel_seller_id}".strip()
    if shop.trouble:
        return f"{name} (not read: {shop.trouble.rstrip('.')})"
    if shop.on_sale is None:
        return name
    return f"{name} ({shop.on_sale:,} {'on sale' if shop.family == POP else 'online'})"
