"""With DEBUG off, whatever goes wrong is answered by a page of ours that says what to do."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from nervecentre import urls

pytestmark = pytest.mark.django_db


def breaks(request, status):
    raise {400: BadRequest, 403: PermissionDenied}.get(status, RuntimeError)


def bare(request, status):
    return HttpResponse(status=status)


class Breaking:
    """The addresses of the application, and some that fail."""

    handler400 = urls.handler400
    handler403 = urls.handler403
    handler404 = urls.handler404
    handler500 = urls.handler500
    urlpatterns = (
        path("broken/<int:status>/", breaks),
        path("bare/<int:status>/", bare),
        *urls.urlpatterns,
    )


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/broken/400/", 400, "Not understood"),
        ("/broken/403/", 403, "Not allowed"),
        ("/nowhere/", 404, "Nothing here"),
        ("/broken/500/", 500, "A fault on our side"),
    ],
)
def test_each_error_is_a_page_of_ours(settings, address, status, heading):
    settings.DEBUG = False
    settings.ROOT_URLCONF = Breaking

    answer = Client(raise_request_exception=False).get(address)

    assert answer.status_code == status
    text = answer.content.decode()
    assert f"<h1>{heading}</h1>" in text
    assert "cards/centre.css" in text


def test_a_host_that_is_not_ours_is_told_on_a_page_of_ours(settings):
    settings.DEBUG = False

    answer = Client(headers={"host": "elsewhere.example"}).get("/")

    assert answer.status_code == 400
    assert "<h1>Not understood</h1>" in answer.content.decode()


@pytest.mark.parametrize("address", ["/accounts/login/", "/admin/", "/alerts/1/note/"])
def test_a_form_of_another_session_is_refused_on_a_page_that_says_what_to_do(address):
    browser = Client(enforce_csrf_checks=True, headers={"referer": "http://testserver/alerts/"})

    answer = browser.post(address, {"username": "ada", "password": "x", "text": "x"})

    text = " ".join(answer.content.decode().split())
    assert answer.status_code == 403
    assert "<h1>The form was not accepted</h1>" in text
    assert "Nothing was changed." in text
    assert '<a class="button" href="/alerts/">Load the page again</a>' in text


@pytest.mark.parametrize("referer", ["https://elsewhere.example/x", "javascript:alert(1)", ""])
def test_the_way_back_never_leads_elsewhere(referer):
    browser = Client(enforce_csrf_checks=True, headers={"referer": referer})

    text = browser.post("/accounts/login/", {}).content.decode()

    assert 'class="button" href="/"' in text


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", "/alerts/1/note/"),
        ("get", "/accounts/keys/end/"),
        ("delete", "/"),
        ("put", "/people/"),
        ("get", "/admin/logout/"),
        ("post", "/health/"),
    ],
)
def test_a_method_that_an_address_does_not_take_is_refused_on_a_page_of_ours(
    admin_client, method, address
):
    answer = getattr(admin_client, method)(address, headers={"referer": "http://testserver/ask/"})

    assert answer.status_code == 405
    assert answer.headers["Allow"]
    text = answer.content.decode()
    assert "<h1>Not like this</h1>" in text
    assert 'href="/ask/"' in text


@pytest.mark.parametrize("address", ["/api/v1/cards/", "/api/v1/nowhere/"])
def test_a_refusal_of_the_api_stays_json(admin_client, address):
    answer = admin_client.delete(address)

    assert answer.status_code in (404, 405)
    assert answer.json()["error"]["message"]


def test_a_bare_refusal_of_any_kind_gets_a_page(settings):
    settings.ROOT_URLCONF = Breaking

    answer = Client().get("/bare/410/")

    assert answer.status_code == 410
    assert "<h1>Not like this</h1>" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/", "/alerts/", "/people/", "/ask/", "/search/?q=x", "/accounts/"]
)
def test_whoever_asks_for_the_head_of_a_page_is_answered_as_for_the_page(admin_client, address):
    assert admin_client.head(address).status_code == admin_client.get(address).status_code == 200
