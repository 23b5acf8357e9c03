"""The database router that keeps `dumpdata` from tables which live on one connection only."""

from typing import Any, Final

TEMPORARY: Final = {("aliexpress", "stageddifference"), ("aliexpress", "stagedlisting")}


class TemporaryTables:
    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool | None:
        """False for a table that is there while a run reads; None, no opinion, of all others."""
        return False if (app_label, model_name) in TEMPORARY else None
