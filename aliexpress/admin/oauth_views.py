"""Authorising a store at AliExpress: the way there, and the way back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from aliexpress.admin.store_views import operations_store, store_page
from aliexpress.connection import CannotConnect
from aliexpress.connection.oauth import arrive, depart, store_id_in

SESSION_KEY = "aliexpress_authorisation"


@require_safe
def authorise_view(request: HttpRequest, pk: int) -> HttpResponse:
    """To AliExpress. A link and not a form: our content security policy lets forms go to
    ourselves only, and nothing changes before AliExpress answers."""
    store = operations_store(request, pk)
    try:
        departure = depart(store, redirect_uri=callback_address(request), at=timezone.now())
    except CannotConnect as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(store_page(store))
    request.session[SESSION_KEY] = departure.nonce
    return HttpResponseRedirect(departure.url)


@require_safe
@sensitive_variables("nonce")
def callback_view(request: HttpRequest) -> HttpResponse:
    """From AliExpress, with a code; the state says for which store, and that we asked."""
    # Taken out at once: a state works once.
    nonce = request.session.pop(SESSION_KEY, "")
    at = timezone.now()
    try:
        pk = store_id_in(request.GET.get("state", ""), nonce=nonce, at=at)
    except CannotConnect as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("admin:aliexpress_store_changelist"))
    store = operations_store(request, pk)
    code = request.GET.get("code", "")
    if not code:
        messages.error(request, "The authorisation was refused at AliExpress. Nothing was changed.")
        return HttpResponseRedirect(store_page(store))
    try:
        checked = arrive(store, code=code, at=at, clock=timezone.now)
    except CannotConnect as error:
        messages.error(request, str(error))
    else:
        level = messages.SUCCESS if checked.works else messages.WARNING
        sentence = f"{store.name} is authorised at AliExpress. {checked.sentence}"
        messages.add_message(request, level, sentence)
    return HttpResponseRedirect(store_page(store))


def callback_address(request: HttpRequest) -> str:
    """The redirect address to enter in AliExpress's app console."""
    return request.build_absolute_uri(reverse("admin:aliexpress_store_authorised"))
