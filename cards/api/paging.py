"""Pages of rows, newest first."""

from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request

from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.numbers import is_id

NOT_OURS = "cursor is not one we gave: take it from next or previous."


class Newest(CursorPagination):
    page_size = 50
    ordering = "-id"

    def decode_cursor(self, request: Request) -> Cursor | None:
        """Raises BadInput. The library takes any text for the id to go on from, and leaves it
        to the database to stumble."""
        try:
            cursor: Cursor | None = super().decode_cursor(request)
        except NotFound as error:
            raise BadInput("cursor", NOT_OURS) from error
        if cursor and cursor.position is not None and not is_id(str(cursor.position)):
            raise BadInput("cursor", NOT_OURS)
        return cursor
