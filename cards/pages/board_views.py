"""The board: a page of the reader's stores, and the fragment an open board asks for."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aliexpress.typed.numbers import id_of, is_id
from cards.board.board import NUMBERS_A_PAGE, STORES_A_PAGE, Board, board_now, with_past
from cards.board.store_order import BY_CHANGE, BY_STORE
from cards.board.today import NOTHING

COMPACT: Final = "compact"


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    direction: str  # ascending or descending where the board is sorted by it, else ""
    next: str  # what its heading sorts by
    first: str = ""  # what a first press of it sorts by
    change: "Column | None" = None  # sorts by how it changed since yesterday


@never_cache
@login_required
@require_safe
def show_board(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    seen = _with_past(request, _asked_for(request, at=at), at=at)
    return render(request, "cards/board.html", _context(request, seen, at=at))


@never_cache
@login_required
@require_safe
def show_board_rows(request: HttpRequest) -> HttpResponse:
    """The board without its page; 204 where the page that asks has seen it as it is."""
    at = timezone.now()
    seen = _asked_for(request, at=at)
    context = _context(request, seen, at=at)
    if request.GET.get("stood") == context["stood"]:
        return HttpResponse(status=204)
    context["board"] = _with_past(request, seen, at=at)
    return render(request, "cards/_board.html", context)


def _asked_for(request: HttpRequest, *, at: datetime) -> Board:
    page = request.GET.get("page", "")
    return board_now(
        request.user,
        at=at,
        sort=request.GET.get("sort", BY_STORE),
        page=id_of(page) if is_id(page) else 1,
        stores_a_page=NUMBERS_A_PAGE if _is_compact(request) else STORES_A_PAGE,
    )


def _with_past(request: HttpRequest, now: Board, *, at: datetime) -> Board:
    """Numbers alone have no line of a month."""
    return with_past(now, at=at, with_month=not _is_compact(request))


def _is_compact(request: HttpRequest) -> bool:
    return request.GET.get("view") == COMPACT


def _context(request: HttpRequest, seen: Board, *, at: datetime) -> dict[str, Any]:
    view = COMPACT if _is_compact(request) else ""
    return {
        "is_compact": view == COMPACT,
        "view": view,
        "nothing_to_do": NOTHING,
        "board": seen,
        "at": at,
        "open_alerts": seen.open_alerts,
        "columns": _columns(seen),
        "place": f"Page {seen.page:,} of {seen.page_count:,}",
        "previous": seen.page - 1,
        "next": seen.page + 1 if seen.page < seen.page_count else 0,
        "stood": _stood(seen),
    }


def _columns(seen: Board) -> list[Column]:
    columns = [_column("Store", BY_STORE, f"-{BY_STORE}", seen.sort)]
    for card in seen.cards:
        column = _column(card.title, f"-{card.key}", card.key, seen.sort)
        change = _column("", f"-{BY_CHANGE}{card.key}", f"{BY_CHANGE}{card.key}", seen.sort)
        columns.append(replace(column, change=change))
    return columns


def _column(title: str, first: str, second: str, sort: str) -> Column:
    """`first`: how a press of its heading sorts, names from A on and numbers from the largest
    down; the next press turns that around."""
    direction = "descending" if sort.startswith("-") else "ascending"
    return Column(
        title=title,
        direction=direction if sort in (first, second) else "",
        next=second if sort == first else first,
        first=first,
    )


def _stood(seen: Board) -> str:
    """Names the board as it is shown, but for its ages, which tick by themselves."""
    rows = [
        (
            row.store.pk,
            row.store.name,
            row.store.is_active,
            row.warnings,
            sorted(row.alerts),
            [
                (told.snapshot, told.confirmed_at, told.mark, told.figure, told.reason)
                for _, told in row.cells
            ],
        )
        for row in seen.rows
    ]
    sums = [
        total and (total.value, total.is_at_least, total.remarks, total.oldest_confirmed_at)
        for _, total in seen.sums
    ]
    todo = [one.text for one in seen.today]
    shown = (rows, todo, sums, seen.store_count, seen.page, seen.sort, seen.open_alerts)
    return sha256(repr(shown).encode()).hexdigest()[:16]
