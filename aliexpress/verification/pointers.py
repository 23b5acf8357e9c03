"""Whether each pointer of "now" is what a search finds."""

from collections.abc import Iterator

from aliexpress.models import Store, StoreNow


def problems(store: Store) -> Iterator[str]:
    now = StoreNow.objects.filter(store=store).first()
    if now is None:
        yield "It has no row of pointers."
        return
    for name, found in StoreNow.objects.search(store.pk).pointers.items():
        if now.pointers[name] != found:
            yield (f"Its pointer {name!r} is at {now.pointers[name]}, and a search finds {found}.")
