"""The reconciliation desk: enter what Seller Center shows, read why it differs."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aliexpress.lifecycle import State
from aliexpress.models import FactName, Store, SyncRun
from aliexpress.models.fact_name import Kind
from aliexpress.refresh import request_refresh
from aliexpress.typed.bad_input import BadInput
from cards.formats import moment_text
from cards.models import Reconciliation
from cards.pages.filter_words import MOST_NAMES
from cards.pages.spreadsheet import csv_response
from cards.pages.standing import progress_lines
from cards.pages.wrong_input import DESK_LABELS, said
from cards.reconciliation import (
    entry_from,
    reconcile,
    recount,
    store_to_reconcile,
    write_note,
)

RECORDS_SHOWN = 20
# Drafts are ticked by themselves: no list of all states has them.
TABS = [choice for choice in State.choices if choice[0] != State.DRAFT]
CSV_COLUMNS = (
    "id",
    "created_at",
    "by",
    "entered",
    "observed_at",
    "states",
    "category",
    "includes_drafts",
    "snapshot",
    "verdict",
    "as_of",
    "computed",
    "difference",
    "unexplained",
    "status",
    "explanation",
    "note",
    "counted_at",
    "reopened_at",
)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    store = store_to_reconcile(request.user, slug)
    wrong: BadInput | None = None
    if request.method == "POST":
        try:
            entry = entry_from(_typed(request), at=at)
            record = reconcile(store, entry, by=request.user, at=at)
            return redirect("reconciliation", slug=slug, record_id=record.pk)
        except BadInput as error:
            wrong = error
    context = {
        "store": store,
        "wrong": wrong and said(wrong, DESK_LABELS),
        "wrong_field": wrong and wrong.field,
        "typed": request.POST,
        "chosen": request.POST.getlist("states"),
        "moment": request.POST.get("observed_at") or f"{at:%Y-%m-%dT%H:%M}",
        "moment_utc": "" if request.POST.get("observed_at") else f"{at:%Y-%m-%dT%H:%MZ}",
        "states": TABS,
        "categories": categories_of(store),
        "records": _records(store).order_by("-id")[:RECORDS_SHOWN],
        "at": at,
    }
    return render(request, "cards/reconcile.html", context, status=400 if wrong else 200)


@never_cache
@login_required
@require_safe
def show_record(request: HttpRequest, slug: str, record_id: int) -> HttpResponse:
    return render(request, "cards/reconciliation.html", _context(request, slug, record_id))


@login_required
@require_POST
def recount_record(request: HttpRequest, slug: str, record_id: int) -> HttpResponse:
    """Refresh the store, and count again once a newer reading is there. The page asks again and
    again while the refresh runs; without script the button does."""
    at = timezone.now()
    context = _context(request, slug, record_id)
    if "refresh" in request.POST and not context["record"].is_settled:
        request_refresh(context["store"], at=at, by=request.user)
        context = _context(request, slug, record_id)
    elif context["run"] is None:
        recount(context["record"], at=at)
    if request.headers.get("HX-Request"):
        return render(request, "cards/_answer.html", {**context, "swapped": True})
    return redirect("reconciliation", slug=slug, record_id=record_id)


@login_required
@require_POST
def note_on_record(request: HttpRequest, slug: str, record_id: int) -> HttpResponse:
    context = _context(request, slug, record_id)
    try:
        write_note(context["record"], request.POST.get("note"))
    except BadInput as error:
        context |= {"wrong": said(error, DESK_LABELS), "typed": request.POST}
        return render(request, "cards/reconciliation.html", context, status=400)
    return redirect("reconciliation", slug=slug, record_id=record_id)


@never_cache
@login_required
@require_safe
def records_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    store = store_to_reconcile(request.user, slug)
    rows = _rows(store)
    name = ["reconciliations", store.slug]
    return csv_response([CSV_COLUMNS], rows, name=name, at=timezone.now())


def _typed(request: HttpRequest) -> dict[str, Any]:
    """A form's words in the shape of the API's body."""
    form = request.POST
    return {
        "entered": form.get("entered", ""),
        "observed_at": form.get("observed_at", ""),
        "states": form.getlist("states") or None,
        "category": form.get("category", ""),
        "includes_drafts": "includes_drafts" in form,
        "note": form.get("note", ""),
    }


def _records(store: Store) -> Any:
    return Reconciliation.objects.filter(store=store).select_related("by", "snapshot")


def _context(request: HttpRequest, slug: str, record_id: int) -> dict[str, Any]:
    """Raises Http404 where the store or the record is absent or hidden."""
    store = store_to_reconcile(request.user, slug)
    record = _records(store).filter(pk=record_id).first()
    if record is None:
        raise Http404("There is no such record.")
    record.store = store
    run = SyncRun.objects.filter(store=store).open().first()
    return {
        "store": store,
        "record": record,
        "run": run,
        "progress": progress_lines(list(run.status_reads.all())) if run else [],
        "since": moment_text(record.observed_at),
        "failure": failure_since(record),
        "states": TABS,
        "labels": [str(State(state).label) for state in record.states or []],
        "at": timezone.now(),
    }


def categories_of(store: Store) -> list[str]:
    """What the store's categories are called, by the alphabet, as far as a form can offer them."""
    named = FactName.objects.filter(store=store, kind=Kind.CATEGORY)
    return list(named.order_by("name").values_list("name", flat=True).distinct()[:MOST_NAMES])


def failure_since(record: Reconciliation) -> SyncRun | None:
    """The store's newest run, where it failed after the record was made."""
    newest = SyncRun.objects.finished().filter(
        store=record.store, finished_at__gte=record.created_at
    )
    run = newest.order_by("-finished_at", "-id").first()
    return run if run is not None and run.status == SyncRun.Status.FAILED else None


def _rows(store: Store) -> Iterator[list[Any]]:
    for record in _records(store).order_by("id").iterator(chunk_size=1000):
        yield [
            record.pk,
            moment_text(record.created_at),
            record.by.username if record.by else "",
            record.entered,
            moment_text(record.observed_at),
            " ".join(record.states or []),
            record.category,
            record.includes_drafts,
            record.snapshot_id,
            record.snapshot.verdict,
            moment_text(record.snapshot.as_of),
            record.computed,
            record.difference,
            record.unexplained,
            record.status,
            " ".join(one["sentence"] for one in record.explanations),
            record.note,
            moment_text(record.counted_at),
            moment_text(record.reopened_at),
        ]
