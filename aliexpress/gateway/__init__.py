"""AliExpress's seller gateway: the only code that speaks HTTP with it."""

from aliexpress.gateway.client import Gateway
from aliexpress.gateway.credentials import Credentials
from aliexpress.gateway.merchant_profile import MerchantProfile
from aliexpress.gateway.tokens import authorize_url

__all__ = ["Credentials", "Gateway", "MerchantProfile", "authorize_url"]
