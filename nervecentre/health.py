"""Whether this process can serve: the database answers and every migration is applied."""

from typing import Any

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cards.verification.verify import last_of_all


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 and `{"status": "ok"}`, or 503 with a sentence that says what is missing. Once every
    store was verified, also `"verified": {"at", "holds"}`: what does not hold is in the admin."""
    problem = problem_found()
    if problem:
        return JsonResponse({"status": "unavailable", "message": problem}, status=503)
    answer: dict[str, Any] = {"status": "ok"}
    if (last := last_of_all()) is not None:
        answer["verified"] = {"at": last.ended_at.isoformat(), "holds": last.holds}
    return JsonResponse(answer)


def problem_found() -> str:
    """What keeps this process from serving, in a sentence; "" when nothing does."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return "The database does not answer, so no number can be read: look at DATABASE_URL."
    if missing:
        return (
            f"{len(missing)} migrations are not applied, so this version cannot read the "
            "database: run manage.py migrate."
        )
    return ""
