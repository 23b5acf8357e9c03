"""Finds the store whose slug a command was given."""

from django.core.management.base import CommandError

from aliexpress.models import Store

MOST_NAMED = 20


def store_named(slug: str) -> Store:
    """The store of that slug. Raises CommandError, which names the stores there are."""
    store = Store.objects.filter(slug=slug).first()
    if store is None:
        slugs = list(Store.objects.order_by("slug").values_list("slug", flat=True)[:MOST_NAMED])
        there_is = (
            f"There is: {', '.join(slugs)}."
            if slugs
            else "Connect one with: manage.py connect_store."
        )
        raise CommandError(f"There is no store {slug!r}. {there_is}", returncode=2)
    return store
