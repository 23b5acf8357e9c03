"""People, for operations: who sees which store, invitations, links, and who may sign in."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aliexpress.models import Store
from aliexpress.typed.bad_input import BadInput
from cards.listings.page import number_from
from cards.members import administration
from cards.members.grants import check_may_invite, may_manage, roles_to_give, stores_to_give
from cards.members.password_link import LASTS, mail_link, new_link
from cards.members.roster import Person, person_seen, roster
from cards.models import WorkItem
from cards.pages.wrong_input import PEOPLE_LABELS, said


@never_cache
@login_required
@require_safe
def show_people(request: HttpRequest) -> HttpResponse:
    check_may_invite(request.user)
    search = request.GET.get("q", "")
    context: dict[str, Any] = {"search": search}
    try:
        number = number_from(request.GET.get("page", ""))
        page = roster(request.user, search=search, number=number, at=timezone.now())
        context |= {"page": page, "people": page.rows}
    except BadInput as error:
        context["wrong"] = said(error, PEOPLE_LABELS)
    return render(request, "cards/people.html", context, status=400 if "wrong" in context else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite_person(request: HttpRequest) -> HttpResponse:
    check_may_invite(request.user)
    if request.method != "POST":
        return render(request, "cards/invite.html", rights(request))
    try:
        if "existing" in request.POST:
            user = administration.give_stores(
                request.POST.get("username", ""), _stores(request), by=request.user
            )
            return redirect("person", user.pk)
        user = administration.invite(
            request.POST.get("username", ""),
            email=request.POST.get("email", ""),
            roles=_roles(request),
            stores=_stores(request),
            by=request.user,
        )
    except BadInput as error:
        context = {**rights(request), "wrong": str(error), "typed": request.POST}
        return render(request, "cards/invite.html", context, status=400)
    return show_link(request, user)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """One of them; posted to, their roles and stores."""
    person = _person(request, user_id)
    if request.method == "POST":
        try:
            administration.change_rights(
                person.user, roles=_roles(request), stores=_stores(request), by=request.user
            )
        except BadInput as error:
            return _shown(request, person, wrong=str(error))
        return redirect("people")
    return _shown(request, person)


@login_required
@require_POST
def link_for_person(request: HttpRequest, user_id: int) -> HttpResponse:
    person = _person(request, user_id)
    try:
        return show_link(request, person.user)
    except BadInput as error:
        return _shown(request, person, wrong=str(error))


@login_required
@require_POST
def change_person(request: HttpRequest, user_id: int, change: str) -> HttpResponse:
    """Switch off, switch on or unlock."""
    person = _person(request, user_id)
    try:
        if change == "off":
            administration.switch_off(person.user, by=request.user, at=timezone.now())
        elif change == "on":
            administration.switch_on(person.user, by=request.user)
        else:
            administration.unlock(person.user, by=request.user)
    except BadInput as error:
        return _shown(request, person, wrong=str(error))
    return redirect("person", person.user.pk)


def _person(request: HttpRequest, user_id: int) -> Person:
    check_may_invite(request.user)
    return person_seen(request.user, user_id, at=timezone.now())


def _shown(request: HttpRequest, person: Person, *, wrong: str = "") -> HttpResponse:
    context = {
        **rights(request),
        "person": person,
        "chosen_roles": person.roles,
        "chosen_stores": {store.pk for store in person.stores},
        "is_self": person.user.pk == request.user.pk,
        "may_manage": may_manage(request.user, person.user),
        "in_hand": WorkItem.objects.visible_to(request.user).open().filter(assignee=person.user),
        "wrong": wrong,
    }
    return render(request, "cards/person.html", context, status=400 if wrong else 200)


def show_link(request: HttpRequest, user: Any) -> HttpResponse:
    """The one page that shows it. Raises BadInput."""
    path = new_link(user, by=request.user)
    address = f"{settings.PUBLIC_URL}{path}"
    if not settings.PUBLIC_URL:
        address = request.build_absolute_uri(path)
    context = {
        "person": user,
        "address": address,
        "days": LASTS.days,
        "mailed": mail_link(user, address, by=request.user),
    }
    response = render(request, "cards/invited.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def rights(request: HttpRequest) -> dict[str, Any]:
    """What the reader may give, and what they ticked."""
    return {
        "roles": roles_to_give(request.user),
        "stores": stores_to_give(request.user),
        "chosen_roles": _roles(request),
        "chosen_stores": {store.pk for store in _stores(request)},
    }


def _roles(request: HttpRequest) -> list[str]:
    return request.POST.getlist("roles")


def _stores(request: HttpRequest) -> list[Store]:
    """Those ticked that the reader sees: a hidden one is the same as none."""
    ticked = [slug for slug in request.POST.getlist("stores") if "\x00" not in slug]
    return list(stores_to_give(request.user).filter(slug__in=ticked))
