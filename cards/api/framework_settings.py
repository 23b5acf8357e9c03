"""How Django REST framework and the documentation of the API are set."""

from typing import Any, Final

REST_FRAMEWORK: Final[dict[str, Any]] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "cards.api.authentication.ApiKeyAuthentication",
        "cards.api.authentication.BrowserSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["cards.api.request_bodies.JSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["cards.api.throttling.PerKeyThrottle"],
    "DEFAULT_THROTTLE_RATES": {"reader": "1200/min", "refresh": "30/min"},
    # Whoever asks for an address anywhere is given REMOTE_ADDR: see visitors.py.
    "NUM_PROXIES": 0,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "cards.api.errors.one_error_shape",
    "DEFAULT_PAGINATION_CLASS": None,
    # The schema's `version` may be nothing else: the library puts it into a header as it came.
    "ALLOWED_VERSIONS": ["1"],
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS: Final[dict[str, Any]] = {
    "TITLE": "Nerve Centre for AliExpress",
    "VERSION": "1",
    "DESCRIPTION": "Readings of cards, with the proof each number stands on.",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "StateEnum": "aliexpress.lifecycle.State",
        "GroupKindEnum": "cards.models.work.GroupKind",
        "VerdictEnum": ["complete", "disputed", "none"],
        "PublishedVerdictEnum": ["complete", "disputed"],
        "AliasKindEnum": ["same", "bundle", "not_ours", "not_meant"],
    },
}
