"""What the bridge would come to under other rules; nothing is written."""

from typing import Any

from aliexpress.bridge.counts import counts_of
from aliexpress.bridge.fetched_sides import open_entries, sides_of
from aliexpress.bridge.findings import findings_of
from aliexpress.bridge.parts import parts_of
from aliexpress.models import BridgeTally, SourceCatalogue


def counts_under(rules: SourceCatalogue) -> BridgeTally:
    """A tally of both sides as they are now, by the rules as filled in. Not saved."""
    before = open_entries(rules.store_id)
    sides = sides_of(rules, (one.entry for one in before.values()))
    parts = parts_of(sides)
    told: dict[str, Any] = {**counts_of(parts, sides), **findings_of(parts, sides, rules).counts}
    return BridgeTally(**told)
