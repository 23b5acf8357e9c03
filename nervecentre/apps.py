from django.apps import AppConfig


class NerveCentreConfig(AppConfig):
    name = "nervecentre"
    verbose_name = "Nerve Centre"
