from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "nervecentre.audit"
    label = "audit"
    verbose_name = "Audit"

    def ready(self) -> None:
        from nervecentre.audit.recording import watch_rows

        watch_rows()
