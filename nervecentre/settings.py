"""Settings of the whole application: zero configuration to start, every value checked."""

import logging
from typing import Any

from cards.api import framework_settings
from nervecentre import environment, logs
from nervecentre.database.connection import opened
from nervecentre.environment import ROOT
from nervecentre.generic_classes import allow_generic_classes

allow_generic_classes()

DEBUG = environment.boolean("DEBUG", default=True)
SECRET_KEY = environment.secret_key("SECRET_KEY", debug=DEBUG)
CREDENTIAL_KEYS = environment.credential_keys("CREDENTIAL_KEYS", debug=DEBUG)
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# Plain http is for a developer's own machine and the demo; anywhere else cookies want https.
PLAIN_HTTP = environment.boolean("PLAIN_HTTP", default=DEBUG)
# Where a proxy ends https, its origins: https://centre.example.com
CSRF_TRUSTED_ORIGINS = environment.origins("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "nervecentre.apps.NerveCentreAdmin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "django_structlog",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "aliexpress",
    "cards",
    "nervecentre.audit.apps.AuditConfig",
    # No models of its own: the commands, templates and system checks of the whole.
    "nervecentre.apps.NerveCentreConfig",
]

MIDDLEWARE = [
    "nervecentre.metrics.latency.latency",
    "nervecentre.visitors.visitor_address",
    "nervecentre.audit.actor.remember_request",
    "django.middleware.security.SecurityMiddleware",
    "nervecentre.middleware.content_security_policy",
    "nervecentre.middleware.private_by_default",
    "nervecentre.static_files.kept_for_good",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "nervecentre.request_log.request_log",
    # Whoever carries a key of the API leaves here.
    "nervecentre.api_lane.api_lane",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cards.pages.zone_cookie.zone_cookie",
    "django.contrib.messages.middleware.MessageMiddleware",
    "nervecentre.error_pages.page_for_bare_answers",
    "nervecentre.body_limit.body_limit",
    "nervecentre.middleware.sign_in_on_a_whole_page",
    "axes.middleware.AxesMiddleware",
    "cards.pages.wrong_input.bad_input",
]

ROOT_URLCONF = "nervecentre.urls"
WSGI_APPLICATION = "nervecentre.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "nervecentre" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------------

# PostgreSQL plans once for each connection what is asked again and again: planned every time, a
# reading over the API takes half as long again. Off by default, because a pooler in between that
# gives each transaction another connection may not keep what was prepared.
DATABASE_PREPARES = environment.boolean("DATABASE_PREPARES", default=False)
DATABASES: dict[str, dict[str, Any]] = {
    "default": opened(environment.database("DATABASE_URL"), prepares=DATABASE_PREPARES)
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Where NULL is one value in a unique constraint, SQLite has none: there one writer at a time
    # looks before it writes.
    SILENCED_SYSTEM_CHECKS = ["models.W047"]
    # Threads and processes of a test share it, so it is a file.
    DATABASES["default"]["TEST"] = {
        "NAME": environment.path("TEST_DATABASE_NAME", default="test.sqlite3")
    }

# A dump asks every model for its rows, also where the table is there only while a run reads.
DATABASE_ROUTERS = ["aliexpress.database_router.TemporaryTables"]

# --- Ask ------------------------------------------------------------------------------------

# Whether the questions people ask are kept for 90 days, for operations to learn words from.
ASK_LOG = environment.boolean("ASK_LOG", default=True)
# A language model that may say what a question meant where the grammar has no reading: an address
# that takes /v1/chat/completions. Empty: nobody is asked, and nothing leaves.
ASK_TRANSLATOR_URL = environment.address("ASK_TRANSLATOR_URL", default="")
ASK_TRANSLATOR_KEY = environment.read("ASK_TRANSLATOR_KEY")
ASK_TRANSLATOR_MODEL = environment.read("ASK_TRANSLATOR_MODEL")

# --- People ---------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Seconds a link is good by which somebody sets their own password.
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "board"
LOGOUT_REDIRECT_URL = "login"
# Sign-in at an OpenID provider, beside passwords, where one is named.
OIDC_ISSUER = environment.issuer("OIDC_ISSUER")
environment.needs("OIDC_ISSUER", extra="oidc", module="mozilla_django_oidc")
OIDC_NAME = environment.read("OIDC_NAME") or "your provider"
OIDC_RP_CLIENT_ID = environment.read("OIDC_CLIENT_ID")
OIDC_RP_CLIENT_SECRET = environment.read("OIDC_CLIENT_SECRET")
OIDC_RP_SCOPES = environment.read("OIDC_SCOPES") or "openid email profile"
OIDC_RP_SIGN_ALGO = environment.read("OIDC_SIGN_ALGORITHM") or "RS256"
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 10  # seconds
OIDC_RENEW_ID_TOKEN_EXPIRY_SECONDS = environment.whole_number(
    "OIDC_RENEW_SECONDS", default=900, at_most=86_400
)
# The claims that name somebody's roles and the slugs of their stores; "-": both are given here.
OIDC_ROLES_CLAIM = (environment.read("OIDC_ROLES_CLAIM") or "roles").removeprefix("-")
OIDC_STORES_CLAIM = (environment.read("OIDC_STORES_CLAIM") or "stores").removeprefix("-")
if OIDC_ISSUER:
    AUTHENTICATION_BACKENDS += ["nervecentre.oidc.backend.ProviderBackend"]
    MIDDLEWARE.insert(
        MIDDLEWARE.index("django.contrib.auth.middleware.AuthenticationMiddleware") + 1,
        "nervecentre.oidc.sessions.ProviderSession",
    )
# Ten wrong passwords for one name from one address close the door for a quarter of an hour.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "nervecentre.visitors.counted_address"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "nervecentre.error_pages.locked_out"
# How people reach operations, in words: shown to whom cannot sign in.
OPERATIONS_CONTACT = ", ".join(environment.words("OPERATIONS_CONTACT", default=[]))
CSRF_FAILURE_VIEW = "nervecentre.error_pages.form_refused"

# --- Transport security ---------------------------------------------------------------------

SECURE_SSL_REDIRECT = not PLAIN_HTTP
# Asked from inside, by whatever keeps the processes running.
SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^metrics$"]
SESSION_COOKIE_SECURE = not PLAIN_HTTP
CSRF_COOKIE_SECURE = not PLAIN_HTTP
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not PLAIN_HTTP
SECURE_HSTS_PRELOAD = not PLAIN_HTTP
# Whose X-Forwarded-For and X-Forwarded-Proto are believed. Where none is named, the address of a
# visitor is that of the connection, and the protocol is believed of the proxy there has to be.
TRUSTED_PROXIES = environment.networks("TRUSTED_PROXIES")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# --- Language, time, files ------------------------------------------------------------------

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = "nervecentre.formats"
USE_THOUSAND_SEPARATOR = False
STATIC_URL = "static/"
# Where collectstatic puts them, for a proxy that serves files itself.
STATIC_ROOT = environment.folder("STATIC_ROOT", default="static")
# We serve them where the packages keep them, collected or not.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "nervecentre.static_files.VersionedFiles"},
}

# --- Celery ---------------------------------------------------------------------------------

# `memory://` lives in one process (the demo runs web, worker and beat as threads of one).
# Rows, not the broker, hold what is to be done, so a lost queue loses nothing.
CELERY_BROKER_URL = environment.broker("CELERY_BROKER_URL")
CELERY_TASK_IGNORE_RESULT = True
# A message is acknowledged when it is taken, not when its work is done: who takes over from a
# worker that died is settled by rows, and a worker that owes a broker an acknowledgement when
# that broker goes away does not come back by itself.
CELERY_TASK_ACKS_LATE = False
# However long the broker is away, everybody waits for it.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_BROKER_TRANSPORT_OPTIONS = environment.knocks(CELERY_BROKER_URL)

# --- AliExpress -----------------------------------------------------------------------------

ALIEXPRESS_GATEWAY_URL = environment.address(
    "ALIEXPRESS_GATEWAY_URL", default="https://api-sg.aliexpress.com"
)
# A store may have a gateway of its own, which its operations set: by itself no machine that only
# we can reach. On a developer's machine that is where a sandbox runs.
ALIEXPRESS_GATEWAY_ALLOW_PRIVATE = environment.boolean(
    "ALIEXPRESS_GATEWAY_ALLOW_PRIVATE", default=DEBUG
)
# Used for stores that carry neither a key nor a gateway of their own.
ALIEXPRESS_APP_KEY = environment.words("ALIEXPRESS_APP_KEY", default=[""])[0]
ALIEXPRESS_APP_SECRET = environment.words("ALIEXPRESS_APP_SECRET", default=[""])[0]
# Requests under way at once to one gateway for one app key, in one process.
ALIEXPRESS_CONNECTIONS = environment.whole_number(
    "ALIEXPRESS_CONNECTIONS", default=8, at_most=1_000
)

# Where products come from: only ever over https, but to this very machine.
BIGCOMMERCE_API_URL = environment.address(
    "BIGCOMMERCE_API_URL", default="https://api.bigcommerce.com"
)

# --- Alerts ---------------------------------------------------------------------------------

# Without EMAIL_URL what would be sent is written to the console.
EMAIL: dict[str, Any] = environment.email("EMAIL_URL")
vars().update(EMAIL)
# Whoever invites somebody waits for the mail server.
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = environment.sender("EMAIL_FROM", default="nerve-centre@localhost")
# How people reach this installation, for links in what is sent.
PUBLIC_URL = environment.address("PUBLIC_URL", default="")
# A webhook may otherwise be used to reach machines only we can reach.
ALERT_WEBHOOK_ALLOW_PRIVATE = environment.boolean("ALERT_WEBHOOK_ALLOW_PRIVATE", default=False)

# --- Cache ----------------------------------------------------------------------------------

# What readers have used of the API's budget. "own" counts on where the shared one is away.
CACHES = {"default": environment.cache("CACHE_URL"), "own": environment.IN_OWN_MEMORY}

# --- Errors ---------------------------------------------------------------------------------

# Whom errors are told to besides the log; "": nobody.
ERROR_TRACKER_DSN = environment.read("ERROR_TRACKER_DSN")
environment.needs("ERROR_TRACKER_DSN", extra="errors", module="sentry_sdk")

# --- API ------------------------------------------------------------------------------------

REST_FRAMEWORK = framework_settings.REST_FRAMEWORK
SPECTACULAR_SETTINGS = framework_settings.SPECTACULAR_SETTINGS

# --- Watching ---------------------------------------------------------------------------------

# What whoever reads /metrics has to carry. Empty: there is no such page.
METRICS_TOKEN = environment.read("METRICS_TOKEN")

# --- Logs -----------------------------------------------------------------------------------

logs.configure()
LOGGING: dict[str, Any] = logs.config(
    readable=DEBUG,
    file=environment.file_to_write("LOG_FILE"),
    # DEBUG: a line for each call to AliExpress as well.
    level=environment.choice("LOG_LEVEL", among=("INFO", "DEBUG")),
)
DJANGO_STRUCTLOG_CELERY_TASK_START_LOG_LEVEL = logging.DEBUG
