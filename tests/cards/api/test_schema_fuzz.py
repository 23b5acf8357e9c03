"""The schema, fuzzed: whatever is asked, the answer is one the schema names."""

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings

from nervecentre.wsgi import application
from tests.factories import ListingFactory, UserFactory
from tests.thorough import examples, first_always

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
OPERATIONS = [
    "GET /api/v1/alerts/",
    "GET /api/v1/alerts/{alert_id}/",
    "POST /api/v1/alerts/{alert_id}/acknowledge/",
    "POST /api/v1/alerts/{alert_id}/notes/",
    "GET /api/v1/cards/",
    "GET /api/v1/cards/{key}/",
    "GET /api/v1/cards/{key}/rollup/",
    "POST /api/v1/ask/",
    "POST /api/v1/query/",
    "GET /api/v1/stores/",
    "GET /api/v1/stores/{slug}/cards/{key}/",
    "GET /api/v1/stores/{slug}/cards/{key}/history/",
    "GET /api/v1/stores/{slug}/annotations/",
    "POST /api/v1/stores/{slug}/annotations/",
    "GET /api/v1/stores/{slug}/flow/",
    "GET /api/v1/stores/{slug}/listings/",
    "GET /api/v1/stores/{slug}/listings/{product_id}/",
    "GET /api/v1/stores/{slug}/reconciliations/",
    "POST /api/v1/stores/{slug}/reconciliations/",
    "GET /api/v1/stores/{slug}/reconciliations/{record_id}/",
    "GET /api/v1/stores/{slug}/products/",
    "GET /api/v1/stores/{slug}/reviews/",
    "GET /api/v1/stores/{slug}/views/",
    "POST /api/v1/stores/{slug}/views/",
    "DELETE /api/v1/stores/{slug}/views/{view_id}/",
    "GET /api/v1/alerts/rules/",
    "POST /api/v1/alerts/rules/",
    "DELETE /api/v1/alerts/rules/{rule_id}/",
    "GET /api/v1/work/",
    "PATCH /api/v1/work/",
    "GET /api/v1/stores/{slug}/work/",
    "POST /api/v1/stores/{slug}/work/",
    "GET /api/v1/stores/{slug}/work/{item_id}/",
    "PATCH /api/v1/stores/{slug}/work/{item_id}/",
    "GET /api/v1/stores/{slug}/work/groups/",
    "GET /api/v1/stores/{slug}/tracings/",
    "POST /api/v1/stores/{slug}/tracings/",
    "GET /api/v1/stores/{slug}/tracings/{tracing_id}/",
    "GET /api/v1/stores/{slug}/today/",
    "POST /api/v1/stores/{slug}/syncs/",
    "GET /api/v1/stores/{slug}/syncs/{run_id}/",
    "GET /api/v1/stores/{slug}/bridge/",
    "GET /api/v1/stores/{slug}/bridge/findings/",
    "GET /api/v1/stores/{slug}/bridge/items/",
    "GET /api/v1/stores/{slug}/bridge/listings/",
    "GET /api/v1/stores/{slug}/bridge/skus/",
    "GET /api/v1/stores/{slug}/aliases/",
    "POST /api/v1/stores/{slug}/aliases/",
    "PATCH /api/v1/stores/{slug}/aliases/{alias_id}/",
    "GET /api/v1/stores/{slug}/source/",
    "POST /api/v1/stores/{slug}/source/reads/",
]


@pytest.fixture
def one_connection():
    """A request through WSGI closes the connection that the test's transaction lives on."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def client(snapshot, with_key):
    ListingFactory(store=snapshot.store)
    return with_key(UserFactory(is_superuser=True))


@pytest.fixture
def fuzzer():
    """Imported by these tests alone: it takes as long as Django to be there."""
    import schemathesis

    schemathesis.checks.load_all_checks()
    return schemathesis


@pytest.fixture
def checks(fuzzer):
    return [fuzzer.checks.CHECKS.get_one(name) for name in CHECKS]


@pytest.fixture
def operations(client, fuzzer):
    from schemathesis.core.result import Ok

    loaded = fuzzer.openapi.from_dict(client.get("/api/v1/schema/?format=json").json())
    loaded.app = application
    valid = [one.ok() for one in loaded.get_all_operations() if isinstance(one, Ok)]
    return {operation.label: operation for operation in valid}


def test_every_operation_of_the_schema_is_fuzzed(operations):
    documented = {label for label in operations if "/schema/" not in label}

    assert documented == set(OPERATIONS)


@pytest.mark.parametrize("label", first_always(OPERATIONS, always=2))
def test_no_fuzzed_call_breaks_what_the_schema_says(
    label, operations, checks, client, one_connection
):
    headers = {"Authorization": client.defaults["HTTP_AUTHORIZATION"]}
    operation = operations[label]
    in_place = {"slug": "harbour-home", "key": "aex_total_listings"}

    @settings(
        max_examples=examples(40),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def call(case):
        for there in (False, True):
            if there:  # the same call once more, on what exists
                known = {name: in_place[name] for name in case.path_parameters if name in in_place}
                case.path_parameters = {**case.path_parameters, **known}
            case.validate_response(case.call(headers=headers), checks=checks)

    call()
