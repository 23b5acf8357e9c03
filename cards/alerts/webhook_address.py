"""Which addresses a webhook may reach: never a machine of our own network, unless allowed."""

from urllib.parse import urlsplit

from django.conf import settings

from aliexpress.typed.public_address import PrivateAddress, addresses_of, public_address


class AddressRefused(Exception):
    """The address may not be called; the sentence says why."""


class NameUnknown(AddressRefused):
    """Nobody knows the name at the moment, which may be over in another."""


def address_of(url: str) -> str:
    """The IP address to connect to, resolved once: what was looked at is what is called, so a
    name that answers differently a moment later opens nothing. Raises AddressRefused."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefused("The address of the webhook has no sound host or port.") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise AddressRefused("A webhook is an http or https address without a name and password.")
    try:
        if settings.ALERT_WEBHOOK_ALLOW_PRIVATE:
            return addresses_of(parts.hostname, port or parts.scheme)[0]
        return public_address(parts.hostname, port or parts.scheme)
    except PrivateAddress as error:
        raise AddressRefused(
            f"{error}: set ALERT_WEBHOOK_ALLOW_PRIVATE where that is meant."
        ) from error
    except (OSError, UnicodeError) as error:
        raise NameUnknown(f"No machine is known by the name {parts.hostname}.") from error
