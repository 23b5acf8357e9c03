"""Operations decide in the admin which shops of an account are counted."""

import pytest
from django.urls import reverse

from aliexpress.models import Shop


@pytest.fixture
def shop(store) -> Shop:
    return Shop.objects.create(
        store=store, family="local_service", channel_seller_id="6012345", name="Harbour EU"
    )


def address(shop):
    return reverse("admin:aliexpress_shop_change", args=[shop.pk])


def test_a_shop_is_left_out_with_a_reason_and_the_store_is_read_anew(ops, shop):
    answer = ops.post(
        address(shop), {"is_counted": "false", "not_counted_reason": "It closes in May."}
    )

    shop.refresh_from_db()
    shop.store.refresh_from_db()
    assert answer.status_code == 302
    assert (shop.is_counted, shop.not_counted_reason) == (False, "It closes in May.")
    assert shop.store.next_due_at is not None


@pytest.mark.parametrize("sent", [{"is_counted": "false"}, {"is_counted": "unknown"}, {}])
def test_it_is_not_left_out_without_saying_why(ops, shop, sent):
    answer = ops.post(address(shop), {"not_counted_reason": " ", **sent})

    shop.refresh_from_db()
    assert answer.status_code == 200
    assert shop.is_counted is None


def test_a_shop_whose_lists_nobody_knows_cannot_be_counted(ops, shop):
    Shop.objects.filter(pk=shop.pk).update(family="other")

    answer = ops.post(address(shop), {"is_counted": "true"})

    shop.refresh_from_db()
    assert "cannot be counted" in answer.content.decode()
    assert shop.is_counted is None


def test_the_shops_of_a_hidden_store_are_not_there(ops, hidden):
    shop = Shop.objects.create(store=hidden, family="choice", name="Elsewhere")

    assert ops.get(address(shop)).status_code == 404
    listed = ops.get(reverse("admin:aliexpress_shop_changelist"))
    assert "Elsewhere" not in listed.content.decode()
