"""Lists of listings kept by name, for oneself or for everybody who sees the store."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import Q
from django.http import Http404

from aliexpress.models import Store
from aliexpress.roles import works_in_admin
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.text import text_from
from cards.listings.of_card import filters_of
from cards.models import SavedView

LONGEST_NAME: Final = 80
MOST_VIEWS: Final = 50  # of one person and store


def views_for(user: Any, store: Store) -> list[SavedView]:
    """The person's own, and those others share, by name; none of a card they do not see."""
    mine = Q(owner=user.pk) | Q(is_shared=True)
    views = SavedView.objects.filter(mine, store=store).select_related("owner")
    return [view for view in views.order_by("name", "pk") if is_visible(view, user)]


def is_visible(view: SavedView, user: Any) -> bool:
    try:
        filters_of(user, view.query)
    except Http404:
        return False
    except BadInput:
        return True  # its list says so
    return True


def keep_view(store: Store, values: Mapping[str, Any], *, by: Any, at: datetime) -> SavedView:
    """Keep the filters of `query` under a name; of the same name again, the newer takes its
    place. Raises BadInput."""
    name = " ".join(text_from("name", values.get("name"), longest=LONGEST_NAME).split())
    if not name:
        raise BadInput("name", "name must say what the view is called.")
    query = values.get("query")
    if not isinstance(query, Mapping):
        raise BadInput("query", "query must be an object of the list's filters.")
    if not isinstance(shared := values.get("is_shared", False), bool):
        raise BadInput("is_shared", "is_shared must be true or false.")
    filters, _ = filters_of(by, query)
    own = SavedView.objects.filter(store=store, owner=by)
    if own.exclude(name=name).count() >= MOST_VIEWS:
        raise BadInput("name", f"name must be one of at most {MOST_VIEWS}: remove a view first.")
    kept, _ = own.update_or_create(
        name=name,
        defaults={"query": dict(filters.given), "is_shared": shared},
        create_defaults={
            "store": store,
            "owner": by,
            "query": dict(filters.given),
            "is_shared": shared,
            "created_at": at,
        },
    )
    return kept


def may_remove(view: SavedView, user: Any) -> bool:
    """One's own; of operations, also what others share: its owner may work here no more."""
    return view.owner_id == user.pk or (view.is_shared and works_in_admin(user))


def remove_view(user: Any, store: Store, view_id: int) -> None:
    """Raises Http404 for what is not theirs to remove."""
    view = SavedView.objects.filter(pk=view_id, store=store).first()
    if view is None or not may_remove(view, user) or not is_visible(view, user):
        raise Http404("There is no such view, or it is not yours.")
    view.delete()
