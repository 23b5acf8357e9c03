"""`read_source SLUG --file F`: a file becomes the source, or a sentence says why not."""

import pytest
from django.core.management import CommandError, call_command

from aliexpress.models import BridgeTally, SourceItem, SourceSnapshot
from tests.bridge_stores import listed, snapshot_of
from tests.factories import SourceCatalogueFactory, StoreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def store():
    return StoreFactory(slug="harbour-home")


def read(path, text, *options):
    path.write_text(text, encoding="utf-8")
    call_command("read_source", "harbour-home", "--file", str(path), *options)


def test_a_file_becomes_the_source_and_is_held_against_the_listings(store, tmp_path, capsys):
    listed(store, ["AB-1"])
    snapshot_of(store)

    read(tmp_path / "goods.csv", "sku,stock\nAB-1,4\nAB-2,0\n")

    assert "2 items of 2 products, published." in capsys.readouterr().out
    tally = BridgeTally.objects.get(store=store)
    assert (tally.listed_count, tally.missing_count) == (1, 1)


def test_the_same_file_again_writes_nothing_and_is_confirmed(store, tmp_path, capsys):
    read(tmp_path / "goods.csv", "sku\nAB-1\n")

    read(tmp_path / "again.csv", "sku\nAB-1\n")

    assert "confirmed" in capsys.readouterr().out
    assert SourceItem.objects.get().changed_at == SourceItem.objects.get().first_seen_at


def test_nothing_is_published_while_a_line_is_refused(store, tmp_path):
    with pytest.raises(CommandError, match=r"that are no items: 1\.") as raised:
        read(tmp_path / "goods.csv", "sku,stock\nAB-1,4\nAB-2,many\n")

    assert raised.value.returncode == 1
    assert not SourceItem.objects.exists()


def test_refused_lines_may_be_left_out_and_stay_told(store, tmp_path):
    read(tmp_path / "goods.csv", "sku,stock\nAB-1,4\nAB-2,many\n", "--without-refused")

    snapshot = SourceSnapshot.objects.get(store=store)
    assert (snapshot.item_count, snapshot.refused_count) == (1, 1)
    assert snapshot.evidence["line_count"] == 2


@pytest.mark.parametrize("options", [[], ["--file", "/nowhere/at/all.csv"]])
def test_without_a_file_to_read_it_is_bad_usage(store, options):
    with pytest.raises(CommandError) as raised:
        call_command("read_source", "harbour-home", *options)

    assert raised.value.returncode == 2


def test_a_file_is_refused_where_the_source_is_another(store, tmp_path):
    SourceCatalogueFactory(store=store, kind="shop", name="The shop")

    with pytest.raises(CommandError, match="the source of Harbour Home is The shop"):
        read(tmp_path / "goods.csv", "sku\nAB-1\n")
