"""Mistakes in a catalogue file are found before anybody reads it."""

from collections.abc import Callable, Iterator

import pytest
from django.core import checks

from cards.catalogue import definitions
from cards.catalogue.definitions import DefinitionMalformed, definition
from cards.checks import every_definition_is_whole
from cards.measures import MEASURES


@pytest.fixture
def write(tmp_path, monkeypatch) -> Iterator[Callable[[str], int]]:
    """Puts a catalogue file of ours in the place of the delivered one."""
    delivered = (definitions.DIRECTORY / "aex_total_listings.toml").read_text()
    monkeypatch.setattr(definitions, "DIRECTORY", tmp_path)
    monkeypatch.setattr(definitions, "CARDS", ("aex_total_listings",))
    monkeypatch.setattr("cards.checks.CARDS", ("aex_total_listings",))
    definition.cache_clear()
    yield lambda change: (tmp_path / "aex_total_listings.toml").write_text(
        change.replace("DELIVERED", delivered)
    )
    definition.cache_clear()


def test_the_worked_example_s_seller_syndicates_from_bigcommerce():
    assert "BigCommerce" in definition("aex_total_listings").worked_example


def test_the_three_ways_to_differ_from_seller_center_come_with_what_to_do():
    reconciling = definition("aex_total_listings").reconciling

    assert "Product Management" in reconciling["where"]
    assert [note["direction"] for note in reconciling["notes"]] == [
        "Variable",
        "Marginal",
        "Variable",
    ]
    assert all(note["what_to_do"] for note in reconciling["notes"])
    assert [note["kind"] for note in reconciling["notes"]] == [
        "state_filter",
        "refresh_lag",
        "drafts",
    ]


def test_the_delivered_files_are_whole():
    assert every_definition_is_whole() == []


def test_the_check_runs_with_django_s_own():
    registered = checks.registry.registry.get_checks()

    assert every_definition_is_whole.__name__ in {
        getattr(check, "__name__", "") for check in registered
    }


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("= not toml", "aex_total_listings.toml cannot be read"),
        ('key = "aex_total_listings"', "lacks or does not know"),
        ('colour = "red"\nDELIVERED', "colour"),
    ],
)
def test_a_malformed_file_is_named(write, content, sentence):
    write(content)

    with pytest.raises(DefinitionMalformed, match=sentence):
        definition("aex_total_listings")


@pytest.mark.parametrize(
    ("delivered", "broken", "name"),
    [
        ('title = "Total Listings"', "title = 5", "title"),
        ("position = 10", 'position = "10"', "position"),
        ('roles = ["owner", "operations"]', 'roles = "owner"', "roles"),
        ('direction = "Marginal"', 'course = "Marginal"', "reconciling"),
    ],
)
def test_a_value_of_the_wrong_shape_is_named(write, tmp_path, delivered, broken, name):
    write("DELIVERED")
    file = tmp_path / "aex_total_listings.toml"
    file.write_text(file.read_text().replace(delivered, broken))

    with pytest.raises(DefinitionMalformed, match=f"wrong shape in: {name}"):
        definition("aex_total_listings")


def test_a_malformed_file_is_the_system_check_cards_e001(write):
    write("= not toml")

    assert [message.id for message in every_definition_is_whole()] == ["cards.E001"]


def test_a_card_without_a_measure_is_the_system_check_cards_e002(monkeypatch):
    monkeypatch.delitem(MEASURES, "aex_active_listings")

    assert [message.id for message in every_definition_is_whole()] == ["cards.E002"]
