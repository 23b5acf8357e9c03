"""People are chosen, never typed: those whom the reader may know of, with their roles."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from aliexpress.models import Membership, Store


class PersonChoice(forms.ModelChoiceField[Any]):
    """A select of people, each with what they are."""

    def label_from_instance(self, obj: Any) -> str:
        return with_roles(obj)


class PeopleChoice(forms.ModelMultipleChoiceField[Any]):
    """A box to tick for each of the people, with what they are."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return with_roles(obj)


def with_roles(person: Any) -> str:
    """'anna, owner'."""
    roles = sorted(group.name for group in person.groups.all())
    return ", ".join([person.get_username(), *(roles or ["no role yet"])])


def known_people(viewer: Any) -> QuerySet[Any]:
    """Who may sign in and belongs to a store the viewer sees, by name: the list of all people is
    for a superuser alone."""
    people = get_user_model().objects.filter(is_active=True)
    if not viewer.is_superuser:
        of_stores = Membership.objects.filter(store__in=Store.objects.visible_to(viewer))
        people = people.filter(pk__in=of_stores.values("user"))
    return people.prefetch_related("groups").order_by("username")
