"""What came of verifying all that was published."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString

from aliexpress.admin.access import OperationsAdmin
from aliexpress.admin.display import table
from aliexpress.models import Store
from cards.models import Verification


@admin.display(description="holds", boolean=True)
def holds(verification: Verification) -> bool:
    return verification.holds


@admin.register(Verification)
class VerificationAdmin(OperationsAdmin):
    store_lookup = ""
    list_display = ("ended_at", holds, "stores", "is_of_all")
    ordering = ("-id",)
    show_full_result_count = False
    fields: ClassVar[Any] = ("begun_at", "ended_at", "stores", "is_of_all", holds, "found")

    def get_readonly_fields(self, request: HttpRequest, obj: Verification | None = None) -> Any:
        """Problems are told of the stores one sees."""
        seen = set(Store.objects.visible_to(request.user).values_list("slug", flat=True))

        @admin.display(description="what does not hold")
        def found(verification: Verification) -> SafeString | str:
            rows = [[p["store"], p["problem"]] for p in verification.problems if p["store"] in seen]
            heading = "Tell whoever runs the database, and compare with a backup."
            return table(heading, ["Store", "Problem"], rows) if rows else "Nothing."

        return (*self.fields[:-1], found)

    def get_fields(self, request: HttpRequest, obj: Verification | None = None) -> Any:
        return self.get_readonly_fields(request, obj)
