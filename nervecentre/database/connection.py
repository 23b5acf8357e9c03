"""How a database is opened."""

from typing import Any


def opened(config: dict[str, Any], *, prepares: bool) -> dict[str, Any]:
    """Django's settings of it, and ours. `prepares`: PostgreSQL keeps the plans of a connection."""
    if config["ENGINE"].endswith("sqlite3"):
        # Measured: WAL with IMMEDIATE transactions loses no write under two writers; WAL alone
        # loses a third of them to "database is locked".
        return config | {
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
            # Each thread keeps its connection: with a new one SQLite reads the whole schema, a
            # tenth of what a page takes.
            "CONN_MAX_AGE": None,
        }
    options = {
        # A server that is away, or does not say anything, is said to be away within seconds.
        "connect_timeout": 2,  # the least there is
        "tcp_user_timeout": 3000,  # milliseconds
        **config.get("OPTIONS", {}),
    }
    if prepares:
        options |= {"server_side_binding": True, "prepare_threshold": 5}
    return config | {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": options,
        # Each thread keeps its connection and looks, once a request, whether it is still good. A
        # pool between them takes minutes to notice that a server is back.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
