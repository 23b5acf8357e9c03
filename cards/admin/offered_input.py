"""A field in which something is typed, with what there is to choose from beneath it."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms


class OfferedInput(forms.TextInput):
    """`offers` is asked whenever the field is drawn."""

    template_name = "admin/cards/offered.html"

    def __init__(self, offers: Callable[[], Iterable[str]]) -> None:
        super().__init__(attrs={"class": "vTextField", "autocomplete": "off"})
        self.offers = offers

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, {**(attrs or {}), "list": f"offered_{name}"})
        return {**context, "offers": list(self.offers())}
