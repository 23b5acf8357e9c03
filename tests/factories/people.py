"""People, the stores they are members of, and their keys."""

from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from aliexpress.models import Membership
from cards.models import ApiKey
from tests.factories.stores import StoreFactory, unaudited
from tests.moments import NOON


@unaudited
class UserFactory(DjangoModelFactory[Any]):
    """`role="owner"` or "operations" puts the user into that group; operations are staff."""

    class Meta:
        model = get_user_model()

    username = factory.Sequence(lambda n: f"person-{n}")
    role = None

    @classmethod
    def _build(cls, model_class: Any, *args: Any, role: str | None, **fields: Any) -> Any:
        return super()._build(model_class, *args, **fields)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, role: str | None, **fields: Any) -> Any:
        user = super()._create(model_class, *args, **{"is_staff": role == "operations", **fields})
        if role:
            user.groups.add(Group.objects.get_or_create(name=role)[0])
        return user


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    store = factory.SubFactory(StoreFactory)
    user = factory.SubFactory(UserFactory)


@unaudited
class ApiKeyFactory(DjangoModelFactory[ApiKey]):
    class Meta:
        model = ApiKey

    user = factory.SubFactory(UserFactory)
    name = "warehouse"
    hint = "aex_test"
    digest = factory.Sequence(lambda n: f"{n:064x}")
    created_at = NOON
