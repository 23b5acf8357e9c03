"""The lines of an uploaded file: its encoding, its delimiter, and what is no list at all."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import Final, NamedTuple

from aliexpress.typed.bad_input import BadInput

LARGEST_FILE: Final = 64 * 2**20  # bytes; 250,000 lines are half of it
DELIMITERS: Final = ",;\t"
# A person may name these where a file does not tell.
ENCODINGS: Final = ("utf-8-sig", "utf-16", "windows-1252", "iso-8859-1", "gb18030", "shift_jis")
# How other kinds of files begin.
NO_LISTS: Final = (
    (b"PK\x03\x04", "a spreadsheet or a zip file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet"),
    (b"%PDF", "a PDF"),
)
NOT_UTF_8: Final = (
    "encoding is needed: the file is not UTF-8, and it does not say what it is. Save it as UTF-8, "
    "or choose how it was saved."
)


class Text(NamedTuple):
    data: bytes
    encoding: str
    delimiter: str

    def lines(self) -> Iterator[list[str]]:
        """The cells of each line; a quoted line break is part of its cell. Raises BadInput."""
        wrapped = io.TextIOWrapper(io.BytesIO(self.data), encoding=self.encoding, newline="")
        # Strict: a quote that nobody closes would swallow the lines below it.
        reader = csv.reader(wrapped, delimiter=self.delimiter, strict=True)
        try:
            yield from reader
        except csv.Error as error:
            raise BadInput(
                "file", f"file cannot be read at line {reader.line_num:,}: {error}."
            ) from error
        except UnicodeError as error:
            raise BadInput("encoding", NOT_UTF_8) from error


def text_of(data: bytes, *, encoding: str = "") -> Text:
    """`encoding`: as a person named it; "" looks at the file. Raises BadInput."""
    if len(data) > LARGEST_FILE:
        raise BadInput("file", f"file may have {LARGEST_FILE // 2**20} MB at most.")
    for start, kind in NO_LISTS:
        if data.startswith(start):
            raise BadInput("file", f"file must be a CSV file; this is {kind}: save it as CSV.")
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        raise BadInput("file", "file is empty.")
    if encoding and encoding not in ENCODINGS:
        raise BadInput("encoding", f"encoding must be one of {', '.join(ENCODINGS)}.")
    found = encoding or _encoding(data)
    beginning = first_line(data, found)
    if "\x00" in beginning:
        raise BadInput("encoding", NOT_UTF_8)
    return Text(data, found, max(DELIMITERS, key=beginning.count))


def _encoding(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError as error:
        raise BadInput("encoding", NOT_UTF_8) from error
    return "utf-8-sig"


def first_line(data: bytes, encoding: str) -> str:
    try:
        return data[:20_000].decode(encoding, errors="ignore").partition("\n")[0]
    except LookupError as error:
        raise BadInput("encoding", NOT_UTF_8) from error
