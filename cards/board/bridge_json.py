"""The bridge in JSON, as the API and a command give it."""

from typing import Any

from aliexpress.models.bridge_words import ItemPart, ListingClass, Rule, SkuPart
from cards.board.bridge import Bridge
from cards.formats import moment_text


def bridge_json(bridge: Bridge) -> dict[str, Any]:
    tally = bridge.tally
    return {
        "tally": tally.pk,
        "as_of": moment_text(tally.as_of),
        "confirmed_at": moment_text(bridge.confirmed_at),
        "published_at": moment_text(tally.published_at),
        "followed_from": moment_text(tally.followed_from),
        "verdict": bridge.verdict,
        "is_whole": tally.is_whole,
        "not_read": tally.not_read_listing_count,
        "outdated": tally.outdated_count,
        "rule_version": tally.rule_version,
        "source": source_json(tally.source),
        "snapshot": tally.snapshot_id,
        "items": {
            "total": tally.item_count,
            **{part.value: getattr(tally, f"{part}_count") for part in ItemPart},
            "not_meant_yet_listed": tally.not_meant_listed_count,
            "listed_by_state": {s.value: tally.listed_in(s) for s in bridge.states},
        },
        "missing": {
            "whole_products": tally.missing_product_count,
            "items_of_whole_products": tally.missing_whole_count,
            "single_variants": tally.missing_variant_count,
            **{reason.value: number for reason, number in bridge.missing},
            "is_tool_told": bridge.is_tool_told,
        },
        "pushed": bridge.pushed,
        "skus": {
            "total": tally.sku_count,
            **{part.value: getattr(tally, f"{part}_count") for part in SkuPart},
            "orphans_never_at_the_source": tally.orphan_never_count,
            "orphans_gone_from_the_source": tally.orphan_gone_count,
        },
        "listings": {
            "total": tally.listing_count,
            "by_class": {kind.value: tally.class_count(kind) for kind in ListingClass},
            "by_state_and_class": {
                s.value: {kind.value: tally.cell(s, kind) for kind in ListingClass}
                for s in bridge.states
            },
            **{mark: number for mark, _, number in bridge.overlaps},
        },
        "links": {rule.value: tally.by_rule(rule) for rule in Rule},
        "decisions_of_people": tally.alias_count,
        "settings": tally.settings,
    }


def source_json(source: Any) -> dict[str, Any]:
    return {
        "snapshot": source.pk,
        "kind": source.catalogue.kind,
        "name": source.catalogue.name,
        "as_of": moment_text(source.as_of),
        "read_from": moment_text(source.read_from),
        "confirmed_at": moment_text(source.confirmed_at),
        "stock_confirmed_at": moment_text(source.stock_known_at) if source.tells_stock else None,
        "verdict": source.verdict,
        "products": source.product_count,
        "items": source.item_count,
        "without_code": source.blank_count,
        "refused_lines": source.refused_count,
        "tells_stock": source.tells_stock,
        "digest": source.digest,
        "evidence": source.evidence,
        "remark": source.remark or None,
    }
