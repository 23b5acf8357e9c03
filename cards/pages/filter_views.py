"""The fields a list can be narrowed by that stand folded away: asked for once they are unfolded."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aliexpress.models import Store
from cards.access import counted_store
from cards.listings.filters import NAMES
from cards.listings.properties import PROPERTIES
from cards.listings.seller_facts import (
    BEYOND,
    Names,
    attributes_of,
    names_of,
    words_at_source,
    words_in_use,
)
from cards.pages.filter_pairs import joined
from cards.pages.filter_words import fact_fields

# The fields that are folded away until one is filled.
UNDER_MORE: Final = {"min_days", "min_price", "max_price", *PROPERTIES, *BEYOND}


@never_cache
@login_required
@require_safe
def show_filters(request: HttpRequest, slug: str) -> HttpResponse:
    store, given = counted_store(request.user, slug), given_in(joined(request.GET))
    context = {"given": given, "facts": facts_of(store, names_for(store), given)}
    return render(request, "cards/_more_filters.html", context)


def given_in(asked: Mapping[str, str]) -> dict[str, str]:
    """What a list is narrowed by, as it was typed: wrong or not it stays in the form."""
    return {name: asked[name] for name in NAMES if asked.get(name)}


def names_for(store: Store) -> dict[tuple[str, str], str]:
    """What there is to choose from in the store, by kind and value: three statements, and one where
    a source was published anew."""
    names = {**names_of(store.pk), **words_in_use(store)}
    names |= attributes_of(names)
    return names | words_at_source(store) if store.now.bridge_id is not None else names


def facts_of(store: Store, names: Names, given: Mapping[str, str]) -> list[dict[str, Any]]:
    return fact_fields(names, given, has_bridge=store.now.bridge_id is not None)
