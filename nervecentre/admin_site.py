"""The admin of Nerve Centre: sections by task, a desk, and what fails on top of every page."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

# Section by section, by the name of the model; what is not named here stands under Definitions.
SECTIONS: Final = {
    "Stores": ["Store", "Shop", "Listing", "SourceCatalogue"],
    "Work": ["WorkItem", "Alert", "Reconciliation", "Annotation", "SkuAlias"],
    "People": [
        "User",
        "Group",
        "ApiKey",
        "AccessAttempt",
        "AccessFailureLog",
        "AccessLog",
    ],
    "Definitions": ["Card", "ReasonText", "Synonym", "DailyTracing", "Webhook"],
    "History": [
        "Entry",
        "SyncRun",
        "SourceRead",
        "ListingSnapshot",
        "BridgeTally",
        "Verification",
        "Tracing",
        "AskedQuestion",
        "AlertDelivery",
    ],
}
OTHERS: Final = "Definitions"


@dataclass(frozen=True, slots=True)
class Section:
    """`address`: of its first page. `models`: its pages, as Django's list of apps has them."""

    name: str
    address: str
    models: list[dict[str, Any]]
    is_current: bool  # whether the page that is shown is one of its own


def sections_of(apps: list[Any], *, path: str) -> list[Section]:
    """The line above every page: sections with a page the reader may open."""
    found = []
    for app in apps:
        models = [model for model in app["models"] if model.get("admin_url")]
        if models:
            here = any(path.startswith(model["admin_url"]) for model in models)
            found.append(Section(app["name"], models[0]["admin_url"], models, here))
    return found


class NerveCentreSite(AdminSite):
    site_header = "Nerve Centre"
    site_title = "Nerve Centre"
    index_title = "Desk"
    site_url = "/"
    # The pages are few enough to stand in one line above, and tables need the width.
    enable_nav_sidebar = False

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from nervecentre.admin_desk import failing_stores

        context = super().each_context(request)
        return {
            **context,
            "sections": sections_of(context["available_apps"], path=request.path),
            "failing_stores": failing_stores(request.user, at=timezone.now()),
        }

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        from nervecentre.admin_desk import desk

        shown = desk(request.user, at=timezone.now())
        return super().index(request, {"desk": shown, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The models by what they are for, instead of by the package that holds them."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        models = {model["object_name"]: model for app in apps for model in app["models"]}
        for one in models.values():
            rows: Any = self.get_model_admin(one["model"])
            one["name"] = rows.called
        sections = {name: [models.pop(one, None) for one in of] for name, of in SECTIONS.items()}
        sections[OTHERS] += models.values()
        return [
            {
                "name": name,
                "app_label": name.lower(),
                "app_url": "",
                "has_module_perms": True,
                "models": [model for model in of if model],
            }
            for name, of in sections.items()
            if any(of)
        ]
