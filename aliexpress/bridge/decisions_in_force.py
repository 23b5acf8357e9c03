"""What people decided and did not undo."""

from aliexpress.bridge.sides import Decisions
from aliexpress.models import SkuAlias

Kind = SkuAlias.Kind


def decisions_of(store_id: int) -> Decisions:
    rows = SkuAlias.objects.filter(store=store_id).in_force()
    aliases = list(rows.select_related(None))

    def by_key(kind: str) -> dict[str, int]:
        return {a.key: a.item_id or 0 for a in aliases if a.kind == kind and a.key}

    def by_sku(kind: str) -> dict[tuple[int, str], int]:
        return {
            (a.product_id or 0, a.sku_id): a.item_id or 0
            for a in aliases
            if a.kind == kind and not a.key
        }

    return Decisions(
        same=by_key(Kind.SAME),
        same_sku=by_sku(Kind.SAME),
        bundles=by_key(Kind.BUNDLE),
        bundle_skus=by_sku(Kind.BUNDLE),
        not_ours=frozenset(by_key(Kind.NOT_OURS)),
        not_meant=frozenset(a.item_id for a in aliases if a.kind == Kind.NOT_MEANT if a.item_id),
        count=len(aliases),
    )
