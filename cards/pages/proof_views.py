"""Files by which an owner shows a stranger what was live: the proof, and what checks it."""

import json

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from aliexpress.models import ListingSnapshot
from aliexpress.proof.proof_file import VERIFIER, proof_of
from cards.access import counted_store


@login_required
@require_safe
def proof_file(request: HttpRequest, slug: str, snapshot_id: int) -> HttpResponse:
    """As `manage.py prove` writes it. Raises Http404, and BadInput where it bears no seal."""
    store = counted_store(request.user, slug)
    found = ListingSnapshot.objects.filter(store=store, pk=snapshot_id).select_related("store")
    snapshot = found.first()
    if snapshot is None:
        raise Http404("There is no such reading of this store.")
    day = snapshot.as_of.strftime("%Y-%m-%d-%H%M%S")
    return as_file(
        json.dumps(proof_of(snapshot)), f"proof-{store.slug}-{day}.json", "application/json"
    )


@login_required
@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    return as_file(VERIFIER.read_text(encoding="utf-8"), "verifier.py", "text/x-python")


def as_file(text: str, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=f"{kind}; charset=utf-8", headers=headers)
