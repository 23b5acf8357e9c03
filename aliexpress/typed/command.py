"""A command that ends with 2 and one sentence where something was typed wrongly."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from aliexpress.typed.bad_input import BadInput


class TypedCommand(BaseCommand):
    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except BadInput as error:
            raise CommandError(str(error), returncode=2) from error
