"""The lists of work on a page, of one store or of all the reader sees, and the form under them that
changes many items at once."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, QueryDict

from aliexpress.models import Store
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.numbers import id_of, is_id
from cards.listings.page import numbered_page
from cards.models import WorkItem
from cards.pages.wrong_input import WORK_LABELS, said
from cards.reader_zone import today_of
from cards.work.bulk_changes import change_all
from cards.work.items import LISTS, list_counts, members_of_any, narrowed
from cards.work.outcome_counts import progress_of

# What the form sends to leave a thing as it is, and to give work to nobody.
AS_IT_IS, NOBODY = "", "-"


def work_lists(request: HttpRequest, *, store: Store | None, at: datetime) -> dict[str, Any]:
    """One of the lists, a page of it, and how many are in each. `store`: of it alone, into which
    the reader was let before. Posted to, the ticked items are changed first."""
    given = request.POST if request.method == "POST" else request.GET
    changed = _changed(request, at=at) if request.method == "POST" else {}
    items = WorkItem.objects.visible_to(request.user)
    if store is not None:
        items = items.filter(store=store)
    today = today_of(request.user, at=at, otherwise=store.time_zone if store else "")
    counts = list_counts(items, user=request.user, today=today)
    which = given.get("list", "")
    if which not in LISTS:
        which = "mine" if counts["mine"] else "team"
    number = given.get("page", "")
    page = numbered_page(
        narrowed(items, which, user=request.user, today=today),
        (int(number) or 1) if is_id(number) else 1,
    )
    return {
        "store": store,
        "lists": counts.items(),
        "which": which,
        "page": page,
        "items": [(one, one.item.is_overdue(today=today)) for one in progress_of(page.rows)],
        "members": members_of_any({item.store_id for item in page.rows}),
        "today": today,
        "at": at,
        **changed,
    }


def _changed(request: HttpRequest, *, at: datetime) -> dict[str, Any]:
    """How many items were changed; or what was wrong, and what was ticked and typed."""
    try:
        ids = _ticked(request.POST)
        return {"changed": change_all(ids, _wanted(request.POST), by=request.user, at=at)}
    except BadInput as error:
        ticked = request.POST.getlist("item")
        return {"wrong": said(error, WORK_LABELS), "given": request.POST, "ticked": ticked}


def _ticked(given: QueryDict) -> list[int]:
    ticked = given.getlist("item")
    if not ticked or not all(map(is_id, ticked)):
        raise BadInput("items", "Tick the work to change first.")
    return [id_of(text) for text in ticked]


def _wanted(given: QueryDict) -> dict[str, Any]:
    """What the form asks to be changed, as `change_all` takes it."""
    wanted: dict[str, Any] = {
        name: given[name] for name in ("assignee", "due_on", "comment") if given.get(name)
    }
    if wanted.get("assignee") == NOBODY:
        wanted["assignee"] = ""
    if given.get("closed") in {"true", "false"}:
        wanted["closed"] = given["closed"] == "true"
    return wanted
