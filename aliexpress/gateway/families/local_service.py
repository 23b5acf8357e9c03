"""Overseas-managed shops, sold as AliExpress Direct."""

from typing import Final

from aliexpress.gateway.families.managed import Managed

FAMILY: Final = Managed(
    list_method="aliexpress.local.service.products.list",
    detail_method="aliexpress.local.service.product.query",
    detail_name="local_service_product_dto",
    brings_skus=True,
)
