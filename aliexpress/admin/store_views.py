"""The admin's own views of a store: connect it, check the connection, ask for a refresh."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from aliexpress.admin.connect_form import SECRETS, ConnectForm
from aliexpress.connection import CannotConnect, check_connection, connect, prepare
from aliexpress.models import Membership, Store
from aliexpress.refresh import request_refresh
from aliexpress.roles import works_in_admin


def operations_store(request: HttpRequest, pk: int) -> Store:
    """The store, for a member of operations; 403 without the role, 404 where it is hidden."""
    if not works_in_admin(request.user):
        raise PermissionDenied
    return get_object_or_404(Store.objects.visible_to(request.user), pk=pk)


@sensitive_post_parameters(*SECRETS)
def connect_view(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The form for a new store (no `pk`) or for the credentials of one there is."""
    if not works_in_admin(request.user):
        raise PermissionDenied
    store = operations_store(request, pk) if pk is not None else None
    later = store is None and "authorise" in request.POST
    form = ConnectForm(request.POST or None, store=store, token_later=later, by=_user(request))
    if request.method == "POST" and form.is_valid():
        try:
            saved = _prepare(request, form) if later else _connect(request, form, store=store)
        except CannotConnect as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(store_page(saved))
    context = {
        **admin.site.each_context(request),
        "title": f"Connect {store.name}" if store else "Connect a store",
        "opts": Store._meta,
        "store": store,
        "form": form,
    }
    return TemplateResponse(request, "admin/aliexpress/store/connect.html", context)


def _connect(request: HttpRequest, form: ConnectForm, *, store: Store | None) -> Store:
    slug = store.slug if store else free_slug(form)
    connected = connect(slug, at=timezone.now(), clock=timezone.now, **form.given())
    told = let_see(connected.store, request, form) if connected.created else ""
    level = messages.SUCCESS if connected.reached else messages.WARNING
    messages.add_message(request, level, f"{connected.sentence} {told}".rstrip())
    return connected.store


def _prepare(request: HttpRequest, form: ConnectForm) -> Store:
    """A store without a token, which its seller is going to authorise."""
    given = form.given()
    store = prepare(
        free_slug(form),
        name=given["name"] or "",
        app_key=given["app_key"] or "",
        app_secret=given["app_secret"] or "",
        gateway_url=given["gateway_url"] or "",
    )
    told = let_see(store, request, form)
    words = f"{store.name} is saved. Now use Authorise at AliExpress, with its main account."
    messages.warning(request, f"{words} {told}".rstrip())
    return store


def let_see(store: Store, request: HttpRequest, form: ConnectForm) -> str:
    """Whoever connects a store sees it, and so does whom they chose; the sentence names those."""
    chosen = list(form.cleaned_data["members"])
    for user in (_user(request), *chosen):
        Membership.objects.get_or_create(store=store, user=user)
    names = ", ".join(user.get_username() for user in chosen)
    return f"It may be seen, and is told of, by {names}." if names else ""


def free_slug(form: ConnectForm) -> str:
    """A taken slug may be that of a store the reader may not see: it is not theirs to change."""
    slug: str = form.cleaned_data["slug"]
    if Store.objects.filter(slug=slug).exists():
        raise CannotConnect("This slug is taken: choose another one.")
    return slug


@require_POST
def check_view(request: HttpRequest, pk: int) -> HttpResponse:
    store = operations_store(request, pk)
    checked = check_connection(store, clock=timezone.now)
    level = messages.SUCCESS if checked.works else messages.ERROR
    messages.add_message(request, level, checked.sentence)
    return HttpResponseRedirect(store_page(store))


@require_POST
def sync_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a refresh (`full` in the form: of every list) and show its run."""
    store = operations_store(request, pk)
    run = request_refresh(store, at=timezone.now(), by=_user(request), full="full" in request.POST)
    return HttpResponseRedirect(reverse("admin:aliexpress_syncrun_change", args=[run.pk]))


def store_page(store: Store) -> str:
    return reverse("admin:aliexpress_store_change", args=[store.pk])


def _user(request: HttpRequest) -> Any:
    """Whoever is signed in: `is_operations` was asked before."""
    return request.user
