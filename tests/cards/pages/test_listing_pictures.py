"""Pictures of listings are shown where the store is set to, and go through our own server."""

import pytest

from aliexpress.gateway.picture_server import Picture
from tests.cards.pages.listing_rows import PAGE, text_of
from tests.factories import ListingFactory


@pytest.fixture
def pictured(store, monkeypatch):
    """A listing with a picture, and what was asked of AliExpress's picture servers."""
    asked = []

    def fetch(address):
        asked.append(address)
        return Picture("image/jpeg", b"picture")

    monkeypatch.setattr("aliexpress.pictures.fetch_picture", fetch)
    listing = ListingFactory(store=store, image_url="https://ae01.alicdn.com/a.jpg;b")
    return listing, asked


def test_no_picture_is_shown_or_fetched_unless_the_store_is_set_to(person, store, pictured):
    listing, asked = pictured

    assert "<img" not in text_of(person.get(PAGE))
    assert person.get(f"{PAGE}{listing.product_id}/picture/").status_code == 404
    assert asked == []


def test_a_picture_goes_through_our_own_server(person, store, pictured, member, as_user):
    listing, asked = pictured
    store.shows_pictures = True
    store.save()
    address = f"{PAGE}{listing.product_id}/picture/"

    for page in (PAGE, f"{PAGE}{listing.product_id}/"):
        assert f'src="{address}"' in text_of(person.get(page))
    answer = person.get(address)
    stranger = as_user(member("owner", of_store=False)).get(address)

    assert (answer.content, answer["Content-Type"]) == (b"picture", "image/jpeg")
    assert answer["Cache-Control"] == "private, max-age=86400"
    assert asked == ["https://ae01.alicdn.com/a.jpg"]
    assert stranger.status_code == 404
