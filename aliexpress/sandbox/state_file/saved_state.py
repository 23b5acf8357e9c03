"""The sandbox's memory over a restart: one file, replaced as a whole or not at all.

JSON, so that a file from elsewhere can at worst be wrong, never run. Columns are packed:
a catalogue of 5,000 listings takes some 200 kB.
"""

import base64
import json
import os
import tempfile
import zlib
from array import array
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from aliexpress.sandbox.accounts import Grant, ManagedShop, Seller
from aliexpress.sandbox.catalogue.catalogue import Catalogue, Change
from aliexpress.sandbox.catalogue.listing_columns import Columns
from aliexpress.sandbox.marketplace import Marketplace

FORMAT: Final = 1
SETS: Final = ("list_methods", "refused_methods")  # of a seller
NUMBERS: Final = ("ids", "created", "modified", "since", "offline_at")
BYTES: Final = ("status", "reason", "audit_reason", "flags")
CHANGES_SAVED: Final = 5_000  # enough for truth_at over the last days


class UnreadableState(Exception):
    """The file holds no state of a sandbox."""


def save(market: Marketplace, path: Path) -> None:
    """Write everything but faults and settings. Raises OSError."""
    with market.lock:
        text = json.dumps(market_state(market), separators=(",", ":"))
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def load(market: Marketplace, path: Path) -> None:
    """Put the sandbox back where it was. Raises UnreadableState and changes nothing then."""
    try:
        state = json.loads(path.read_text())
        if state["format"] != FORMAT:
            raise UnreadableState(f"its format is {state['format']!r}, not {FORMAT}")
        sellers = {
            key: Seller(**row | {name: frozenset(row.get(name, ())) for name in SETS})
            for key, row in state["sellers"].items()
        }
        shops = [ManagedShop(**row) for row in state.get("shops", [])]
        catalogues = {key: restored_columns(row) for key, row in state["catalogues"].items()}
        grants = {kind: grants_of(state[kind]) for kind in ("access", "refresh")}
        last_id = int(state["last_id"])
        source_plan = state.get("source_plan")
        frozen_at = state["frozen_at"] and datetime.fromisoformat(state["frozen_at"])
        default = sellers[market.seller.seller_id]
    except UnreadableState:
        raise
    except Exception as error:  # whatever a damaged file leads to
        raise UnreadableState(f"{type(error).__name__}: {error}") from error
    market.accounts.sellers = sellers
    market.accounts.access, market.accounts.refresh = grants["access"], grants["refresh"]
    market.seller = default
    market.last_id = last_id
    market.source_plan = source_plan
    market.shops = {shop.channel_seller_id: shop for shop in shops}
    for key, (columns, changes) in catalogues.items():
        market.catalogues[key] = Catalogue(
            clock=market.clock,
            lock=market.lock,
            next_id=market.next_product_id,
            columns=columns,
            changes=changes,
        )
    if frozen_at:
        market.clock.set(frozen_at)


def fingerprint(market: Marketplace) -> tuple[object, ...]:
    """Differs when there is something new to save."""
    with market.lock:
        versions = tuple(catalogue.version for catalogue in market.catalogues.values())
        return versions, tuple(market.accounts.access), tuple(market.accounts.refresh)


def market_state(market: Marketplace) -> dict[str, Any]:
    frozen_at = market.clock.frozen_at
    return {
        "format": FORMAT,
        "last_id": market.last_id,
        "frozen_at": frozen_at.isoformat() if frozen_at else None,
        "sellers": {
            key: asdict(seller) | {name: sorted(getattr(seller, name)) for name in SETS}
            for key, seller in market.accounts.sellers.items()
        },
        "shops": [asdict(shop) for shop in market.shops.values()],
        "source_plan": market.source_plan,
        "access": plain(market.accounts.access),
        "refresh": plain(market.accounts.refresh),
        "catalogues": {key: packed_columns(one) for key, one in market.catalogues.items()},
    }


def plain(grants: dict[str, Grant]) -> dict[str, list[str]]:
    return {token: [g.seller_id, g.expires_at.isoformat()] for token, g in grants.items()}


def grants_of(rows: dict[str, list[str]]) -> dict[str, Grant]:
    return {
        token: Grant(seller_id, datetime.fromisoformat(expires_at))
        for token, (seller_id, expires_at) in rows.items()
    }


def packed_columns(catalogue: Catalogue) -> dict[str, Any]:
    columns = catalogue.columns
    row: dict[str, Any] = {"words": columns.words}
    for name in (*NUMBERS, *BYTES):
        row[name] = base64.b64encode(zlib.compress(bytes(getattr(columns, name)), 1)).decode()
    row["overrides"] = {str(slot): fields for slot, fields in columns.overrides.items()}
    row["codes"] = {str(slot): codes for slot, codes in columns.codes.items()}
    row["changes"] = [
        (change.moment.isoformat(), *change[1:])
        for change in list(catalogue.changes)[-CHANGES_SAVED:]
    ]
    return row


def restored_columns(row: dict[str, Any]) -> tuple[Columns, list[Change]]:
    columns = Columns(words=row["words"])
    for name in (*NUMBERS, *BYTES):
        packed = zlib.decompress(base64.b64decode(row[name]))
        column: array[int] | bytearray = getattr(columns, name)
        column.frombytes(packed) if isinstance(column, array) else column.extend(packed)
    if len({len(getattr(columns, name)) for name in (*NUMBERS, *BYTES)}) != 1:
        raise UnreadableState("its columns are not equally long")
    columns.overrides = {int(slot): fields for slot, fields in row["overrides"].items()}
    columns.codes = {int(slot): codes for slot, codes in row.get("codes", {}).items()}
    columns.sort()
    changes = [
        Change(
            datetime.fromisoformat(moment),
            product_id,
            (before[0], before[1]) if before else None,
            (after[0], after[1]),
        )
        for moment, product_id, before, after in row["changes"]
    ]
    return columns, changes
