"""A listing is found by words of its title, whatever their capitals, on either database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aliexpress.models import Listing
from aliexpress.search_text import folded, found_by, search_text, search_texts
from tests.factories import ListingFactory, StoreFactory

pytestmark = pytest.mark.django_db

# Letters that databases and Python change to other cases in their own ways, characters that mean
# something in a pattern, and spaces that are none to everybody.
TITLES = [
    "",
    "Linen curtain",
    "linen CURTAIN, 100% soft",
    "Leinen_vorhang \\ grün",
    "GRÜN ẞtoff straße",
    "İnce \N{LATIN SMALL LETTER DOTLESS I}nce perde",
    "\N{LATIN SMALL LETTER LONG S}eide ΣΑΣ σας",
    "no\u00a0break\u3000space",
    "Дефлектор окон",
]


@pytest.fixture
def store():
    return StoreFactory()


def titles(store, search):
    return {listing.subject for listing in Listing.objects.of(store).filter(found_by(search))}


@pytest.mark.parametrize(
    ("title", "search"),
    [
        ("Дефлектор окон", "дефлектор"),
        ("дефлектор окон", "ДЕФЛЕКТОР"),
        ("Linen curtain", "LINEN"),
        ("Grüner Stoff", "GRÜNER"),
        ("Große Straße", "STRASSE"),
        ("ΣΑΣ", "σας"),
        ("İstanbul çanta", "istanbul"),
        ("ISPARTA \N{GREEK SMALL LETTER ALPHA}", "\N{LATIN SMALL LETTER DOTLESS I}sparta"),
        ("\N{LATIN SMALL LETTER DOTLESS I}l\N{LATIN SMALL LETTER DOTLESS I}k", "ILIK"),
        ("\uff2c\uff49nen curtain", "linen"),
        ("cafe\N{COMBINING ACUTE ACCENT} noir", "CAFÉ"),
        ("Հայերեն", "հայերեն"),
        ("ᲡᲐᲥᲐᲠᲗᲕᲔᲚᲝ", "საქართველო"),
        ("亚麻窗帘", "窗帘"),
        ("no\u00a0break\u3000space", "break space"),
    ],
)
def test_capitals_matter_in_no_script(store, title, search):
    ListingFactory(store=store, subject=title)
    ListingFactory(store=store, subject="Something else")

    assert titles(store, search) == {title}


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("curtain linen", {"Linen curtain", "linen CURTAIN, 100% soft"}),
        ("  soft   LINEN ", {"linen CURTAIN, 100% soft"}),
        ("velvet", set()),
        ("%", {"linen CURTAIN, 100% soft"}),
        ("_", {"Leinen_vorhang \\ grün"}),
        ("\\", {"Leinen_vorhang \\ grün"}),
        ("", set(TITLES)),
    ],
)
def test_all_the_words_in_any_order_and_every_character_for_itself(store, search, found):
    for title in TITLES:
        ListingFactory(store=store, subject=title)

    assert titles(store, search) == found


def test_a_whole_product_id_is_that_product_alone(store):
    wanted = ListingFactory(store=store, product_id=1_005_003_033_814_656)
    ListingFactory(store=store, subject="As 1005003033814656, but blue")

    found = Listing.objects.of(store).filter(found_by(" 1005003033814656 "))

    assert list(found) == [wanted]


def test_digits_of_a_barcode_may_be_either(store):
    product = ListingFactory(store=store, product_id=4_006_381_333_931)
    titled = ListingFactory(store=store, subject="Marker 4006381333931")

    found = Listing.objects.of(store).filter(found_by("4006381333931"))

    assert set(found) == {product, titled}


@pytest.mark.parametrize("digits", ["9" * 19, "9" * 20, "9" * 200, "0" * 10])
def test_digits_that_are_no_product_of_ours_find_nothing(store, digits):
    ListingFactory(store=store)

    assert not Listing.objects.of(store).filter(found_by(digits)).exists()


def test_the_codes_of_skus_are_searched_as_the_title_is(store):
    text = search_text("Linen curtain", sku_codes=["LC-140-Ä", "LC-250"])
    listing = ListingFactory(store=store, search_text=text)

    for search in ("lc-140-ä", "curtain LC-250"):
        assert list(Listing.objects.of(store).filter(found_by(search))) == [listing]


@given(st.lists(st.text() | st.sampled_from(TITLES), max_size=8))
def test_a_page_of_titles_is_folded_as_each_of_them(page):
    assert search_texts(page) == [search_text(title) for title in page]


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"])))
def test_capitals_or_none_fold_to_one_text(text):
    assert folded(text.casefold()) == folded(text)
