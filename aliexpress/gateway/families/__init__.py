"""The families of shops: each one file, all asked by the same names (`family.Family`).

A fifth is a file beside these, a line below, and its words in `aliexpress.lifecycle`.
"""

from collections.abc import Mapping
from typing import Final

from aliexpress.gateway.families import choice, local_cb, local_service, pop
from aliexpress.gateway.families.family import Family, PageQuery, Request, ShopAddress
from aliexpress.lifecycle import CHOICE, LOCAL_CB, LOCAL_SERVICE, POP

__all__ = ["FAMILIES", "Family", "PageQuery", "Request", "ShopAddress"]

FAMILIES: Final[Mapping[str, Family]] = {
    POP: pop.FAMILY,
    CHOICE: choice.FAMILY,
    LOCAL_SERVICE: local_service.FAMILY,
    LOCAL_CB: local_cb.FAMILY,
}
