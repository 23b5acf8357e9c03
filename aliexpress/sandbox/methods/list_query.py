"""The query of a list method: its one parameter, read strictly."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from aliexpress.sandbox.catalogue.selection import Filters
from aliexpress.sandbox.clock import read_time
from aliexpress.sandbox.errors import BAD_ARGUMENT, BusinessError, Refusal

PARAMETER: Final = "aeop_a_e_product_list_query"


@dataclass(frozen=True)
class ListQuery:
    filters: Filters
    page: int
    size: int


def read_query(
    parameters: Mapping[str, str], *, statuses: Sequence[str], zone: ZoneInfo
) -> ListQuery:
    """Raises Refusal without the parameter, BusinessError for anything wrong inside it.

    `statuses`: the words the method accepts; empty: the method knows no status.
    """
    text = parameters.get(PARAMETER, "").strip()
    if not text and statuses:
        raise Refusal("MissingParameter", f'The input parameter "{PARAMETER}" is not supplied')
    try:
        fields = json.loads(text or "{}")
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        raise BusinessError(BAD_ARGUMENT, f"The {PARAMETER} is not a JSON object.")
    reader = _Reader(fields, zone)
    status = reader.text("product_status_type")
    if statuses and status not in statuses:
        raise BusinessError(
            BAD_ARGUMENT,
            f"The product_status_type must be one of: {', '.join(statuses)}.",
        )
    page, size = reader.number("current_page"), reader.number("page_size")
    page, size = 1 if page is None else page, 20 if size is None else size
    if page < 1:
        raise BusinessError(BAD_ARGUMENT, "The current_page must be 1 or more.")
    if not 1 <= size < 100:
        raise BusinessError(BAD_ARGUMENT, "The page_size must be less than 100.")
    return ListQuery(reader.filters(status), page, size)


class _Reader:
    """Fields of the query, each as the type it must have."""

    def __init__(self, fields: dict[str, Any], zone: ZoneInfo) -> None:
        self._fields = fields
        self._zone = zone

    def filters(self, status: str) -> Filters:
        excluded = self._fields.get("excepted_product_ids") or []
        if not isinstance(excluded, list) or len(excluded) > 20:
            raise BusinessError(BAD_ARGUMENT, "The excepted_product_ids must be at most 20 ids.")
        return Filters(
            status=status,
            product_id=self.number("product_id"),
            subject=self.text("subject").casefold(),
            group_id=self.number("group_id"),
            ws_display=self.text("ws_display"),
            owner=self.text("owner_member_id"),
            valid_days=self.number("off_line_time"),
            created_from=self.time("gmt_create_start"),
            created_to=self.time("gmt_create_end", latest=True),
            modified_from=self.time("gmt_modified_start"),
            modified_to=self.time("gmt_modified_end", latest=True),
            audit_reason=self.text("audit_failure_reason"),
            sku_code=self.text("sku_code"),
            excluded=frozenset(int(i) for i in excluded if str(i).isdigit()),
        )

    def text(self, name: str) -> str:
        value = self._fields.get(name)
        return "" if value is None else str(value)

    def number(self, name: str) -> int | None:
        value = self._fields.get(name)
        if value is None or value == "":
            return None
        try:
            return int(str(value))
        except ValueError:
            raise BusinessError(BAD_ARGUMENT, f"The {name} is not a number.") from None

    def time(self, name: str, *, latest: bool = False) -> int | None:
        text = self.text(name)
        if not text:
            return None
        try:
            return read_time(text, self._zone, latest=latest)
        except (ValueError, OverflowError):
            raise BusinessError(
                BAD_ARGUMENT, f"The {name} must be written yyyy-MM-dd hh:mm:ss."
            ) from None
