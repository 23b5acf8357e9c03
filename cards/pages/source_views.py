"""A file as a store's source: uploaded, looked at, published; and the source as a file again."""

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aliexpress.models import SourceRead, SourceUpload, Store
from aliexpress.source_door import (
    CHOSEN_COLUMNS,
    ENCODINGS,
    LARGEST_FILE,
    publish_upload,
    request_source_read,
    source_of,
    upload_file,
)
from aliexpress.typed.bad_input import BadInput
from cards.access import counted_store, decided_store
from cards.listings.source_file import SOURCE_COLUMNS, source_rows
from cards.pages.spreadsheet import csv_response
from cards.pages.wrong_input import BRIDGE_LABELS, said

TOO_LARGE: Final = f"file may have {LARGEST_FILE // 2**20} MB at most."


@login_required
@require_POST
def upload_source(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    store = decided_store(request.user, slug)
    context: dict[str, Any] = {"store": store, "at": at, "encodings": ENCODINGS}
    try:
        upload = _upload(request, store, at=at)
    except BadInput as error:
        context["wrong"] = said(error, BRIDGE_LABELS)
        return render(request, "cards/source_wrong.html", context, status=400)
    return redirect("source_upload", store.slug, upload.pk)


def _upload(request: HttpRequest, store: Store, *, at: Any) -> SourceUpload:
    """Raises BadInput."""
    file = request.FILES.get("file")
    if file is None:
        raise BadInput("file", "file is needed.")
    if file.size is not None and file.size > LARGEST_FILE:
        raise BadInput("file", TOO_LARGE)
    return upload_file(
        store,
        file.read(),
        file_name=file.name or "",
        at=at,
        by=request.user,
        encoding=request.POST.get("encoding", ""),
        columns={
            ours: name
            for ours in CHOSEN_COLUMNS
            if (name := request.POST.get(f"column_{ours}", "")[:200])
        },
    )


@never_cache
@login_required
@require_safe
def show_upload(request: HttpRequest, slug: str, upload_id: int) -> HttpResponse:
    """What the file holds, before it is published."""
    store = decided_store(request.user, slug)
    upload = upload_of(store, upload_id)
    context = {"store": store, "upload": upload, "told": upload.preview, "at": timezone.now()}
    return render(request, "cards/source_upload.html", context)


@login_required
@require_POST
def publish(request: HttpRequest, slug: str, upload_id: int) -> HttpResponse:
    at = timezone.now()
    store = decided_store(request.user, slug)
    upload = upload_of(store, upload_id)
    without = request.POST.get("without_refused") == "yes"
    try:
        read = publish_upload(upload, at=at, by=request.user, without_refused=without)
    except BadInput as error:
        context = {"store": store, "upload": upload, "told": upload.preview, "at": at}
        context["wrong"] = said(error, BRIDGE_LABELS)
        return render(request, "cards/source_upload.html", context, status=400)
    if read.status == SourceRead.Status.FAILED:
        context = {"store": store, "upload": upload, "told": upload.preview, "wrong": read.error}
        return render(request, "cards/source_upload.html", context | {"at": at}, status=400)
    return redirect("bridge", store.slug)


@login_required
@require_POST
def read_source(request: HttpRequest, slug: str) -> HttpResponse:
    store = decided_store(request.user, slug)
    if (source := source_of(store)) is None:
        raise Http404("This store has no source.")
    request_source_read(source, at=timezone.now(), by=request.user)
    return redirect("bridge", store.slug)


@never_cache
@login_required
@require_safe
def source_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The items as they are now, in columns that can be uploaded again."""
    store = counted_store(request.user, slug)
    if (source := source_of(store)) is None:
        raise Http404("This store has no source.")
    name = ["source", store.slug]
    return csv_response([SOURCE_COLUMNS], source_rows(source), name=name, at=timezone.now())


def upload_of(store: Store, upload_id: int) -> SourceUpload:
    found = SourceUpload.objects.defer("packed").filter(catalogue__store=store, pk=upload_id)
    upload = found.select_related("catalogue").first()
    if upload is None:
        raise Http404("There is no such upload, or it was let go of.")
    return upload
