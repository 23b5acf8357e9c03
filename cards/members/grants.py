"""What one person may give to another: nobody gives, or comes by, more than they have."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import Http404

from aliexpress.models import Membership, Store
from aliexpress.roles import ROLES, is_operations
from cards.models import Card
from cards.models.card import CardQuerySet


def check_may_invite(giver: Any) -> None:
    """Raises Http404 for whoever is not of operations: to them there is no page of people."""
    if not is_operations(giver):
        raise Http404("There is nothing here, or it is not yours to see.")


def stores_to_give(giver: Any) -> QuerySet[Store]:
    """The stores the giver sees, by name."""
    return Store.objects.visible_to(giver).order_by("name", "id")


def roles_to_give(giver: Any) -> list[str]:
    """The roles that show no card the giver does not see."""
    if giver.is_superuser:
        return list(ROLES)
    seen = cards_of(giver)
    return [role for role in ROLES if not shown_to(role).exclude(pk__in=seen.values("pk"))]


def may_manage(giver: Any, person: Any) -> bool:
    """Whether the giver may hold the password of this person in hand, which is to be them: they
    see no store and no card, and may do nothing, that the giver does not or may not."""
    if giver.is_superuser:
        return True
    if person.is_superuser or person.pk == giver.pk:
        return False
    hidden_stores = Membership.objects.filter(user=person).exclude(
        store__in=Store.objects.visible_to(giver)
    )
    hidden_cards = cards_of(person).exclude(pk__in=cards_of(giver).values("pk"))
    may_more = permissions_of(person) - permissions_of(giver)
    return not (hidden_stores.exists() or hidden_cards.exists() or may_more)


def permissions_of(person: Any) -> set[int]:
    """Of Django's own, by key: given one by one, and by roles; also of whoever is switched off."""
    given: set[int] = set(person.user_permissions.values_list("pk", flat=True))
    of_roles = Group.objects.filter(user=person).values_list("permissions", flat=True)
    return given | {key for key in of_roles if key is not None}


def cards_of(person: Any) -> CardQuerySet:
    """Whatever their roles show, switched off or not."""
    return Card.objects.filter(roles__user=person.pk)


def shown_to(role: str) -> CardQuerySet:
    return Card.objects.filter(roles__name=role)
