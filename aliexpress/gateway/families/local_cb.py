"""Local cross-border shops (Korea): their list answers at the root, and brings no SKUs."""

from typing import Final

from aliexpress.gateway.families.managed import Managed

FAMILY: Final = Managed(
    list_method="aliexpress.offer.local.cb.products.list",
    detail_method="aliexpress.offer.local.cb.product.query",
    detail_name="local_cb_product_dto",
    brings_skus=False,
)
