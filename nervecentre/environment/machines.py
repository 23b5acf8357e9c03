"""Where others are reached: addresses and names of machines, of databases, of mail."""

import contextlib
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import parseaddr
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any
from urllib.parse import urlsplit

import environ

from aliexpress.typed.web_address import NoAddress, web_address
from nervecentre.environment.local import local_path
from nervecentre.environment.values import read, stop, words

IN_MEMORY = "memory://"
DATABASES = {"postgres", "postgresql", "sqlite"}
CACHES = {"redis", "rediss"}
# What is cached is worth less than what waits for it.
CACHE_SECONDS = 0.5
IN_OWN_MEMORY: dict[str, Any] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "OPTIONS": {"MAX_ENTRIES": 100_000},
}
KNOCK_SECONDS = 1.0
BROKERS = {"amqp", "amqps", "memory", "redis", "rediss"}

_env = environ.Env()


def hosts(variable: str, *, default: list[str]) -> list[str]:
    """Names this installation answers for, without scheme, port and path; ".example.com" stands
    for all below it, "*" for all."""
    names = words(variable, default=default)
    for name in names:
        if name != "*" and not is_host(name.removeprefix(".")):
            stop(variable, f"must be names such as centre.example.com; one is {name!r}.")
    return names


def origins(variable: str) -> list[str]:
    """Addresses as a browser names them: scheme and host, and a port where it is unusual;
    https://*.example.com stands for all below it."""
    return [origin(variable, address) for address in words(variable, default=[])]


def broker(variable: str) -> str:
    """Where Celery's messages go; memory:// reaches this process only."""
    raw = read(variable) or IN_MEMORY
    try:
        parts = urlsplit(raw)
        sound = parts.scheme in BROKERS and parts.port != 0
    except ValueError:  # a port that is no number, a bracket left open
        sound = False
    if not sound:
        stop(variable, f"must look like redis://localhost:6379/0; it is {without_password(raw)!r}.")
    return raw


def knocks(broker: str) -> dict[str, Any]:
    """How messages are sent there. Each is a knock: whoever sends one while somebody waits at a
    page gives up within a second or two, and the next tick knocks again."""
    once: dict[str, Any] = {"max_retries": 0}
    if broker.startswith("redis"):
        waits = dict.fromkeys(("socket_connect_timeout", "socket_timeout"), KNOCK_SECONDS)
        # What a worker was sent and did not begin is not kept in Redis beside its queue: putting
        # it back while the connection broke ended the worker for good.
        return once | waits | {"ack_emulation": False}
    if broker.startswith("amqp"):
        return once | dict.fromkeys(("connect_timeout", "write_timeout"), KNOCK_SECONDS)
    # At its default interval the in-memory transport crawls at four tasks a second.
    return once | {"polling_interval": 0.05}


def cache(variable: str) -> dict[str, Any]:
    """One of Django's caches: the Redis all processes share, or this process's own memory."""
    raw = read(variable)
    if not raw:
        return IN_OWN_MEMORY
    try:
        parts = urlsplit(raw)
        sound = parts.scheme in CACHES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        stop(variable, f"must look like redis://localhost:6379/1; it is {without_password(raw)!r}.")
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": raw,
        "KEY_PREFIX": "nervecentre",
        "OPTIONS": {"socket_connect_timeout": CACHE_SECONDS, "socket_timeout": CACHE_SECONDS},
    }


def networks(variable: str) -> list[IPv4Network | IPv6Network]:
    """Addresses, or networks of them: 10.0.0.7, 10.0.0.0/8, 2001:db8::/32."""
    found = []
    for word in words(variable, default=[]):
        try:
            found.append(ip_network(word))
        except ValueError:
            stop(
                variable,
                f"must be addresses or networks such as 10.0.0.7 or 10.0.0.0/8; one is {word!r}.",
            )
    return found


def address(variable: str, *, default: str) -> str:
    """A web address without a path, to which paths are appended; "" only where that is the
    default."""
    raw = read(variable) or default
    if not raw:
        return ""
    try:
        return web_address(raw)
    except NoAddress:
        example = default or "https://centre.example.com"
        stop(
            variable,
            "must be an http or https address without a path, such as "
            f"{example}; it is {without_password(raw)!r}.",
        )


def issuer(variable: str) -> str:
    """How an OpenID provider names itself: an address that may have a path; "" where none is."""
    raw = read(variable)
    try:
        parts = urlsplit(raw)
        own = web_address(f"{parts.scheme}://{parts.netloc}") + parts.path if raw else ""
    except (NoAddress, ValueError):
        own = None
    if raw != own or not raw.isprintable() or " " in raw:
        stop(
            variable,
            "must be an address as the provider names itself, such as "
            f"https://login.example.com/realms/shop; it is {without_password(raw)!r}.",
        )
    return raw


def database(variable: str) -> dict[str, Any]:
    config = database_at(read(variable) or f"sqlite:///{local_path('db.sqlite3')}")
    if config is None:
        stop(
            variable,
            "must look like postgres://user:password@host:5432/name or sqlite:///path/to/file.",
        )
    return config


def database_at(url: str) -> dict[str, Any] | None:
    """Django's settings of the database at an address; None where it is none."""
    config: dict[str, Any] = {}
    with contextlib.suppress(ValueError, KeyError, environ.ImproperlyConfigured):
        # Looked at first: for a scheme it does not know the parser prints the whole address.
        if urlsplit(url).scheme in DATABASES:
            config = dict(_env.db_url_config(url))
    return config if config.get("NAME") else None


def email(variable: str) -> dict[str, Any]:
    """Django's settings of how mail is sent; on the console where nothing is set."""
    raw = read(variable) or "consolemail://"
    try:
        return dict(_env.email_url_config(raw))
    except (ValueError, KeyError, environ.ImproperlyConfigured):
        stop(variable, "must look like smtp+tls://name:password@mail.example.com:587.")


def sender(variable: str, *, default: str) -> str:
    """Whom mail comes from: an address, or a name and an address in angle brackets."""
    raw = read(variable) or default
    try:
        Address(addr_spec=parseaddr(raw)[1])
        sound = raw.isprintable()
    except (ValueError, IndexError, HeaderParseError):
        sound = False
    if not sound:
        stop(variable, f"must look like Nerve Centre <centre@example.com>; it is {raw!r}.")
    return raw


def is_host(name: str) -> bool:
    try:
        return urlsplit(web_address(f"http://{name}")).port is None and not name.endswith("/")
    except NoAddress:
        return False


def origin(variable: str, raw: str) -> str:
    scheme, wildcard, rest = raw.partition("://*.")
    try:
        named = web_address(f"{scheme}://{rest}" if wildcard else raw)
    except NoAddress:
        stop(
            variable,
            f"must be addresses such as https://centre.example.com; one is {raw!r}.",
        )
    return named.replace("://", wildcard, 1) if wildcard else named


def without_password(address: str) -> str:
    scheme, found, rest = address.partition("://")
    return scheme + found + rest.rpartition("@")[2]
