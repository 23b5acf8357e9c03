from django.apps import AppConfig


class NerveCentreConfig(AppConfig):
    name = "nervecentre"
    verbose_name = "Nerve Centre"

    def ready(self) -> None:
        from nervecentre import checks  # noqa: F401  registers them
