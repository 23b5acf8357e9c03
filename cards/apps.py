from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class CardsConfig(AppConfig):
    name = "cards"
    verbose_name = "Cards"

    def ready(self) -> None:
        from cards.ask.synonyms import every_phrase_means_one_thing, every_synonym_is_sound
        from cards.catalogue.delivery import ship
        from cards.checks import every_definition_is_whole
        from cards.members.store_news import tell_of_new_stores
        from cards.work.reason_words import deliver_reasons

        checks.register(every_definition_is_whole)
        checks.register(every_phrase_means_one_thing)
        checks.register(every_synonym_is_sound, checks.Tags.database)
        post_migrate.connect(ship, sender=self)
        post_migrate.connect(deliver_reasons, sender=self)
        tell_of_new_stores()
