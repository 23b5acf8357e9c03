"""Takes back what happened, so that one world serves many cases."""

import contextlib
from collections.abc import Iterator

from django.db import transaction


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """What is written inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
