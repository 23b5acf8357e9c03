"""One call that has passed the gate, with all a method needs to answer it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aliexpress.sandbox.accounts import ManagedShop, Seller
from aliexpress.sandbox.catalogue.catalogue import Catalogue
from aliexpress.sandbox.faults.script import Fault, FaultKind


@dataclass(frozen=True)
class Call:
    method: str
    parameters: Mapping[str, str]
    seller: Seller
    catalogue: Catalogue
    zone: ZoneInfo
    now: datetime
    fired: list[Fault]
    # The managed shops of the account, and which of them is asked for.
    shops: Sequence[ManagedShop] = ()
    shop: ManagedShop | None = None
    counts_as_text: bool = False

    def fault(self, kind: FaultKind) -> Fault | None:
        return next((fault for fault in self.fired if fault.kind == kind), None)

    @property
    def sees_only(self) -> str:
        """The member whose products alone the caller sees; "" for the main account."""
        if self.fault("sub_account"):
            return self.seller.owner_member_id + "-assistant"
        return self.seller.sees_only


Method = Callable[[Call], dict[str, Any]]
