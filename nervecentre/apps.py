from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class NerveCentreConfig(AppConfig):
    name = "nervecentre"
    verbose_name = "Nerve Centre"

    def ready(self) -> None:
        from nervecentre import checks  # noqa: F401  registers them


class NerveCentreAdmin(AdminConfig):
    default_site = "nervecentre.admin_site.NerveCentreSite"
