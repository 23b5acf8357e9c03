"""Products' own answers that tell of their SKUs alone, as if AliExpress had given them."""

from collections.abc import Mapping, Sequence

from aliexpress.gateway.answers import ListedSku, ProductDetail
from aliexpress.models import Listing, Store
from aliexpress.sync.details.storage import Asked, keep
from tests.moments import NOON


def keep_skus(store: Store, skus: Mapping[int, Sequence[ListedSku]]) -> None:
    """By product id."""
    listings = Listing.objects.of(store).filter(product_id__in=skus)
    keep([Asked(one, detail_with(one, skus[one.product_id])) for one in listings], at=NOON)


def detail_with(listing: Listing, skus: Sequence[ListedSku]) -> ProductDetail:
    return ProductDetail(
        product_id=listing.product_id,
        gmt_modified=listing.gmt_modified,
        category_id=5112,
        sku_count=len(skus),
        skus_in_stock=sum(1 for sku in skus if sku.stock),
        skus_unknown=sum(1 for sku in skus if sku.stock is None),
        image_count=1,
        title_length=30,
        filled=None,
        skus=tuple(skus),
    )
