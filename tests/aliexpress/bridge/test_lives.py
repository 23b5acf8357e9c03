"""A bridge made of what changed is the bridge that all of both sides come to."""

import pytest

from tests.aliexpress.bridge.lives import Life

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(3))
def test_what_differences_make_is_what_all_of_both_sides_come_to(seed):
    Life(seed).go_on(12)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(100, 150))
def test_what_differences_make_is_so_in_many_lives(seed):
    Life(seed).go_on(30)
