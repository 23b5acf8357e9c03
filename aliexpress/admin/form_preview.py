"""Forms whose page says, before anything is saved, what would come of what is filled in."""

from typing import Any, Final

from django.contrib.admin.helpers import AdminErrorList, AdminForm
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from aliexpress.admin.access import OperationsAdmin

PREVIEW: Final = "_preview"


class PreviewedAdmin(OperationsAdmin):
    """The page's template gets `said`, and whether it `is_tried`: told of what is filled in."""

    def said(self, request: HttpRequest, kept: Any, tried: Any | None) -> Any:
        """What is said of an object as it is kept, and as it would be. `tried`: None where what is
        filled in makes none."""
        raise NotImplementedError

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        if request.method == "POST" and PREVIEW in request.POST and object_id:
            return self.preview(request, object_id, form_url)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def preview(self, request: HttpRequest, object_id: str, form_url: str) -> HttpResponse:
        """The form as it was filled in, and what would come of it; nothing is kept."""
        kept, tried = self.get_object(request, object_id), self.get_object(request, object_id)
        if not self.has_change_permission(request, kept):
            raise PermissionDenied
        form = self.get_form(request, kept, change=True)(request.POST, instance=tried)
        filled = form.instance if form.is_valid() else None
        fieldsets: Any = self.get_fieldsets(request, kept)
        readonly = self.get_readonly_fields(request, kept)
        shown = AdminForm(form, fieldsets, {}, readonly, model_admin=self)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Change {self.opts.verbose_name}",
            "subtitle": str(kept),
            "adminform": shown,
            "object_id": object_id,
            "original": kept,
            "is_popup": False,
            "to_field": None,
            "media": self.media + shown.media,
            "inline_admin_formsets": [],
            "errors": AdminErrorList(form, []),
            "said": self.said(request, kept, filled),
            "is_tried": filled is not None,
        }
        page: HttpResponse = self.render_change_form(
            request, context, change=True, obj=kept, form_url=form_url
        )
        return page
