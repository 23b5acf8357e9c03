"""Full-managed shops: the seller supplies, AliExpress sells and prices."""

from typing import Final

from aliexpress.gateway.families.managed import Managed

FAMILY: Final = Managed(
    list_method="aliexpress.choice.products.list",
    detail_method="aliexpress.choice.product.query",
    detail_name="one_stop_service_product_dto",
    brings_skus=True,
)
