from django.apps import AppConfig


class AliExpressConfig(AppConfig):
    name = "aliexpress"
    verbose_name = "AliExpress"
