"""People sign in at a real OpenID provider: roles and stores by its claims, ended at its word."""

import sys
from urllib.parse import urlsplit

import pytest
import requests

from tests.end_to_end.centre import Process, free_port
from tests.processes import environment, manage
from tests.waiting import waited_for

pytestmark = pytest.mark.servers

CLIENT = "nerve-centre"
STORES = (
    "from aliexpress.models import Store\n"
    "[Store.objects.create(name=slug.title(), slug=slug) for slug in ('home', 'garden')]\n"
)
EMPTY = "from django.contrib.auth import get_user_model as users\nusers().objects.all().delete()\n"
SEES = (
    "from django.contrib.auth import get_user_model as users\n"
    "user = users().objects.get(username='ada')\n"
    "print(user.is_staff, user.is_superuser, *sorted(g.name for g in user.groups.all()),\n"
    "      *sorted(s.slug for s in user.stores.all()))\n"
)


class Installation:
    """A provider and a web server, each a process, and a database of their own."""

    def __init__(self, directory, **changed):
        self.provider_port, self.port = free_port(), free_port()
        self.issuer = f"http://127.0.0.1:{self.provider_port}"
        self.directory = directory
        self.env = environment(
            directory,
            OIDC_ISSUER=self.issuer,
            OIDC_CLIENT_ID=CLIENT,
            OIDC_CLIENT_SECRET="a-secret-of-the-client",
            OIDC_NAME="Example SSO",
            **changed,
        )
        self.provider = self.start_provider()
        for arguments in [("migrate", "-v0"), ("shell", "-v0", "-c", STORES)]:
            done = manage(*arguments, env=self.env)
            assert done.returncode == 0, done.stderr
        gunicorn = (sys.executable, "-m", "gunicorn", "-c", "python:nervecentre.gunicorn")
        self.web = Process(
            *(*gunicorn, "--bind", f"127.0.0.1:{self.port}", "nervecentre.wsgi"),
            env=self.env | {"WEB_CONCURRENCY": "1"},
            log=directory / "web.log",
        )
        waited_for(lambda: self.answers(f"{self.url}/health/"))

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start_provider(self):
        started = Process(
            *(sys.executable, "-m", "tests.end_to_end.provider", str(self.provider_port)),
            env=self.env,
            log=self.directory / "provider.log",
        )
        waited_for(lambda: self.answers(f"{self.issuer}/.well-known/openid-configuration"))
        return started

    @staticmethod
    def answers(address):
        try:
            return requests.get(address, timeout=5).status_code == 200
        except requests.RequestException:
            return False

    def claims(self, subject, **claims):
        answer = requests.put(f"{self.issuer}/users/{subject}", json=claims, timeout=30)
        assert answer.status_code == 204

    def sees(self):
        done = manage("shell", "-v0", "-c", SEES, env=self.env)
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    def stop(self):
        self.web.kill()
        self.provider.kill()


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    installation = Installation(tmp_path_factory.mktemp("installation"))
    yield installation
    installation.stop()


@pytest.fixture
def centre(installation):
    """With nobody in it, and a provider that is there."""
    assert manage("shell", "-v0", "-c", EMPTY, env=installation.env).returncode == 0
    if not installation.provider.is_alive:
        installation.provider = installation.start_provider()
    return installation


class Browser(requests.Session):
    def __init__(self, centre):
        super().__init__()
        self.centre = centre

    def at(self, path="/", **options):
        return self.get(f"{self.centre.url}{path}", timeout=60, **options)

    def sign_in(self, subject, *, following="/"):
        """By way of the provider's own form."""
        form = self.at("/oidc/authenticate/", params={"next": following})
        assert form.url.startswith(self.centre.issuer)
        return self.post(form.url, data={"sub": subject}, timeout=60)

    @property
    def is_signed_in(self):
        return urlsplit(self.at("/").url).path == "/"


def test_whoever_comes_from_the_provider_sees_what_its_claims_say_each_time_anew(centre):
    centre.claims(
        "s-1", preferred_username="ada", email="ada@example.com", roles=["owner"], stores=["home"]
    )
    browser = Browser(centre)
    assert "Sign in with Example SSO" in browser.at("/accounts/login/").text

    board = browser.sign_in("s-1")

    assert (board.status_code, urlsplit(board.url).path) == (200, "/")
    assert "Home" in board.text
    assert "Garden" not in board.text
    assert centre.sees() == ["False", "False", "owner", "home"]
    assert browser.at("/admin/").status_code == 404

    centre.claims(
        "s-1",
        preferred_username="ada",
        roles=["operations", "is_superuser", "unheard-of"],
        stores=["garden", "../home"],
    )
    admin = browser.sign_in("s-1", following="/admin/")

    assert (admin.status_code, urlsplit(admin.url).path) == (200, "/admin/")
    assert centre.sees() == ["True", "False", "operations", "garden"]

    centre.claims("s-1", preferred_username="ada")
    browser.sign_in("s-1")

    assert centre.sees() == ["False", "False"]


def test_a_session_ends_when_the_provider_says_so_and_only_that_persons(centre):
    people = {}
    for subject in ("s-1", "s-2"):
        centre.claims(subject, preferred_username=f"name-of-{subject}", roles=["owner"])
        people[subject] = Browser(centre)
        people[subject].sign_in(subject)
    said = {"sub": "s-1", "client_id": CLIENT, "to": f"{centre.url}/oidc/signed-out/"}

    def sent(**changed):
        answer = requests.post(f"{centre.issuer}/signed-out", json=said | changed, timeout=60)
        return answer.json()["status"]

    assert sent(client_id="somebody-else") == 400
    assert sent(event="http://example.com/another-event") == 400
    forged = requests.post(said["to"], data={"logout_token": "a.b.c"}, timeout=60)
    assert forged.status_code == 400
    assert [one.is_signed_in for one in people.values()] == [True, True]

    assert sent() == 200

    assert [one.is_signed_in for one in people.values()] == [False, True]
    people["s-1"].sign_in("s-1")
    assert people["s-1"].is_signed_in


def test_the_provider_is_asked_again_and_whoever_it_refuses_is_signed_out(tmp_path):
    centre = Installation(tmp_path, OIDC_RENEW_SECONDS="1")
    try:
        centre.claims("s-1", preferred_username="ada", roles=["owner"])
        browser = Browser(centre)
        browser.sign_in("s-1")

        part = waited_for(
            lambda: browser.at(
                "/alerts/", headers={"HX-Request": "true"}, allow_redirects=False
            ).headers.get("HX-Refresh")
        )
        page = browser.at("/alerts/", allow_redirects=False)
        assert part == "true"
        assert page.headers["Location"].startswith(centre.issuer)
        assert "prompt=none" in page.headers["Location"]

        # The provider would have to show a form, so it refuses.
        assert not browser.is_signed_in
    finally:
        centre.stop()


def test_a_name_that_is_somebody_elses_here_does_not_become_theirs(centre):
    made = manage(
        "createsuperuser",
        "--noinput",
        env=centre.env
        | {
            "DJANGO_SUPERUSER_USERNAME": "Root",
            "DJANGO_SUPERUSER_EMAIL": "root@example.com",
            "DJANGO_SUPERUSER_PASSWORD": "a-good-password-of-root",
        },
    )
    assert made.returncode == 0, made.stderr
    centre.claims("s-9", preferred_username="root", email="root@example.com", roles=["owner"])
    browser = Browser(centre)

    answer = browser.sign_in("s-9")

    assert urlsplit(answer.url).path == "/accounts/login/"
    assert "has your name already" in answer.text
    assert not browser.is_signed_in


def test_what_was_not_asked_for_is_not_believed(centre):
    browser = Browser(centre)

    answer = browser.at("/oidc/callback/", params={"code": "stolen", "state": "invented"})

    assert urlsplit(answer.url).path == "/accounts/login/"
    assert "did not let you in" in answer.text


def test_while_the_provider_is_away_passwords_still_open_and_sessions_go_on(centre):
    centre.claims("s-1", preferred_username="ada", roles=["owner"])
    browser = Browser(centre)
    browser.sign_in("s-1")
    centre.provider.kill()

    assert browser.is_signed_in
    assert browser.at("/accounts/login/").status_code == 200
