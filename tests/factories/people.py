"""People, the stores they are members of, and their keys."""

from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from aliexpress.models import (
    Membership,
)
from cards.models import ApiKey
from tests.factories.stores import StoreFactory
from tests.moments import NOON


class UserFactory(DjangoModelFactory[Any]):
    """`role="owner"` or "operations" puts the user into that group; operations are staff."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person-{n}")

    @factory.post_generation
    def role(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        if create and extracted:
            group, _ = Group.objects.get_or_create(name=extracted)
            self.groups.add(group)
            if extracted == "operations":
                self.is_staff = True
                self.save()


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    store = factory.SubFactory(StoreFactory)
    user = factory.SubFactory(UserFactory)


class ApiKeyFactory(DjangoModelFactory[ApiKey]):
    class Meta:
        model = ApiKey

    user = factory.SubFactory(UserFactory)
    name = "warehouse"
    hint = "aex_test"
    digest = factory.Sequence(lambda n: f"{n:064x}")
    created_at = NOON
