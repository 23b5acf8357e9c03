"""What listings are found by is written with them, and follows their title."""

from datetime import timedelta

import pytest

from aliexpress.models import Listing
from aliexpress.search_text import found_by, search_text

pytestmark = pytest.mark.django_db


def found(store, search):
    return set(
        Listing.objects.of(store).filter(found_by(search)).values_list("product_id", flat=True)
    )


def later(sandbox):
    sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))


def test_a_first_reading_and_a_new_listing_can_be_found(store, catalogue, read, sandbox):
    first = catalogue.create(fields={"subject": "Дефлектор окон"})
    read()
    later(sandbox)
    second = catalogue.create(fields={"subject": "Второй ДЕФЛЕКТОР\t\\ 100%"})
    read()

    assert found(store, "дефлектор") == {first, second}
    assert found(store, "\\ 100%") == {second}


def test_whatever_was_written_can_be_found_by_its_title(store, read):
    read()

    for listing in Listing.objects.of(store):
        assert listing.search_text == search_text(listing.subject)


def test_a_changed_title_is_found_by_its_new_words_alone(store, catalogue, read, sandbox):
    product = catalogue.create(fields={"subject": "Velvet throw"})
    read()
    later(sandbox)
    catalogue.columns.overrides[catalogue.columns.slot(product)]["subject"] = "Linen curtain"
    catalogue.modify(product)
    read()

    assert product in found(store, "linen curtain")
    assert product not in found(store, "velvet")


def test_the_codes_of_skus_stay_while_the_title_does(store, catalogue, read, sandbox):
    """A list says nothing of them."""
    product = catalogue.create(fields={"subject": "Velvet throw"})
    read()
    with_codes = search_text("Velvet throw", sku_codes=["VT-9"])
    Listing.objects.filter(store=store, product_id=product).update(search_text=with_codes)
    later(sandbox)
    catalogue.reprice(product)
    read(full=True)

    assert found(store, "vt-9 velvet") == {product}


def test_a_text_that_was_never_filled_is_made_good_by_a_walk(store, read, sandbox):
    read()
    Listing.objects.of(store).update(search_text="")
    later(sandbox)

    read(full=True)

    assert not Listing.objects.of(store).filter(search_text="").exists()
    later(sandbox)
    assert not read(full=True).published
