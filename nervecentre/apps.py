from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class NerveCentreConfig(AppConfig):
    name = "nervecentre"
    verbose_name = "Nerve Centre"

    def ready(self) -> None:
        from django.conf import settings

        from nervecentre import checks, error_tracker  # noqa: F401  registers the checks

        error_tracker.start(settings.ERROR_TRACKER_DSN)


class NerveCentreAdmin(AdminConfig):
    default_site = "nervecentre.admin_site.NerveCentreSite"
