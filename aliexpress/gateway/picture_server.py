"""Pictures of products, fetched from AliExpress's own picture servers and from nowhere else."""

from typing import Final, NamedTuple
from urllib.parse import urlsplit

import requests

# Whatever a list says of a product, only these machines are asked, and by https.
PICTURE_HOSTS: Final = ("alicdn.com", "aliexpress-media.com", "aliexpress.com")
PICTURE_TYPES: Final = frozenset({"image/jpeg", "image/png", "image/webp", "image/avif"})
LARGEST_BYTES: Final = 3_000_000
TIMEOUT_SECONDS: Final = 4.0
CHUNK_BYTES: Final = 65_536


class Picture(NamedTuple):
    content_type: str
    content: bytes


def is_picture_address(address: str) -> bool:
    """Whether it is an https address of one of AliExpress's picture servers."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    known = any(host == one or host.endswith(f".{one}") for one in PICTURE_HOSTS)
    return parts.scheme == "https" and known and port in (None, 443) and "@" not in parts.netloc


def fetch_picture(address: str) -> Picture | None:
    """None where the address is not one of AliExpress's, or what it answers is no picture of a
    usual size. Follows no redirect."""
    if not is_picture_address(address):
        return None
    try:
        with requests.get(
            address, timeout=TIMEOUT_SECONDS, allow_redirects=False, stream=True
        ) as answer:
            kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            if answer.status_code != 200 or kind not in PICTURE_TYPES:
                return None
            content = b""
            for chunk in answer.iter_content(CHUNK_BYTES):
                content += chunk
                if len(content) > LARGEST_BYTES:
                    return None
    except requests.RequestException:
        return None
    return Picture(kind, content)
