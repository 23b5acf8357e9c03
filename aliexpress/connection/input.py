"""What people type when they connect a store, checked with one sentence for each mistake."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from aliexpress.models import Connection, Store
from aliexpress.models.encryption import CredentialUnreadable
from aliexpress.typed.public_address import PrivateAddress, public_address
from aliexpress.typed.web_address import NoAddress, web_address

SLUG_LENGTH = 80
NAME_LENGTH = 200


class CannotConnect(Exception):
    """Nothing was saved. `str(error)` says in one sentence what is wrong and what to do."""


class AlreadyConnected(CannotConnect):
    """The seller account is another store's. The sentence leaves that store out, because its
    name is for its members; `other` is for those who may know it."""

    def __init__(self, seller_id: str, *, other: Store) -> None:
        super().__init__(
            f"Seller {seller_id} is already connected as another store: a seller account is "
            "counted once, so change that store instead."
        )
        self.other = other


def checked_slug(slug: str) -> str:
    try:
        validate_slug(slug)
    except ValidationError as error:
        raise CannotConnect(
            "A store's slug is made of letters, digits, hyphens and underscores, such as "
            f"harbour-home; it is {slug!r}."
        ) from error
    if len(slug) > SLUG_LENGTH:
        raise CannotConnect(f"A store's slug has at most {SLUG_LENGTH} characters.")
    return slug


def checked_name(name: str) -> str:
    name = name.strip()
    if not name or not name.isprintable():
        raise CannotConnect(
            "A store needs a name (--name) of ordinary characters, such as Harbour Home."
        )
    if len(name) > NAME_LENGTH:
        raise CannotConnect(f"A store's name has at most {NAME_LENGTH} characters.")
    return name


def checked_gateway_address(text: str) -> str:
    """A gateway's address without a path (`/sync` and `/rest` are appended to it), or "" for
    the installation's own. A machine of a private network is none, unless that is allowed."""
    text = text.strip()
    if not text:
        return ""
    try:
        address = web_address(text).lower()
    except NoAddress as error:
        raise CannotConnect(
            "The gateway address must be an http or https address without a path, such as "
            f"https://api-sg.aliexpress.com; it is {text!r}."
        ) from error
    if address == settings.ALIEXPRESS_GATEWAY_URL:
        return ""
    if not settings.ALIEXPRESS_GATEWAY_ALLOW_PRIVATE:
        refuse_private(address)
    return address


def refuse_private(address: str) -> None:
    parts = urlsplit(address)
    try:
        public_address(parts.hostname or "", parts.port or parts.scheme)
    except PrivateAddress as error:
        raise CannotConnect(
            f"The gateway address does not do: {error}. Whoever runs the installation sets "
            "ALIEXPRESS_GATEWAY_ALLOW_PRIVATE where that is meant."
        ) from error
    except (OSError, UnicodeError):
        return  # a name nobody knows just now is looked at again at each call


def checked_credential(value: str, *, what: str) -> str:
    value = value.strip()
    if not value.isprintable() or " " in value:
        raise CannotConnect(f"The {what} must be one word without spaces or line breaks.")
    return value


def refuse_what_does_not_fit(store: Store, connection: Connection) -> None:
    """The columns' own limits, as a sentence and not as a database error; and a secret whose key
    is lost, where it was not given anew."""
    try:
        connection.clean_fields(exclude=["store"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise CannotConnect(
            f"The {field.replace('_', ' ')} of {store.name} does not fit: {messages[0]}"
        ) from error
    except CredentialUnreadable as error:
        raise CannotConnect(str(error)) from error
