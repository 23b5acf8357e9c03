"""Pages of rows, newest first."""

from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request

from cards.api.errors import BadParameter

NOT_OURS = "cursor is not one we gave: take it from next or previous."
LONGEST_ID = 18  # digits, which is as far as a row's id goes


class Newest(CursorPagination):
    page_size = 50
    ordering = "-id"

    def decode_cursor(self, request: Request) -> Cursor | None:
        """Raises BadParameter. The library takes any text for the id to go on from, and leaves it
        to the database to stumble."""
        try:
            cursor: Cursor | None = super().decode_cursor(request)
        except NotFound as error:
            raise BadParameter("cursor", NOT_OURS) from error
        if cursor and cursor.position is not None and not _is_id(str(cursor.position)):
            raise BadParameter("cursor", NOT_OURS)
        return cursor


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID
