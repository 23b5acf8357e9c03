"""An address no list can answer is a mistake of whoever asked; one that asks nothing is ours."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db import DataError
from django.test import RequestFactory

from aliexpress.admin.changelist import OfferedAdmin
from aliexpress.models import Store
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


class BreakingAdmin(OfferedAdmin, admin.ModelAdmin):
    """Reads no row without an error."""

    error: type[Exception] = ValueError

    def get_queryset(self, request: Any) -> Any:
        raise self.error


def ask(query: dict[str, str], error: type[Exception]) -> None:
    request = RequestFactory().get("/", query)
    request.user = UserFactory(is_staff=True, is_superuser=True)
    breaking = BreakingAdmin(Store, admin.site)
    breaking.error = error
    breaking.get_changelist_instance(request)


@pytest.mark.parametrize("error", [ValueError, OverflowError, DataError])
def test_what_an_odd_value_comes_to_is_a_lookup_that_is_not_correct(error):
    with pytest.raises(IncorrectLookupParameters):
        ask({"q": "odd"}, error)


@pytest.mark.parametrize("query", [{}, {"e": "1"}])
def test_where_nothing_was_asked_an_error_is_our_own(query):
    with pytest.raises(ValueError):  # noqa: PT011  the very error, whatever it says
        ask(query, ValueError)
