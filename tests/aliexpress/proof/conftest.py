"""A store that has lived for some days on the sandbox."""

from tests.aliexpress.sync.conftest import catalogue, read, sandbox, store
from tests.aliexpress.verification.conftest import lived, lived_once

__all__ = ["catalogue", "lived", "lived_once", "read", "sandbox", "store"]
