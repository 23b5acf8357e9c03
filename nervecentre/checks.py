"""System checks for mistakes of configuration that no single value shows.

A value that is wrong by itself stops the start: see environment/.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@register("aliexpress")
def app_key_and_secret_come_together(
    app_configs: Sequence[AppConfig] | None, **_: Any
) -> list[CheckMessage]:
    if bool(settings.ALIEXPRESS_APP_KEY) == bool(settings.ALIEXPRESS_APP_SECRET):
        return []
    return [
        Error(
            "Only one of ALIEXPRESS_APP_KEY and ALIEXPRESS_APP_SECRET is set, so no store that "
            "relies on them can be read.",
            hint="Set both, or neither and give each store its own.",
            id="nervecentre.E001",
        )
    ]


@register("aliexpress")
def tokens_travel_encrypted(
    app_configs: Sequence[AppConfig] | None, **_: Any
) -> list[CheckMessage]:
    address = urlsplit(settings.ALIEXPRESS_GATEWAY_URL)
    if address.scheme == "https" or address.hostname in LOOPBACK:
        return []
    return [
        Warning(
            f"ALIEXPRESS_GATEWAY_URL is {settings.ALIEXPRESS_GATEWAY_URL}: sellers' tokens would "
            "travel readable by everybody on the way.",
            hint="Use an https address; http is for a sandbox on this machine.",
            id="nervecentre.W001",
        )
    ]


@register(deploy=True)
def broker_is_shared(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    if not settings.CELERY_BROKER_URL.startswith("memory"):
        return []
    return [
        Warning(
            "CELERY_BROKER_URL is not set, so beat and web server reach no worker in another "
            "process and no store is ever refreshed.",
            hint="Set it to a broker all of them reach, such as redis://localhost:6379/0.",
            id="nervecentre.W002",
        )
    ]


@register(deploy=True)
def database_is_a_server(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return []
    return [
        Warning(
            "The database is a SQLite file: one machine, one writer at a time.",
            hint="Set DATABASE_URL to a PostgreSQL database.",
            id="nervecentre.W003",
        )
    ]


@register(deploy=True)
def hosts_are_named(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Warning(
            "ALLOWED_HOSTS lets every name in, so a forged Host header ends up in the addresses "
            "we send out.",
            hint="Name the hosts this installation answers for.",
            id="nervecentre.W004",
        )
    ]


@register(deploy=True)
def mail_is_sent(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    if not settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        return []
    return [
        Warning(
            "EMAIL_URL is not set, so alerts are written to the console and mailed to nobody.",
            hint="Set it to a mail server: smtp+tls://name:password@mail.example.com:587.",
            id="nervecentre.W005",
        )
    ]


@register(deploy=True)
def own_address_is_known(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    if settings.PUBLIC_URL:
        return []
    return [
        Warning(
            "PUBLIC_URL is not set, so what is sent to people leads nowhere.",
            hint="Set it to how people reach this installation: https://centre.example.com.",
            id="nervecentre.W006",
        )
    ]


@register(deploy=True)
def proxies_are_named(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    if settings.PLAIN_HTTP or settings.TRUSTED_PROXIES:
        return []
    return [
        Warning(
            "TRUSTED_PROXIES is not set, so everybody behind your proxy shares one address: ten "
            "wrong passwords for a name lock it out for all.",
            hint="Set it to the addresses your proxy connects from, such as 127.0.0.1.",
            id="nervecentre.W007",
        )
    ]
