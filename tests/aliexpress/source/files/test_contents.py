"""A file is read to its last line: items, products, what is damaged, and what is refused."""

from decimal import Decimal

import pytest

from aliexpress.source.files.contents import contents_of
from aliexpress.source.files.file_text import text_of
from aliexpress.typed.bad_input import BadInput


def contents(text, *, columns=None, encoding="", data=None):
    return contents_of(text_of(data or text.encode(), encoding=encoding), columns or {})


def rows(found):
    return [item.row for item in found.items]


def test_a_line_is_an_item():
    found = contents(
        "sku,name,price,currency,stock,product,barcode,meant\n"
        'AB-1,"Bowl, blue",12.50,usd,-3,Bowl,0012,no\n'
    )

    [row] = rows(found)
    assert (row.code, row.name, row.price, row.currency) == (
        "AB-1",
        "Bowl, blue",
        Decimal("12.50"),
        "USD",
    )
    assert (row.stock, row.product_external_id, row.barcode) == (-3, "Bowl", "0012")
    assert row.is_meant is False


def test_a_product_with_variants_below_is_no_item():
    found = contents(
        "Item,ID,Name,SKU,Options,Current Stock,Price\n"
        "Product,70,Bowl,BOWL,,,10\n"
        "Variant,701,,B-1,Blue,4,11\n"
        "Image,,,,,,\n"
        "Variant,702,,B-2,Red,0,12\n"
        "Product,71,Cup,CUP,,9,5\n"
    )

    told = [(r.external_id, r.product_external_id, r.code, r.name) for r in rows(found)]
    assert told == [
        ("variant:701", "70", "B-1", "Bowl"),
        ("variant:702", "70", "B-2", "Bowl"),
        ("product:71", "71", "CUP", "Cup"),
    ]
    assert (found.line_count, found.item_count) == (5, 3)
    assert (found.parent_count, found.other_count) == (1, 1)


def test_every_line_is_accounted_for():
    found = contents("sku,price,stock\nA,1,1\n,,\nB,dear,1\nC,1,many\nD,1\nE,1,2,3\n")

    preview = found.preview()
    assert preview["line_count"] == 6
    assert (preview["item_count"], preview["blank_count"], preview["refused_count"]) == (2, 1, 3)
    assert preview["refused"] == [
        [4, "the price 'dear' is no number such as 12.50"],
        [5, "the stock 'many' is no whole number"],
        [7, "it has more cells than the first line has names"],
    ]


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        (["1.23457E+11", "AB-2"], "scientific"),
        (["1234.0"], "decimal"),
        (["12,5"], "comma"),
        (["'0042"], "quote"),
        (["AB-1", "AB-1"], "twice"),
        (["00123", "00124", "00125", "127"], "zeros"),
    ],
)
def test_what_a_spreadsheet_did_to_codes_is_told_and_not_mended(codes, kind):
    found = contents("sku\n" + "".join(f'"{code}"\n' for code in codes))

    assert kind in [one["kind"] for one in found.preview()["damage"]]
    assert [row.code for row in rows(found)] == codes


def test_a_code_that_is_too_long_or_holds_control_characters_is_refused():
    found = contents(f"sku\n{'x' * 256}\nA\x07B\nfine\n")

    assert [row.code for row in rows(found)] == ["fine"]
    assert [number for number, _ in found.refused] == [2, 3]


def test_the_same_code_twice_is_two_items():
    found = contents("sku\nA\nA\n")

    assert [row.external_id for row in rows(found)] == ["1:A", "2:A"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_are_found(encoding, delimiter):
    text = (
        delimiter.join(["sku", "name"]) + "\n" + delimiter.join(["Ä-1", '"Übertopf\nblau"']) + "\n"
    )

    [row] = rows(contents(text, data=text.encode(encoding)))

    assert (row.code, row.name) == ("Ä-1", "Übertopf blau")


def test_another_encoding_has_to_be_named():
    data = "sku\nÄ-1\n".encode("windows-1252")

    with pytest.raises(BadInput, match="encoding is needed"):
        contents("", data=data)

    assert rows(contents("", data=data, encoding="windows-1252"))[0].code == "Ä-1"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04rest", "save it as CSV"),
        (b"\x1f\x8brest", "save it as CSV"),
        (b"  \n", "is empty"),
        (b"sku\n", "no line below"),
        (b"article,name\n1,2\n", "which one holds the SKU codes; the file has: article, name"),
        (b'sku\n"' + b"x" * 140_000, "cannot be read at line"),
    ],
)
def test_what_is_no_list_of_items_is_refused_in_words(data, sentence):
    with pytest.raises(BadInput, match=sentence):
        contents("", data=data)


def test_a_column_chosen_by_hand_holds_the_codes():
    found = contents("article,name\nA-1,Bowl\n", columns={"code": "article"})

    assert [row.code for row in rows(found)] == ["A-1"]


def test_a_file_without_stock_says_so():
    preview = contents("sku\nA\n").preview()

    assert (preview["tells_stock"], preview["tells_prices"]) == (False, False)


@pytest.mark.parametrize("header", ["sku,SKU", "sku,price,Price", "Sku ,name,s-k-u"])
def test_a_column_whose_name_is_there_twice_is_not_chosen_between(header):
    with pytest.raises(BadInput, match="columns must have one name each; two are called"):
        contents(f"{header}\nA,1,2\n")


def test_names_twice_of_what_is_not_read_do_no_harm():
    assert contents("sku,note,note\nA,1,2\n").item_count == 1


def test_a_quote_that_nobody_closes_swallows_no_line():
    with pytest.raises(BadInput, match="file cannot be read at line"):
        contents('sku,name\nA,"Bowl\nB,Cup\n')


def test_a_byte_order_mark_alone_is_an_empty_file():
    with pytest.raises(BadInput, match="file is empty"):
        contents("", data=b"\xef\xbb\xbf\r\n")


@pytest.mark.parametrize(
    ("start", "kind"),
    [(b"PK\x03\x04", "zip"), (b"\x1f\x8b", "compressed"), (b"\xd0\xcf\x11\xe0", "old")],
)
def test_what_is_packed_is_never_unpacked(start, kind):
    with pytest.raises(BadInput, match=kind):
        contents("", data=start + b"\0" * 1000)
