"""The people of the stores somebody sees, as operations read them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Prefetch, Q
from django.http import Http404

from aliexpress.models import Membership, Store
from aliexpress.typed.text import text_from
from cards.listings.page import NumberedPage, numbered_page

LONGEST_SEARCH: Final = 150


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a store the reader sees. Stores the reader does not see are not named."""

    user: Any
    roles: list[str]
    stores: list[Store]
    is_locked_out: bool

    @property
    def standing(self) -> str:
        """One word or two: what keeps them from signing in, or that nothing does."""
        if not self.user.is_active:
            return "Switched off"
        if self.is_locked_out:
            return "Locked out"
        if self.user.last_login is not None:
            return "Active"
        return "Has not signed in yet" if self.user.has_usable_password() else "Invited"


def roster(viewer: Any, *, search: str = "", number: int = 1, at: datetime) -> NumberedPage:
    """A page of everybody of a store the viewer sees, by name; a few statements however many.
    `search`: part of a name, of a role or of a store they share. Raises BadInput."""
    stores = Store.objects.visible_to(viewer)
    of_store = Membership.objects.filter(store__in=stores)
    shared = of_store.select_related("store").order_by("store__name", "store__id")
    people = get_user_model().objects.filter(memberships__in=of_store)
    if words := text_from("q", search, longest=LONGEST_SEARCH):
        of_named = of_store.filter(store__name__icontains=words)
        people = people.filter(
            Q(username__icontains=words)
            | Q(groups__name__icontains=words)
            | Q(memberships__in=of_named)
        )
    page = numbered_page(
        people.distinct()
        .order_by("username")
        .prefetch_related("groups", Prefetch("memberships", shared, to_attr="shared")),
        number,
    )
    locked = locked_out(at=at)
    shown = [
        Person(
            user=user,
            roles=sorted(group.name for group in user.groups.all()),
            stores=[membership.store for membership in user.shared],
            is_locked_out=user.get_username() in locked,
        )
        for user in page.rows
    ]
    return replace(page, rows=shown)


def person_seen(viewer: Any, user_id: int, *, at: datetime) -> Person:
    """One of the roster. Raises Http404 where there is none, or none of the viewer's stores."""
    seen = Store.objects.visible_to(viewer).order_by("name", "id")
    user = get_user_model().objects.filter(pk=user_id, memberships__store__in=seen).first()
    if user is None:
        raise Http404("There is no such person, or none of a store of yours.")
    return Person(
        user=user,
        roles=sorted(user.groups.values_list("name", flat=True)),
        stores=list(seen.filter(members=user)),
        is_locked_out=user.get_username() in locked_out(at=at),
    )


def is_empty() -> bool:
    """Whether nobody is here yet, not even switched off."""
    return not get_user_model().objects.exists()


def locked_out(*, at: datetime) -> set[str]:
    """The names for which signing in is closed somewhere."""
    attempts = AccessAttempt.objects.filter(failures_since_start__gte=settings.AXES_FAILURE_LIMIT)
    if (cool_off := get_cool_off()) is not None:
        attempts = attempts.filter(attempt_time__gt=at - cool_off)
    return set(attempts.values_list("username", flat=True))
