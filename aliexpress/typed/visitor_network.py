"""The part of a visitor's address that is not the visitor's to choose."""

from ipaddress import IPv6Address, ip_address, ip_network

# A household is handed 2**64 addresses of IPv6, and may use another one for each request.
HANDED_OUT = 64


def network_of(address: str) -> str:
    """An IPv4 address as it is; of IPv6 the first of those handed out together; any other text
    as it is."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network((parsed, HANDED_OUT), strict=False).network_address)
