"""The other keys a card answers to, as a field of a form: one a line."""

import re
from typing import Any

from django import forms
from django.core.validators import slug_re


class AliasesField(forms.CharField):
    """Keys, one a line; a list of them."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        aliases = re.split(r"[\s,]+", value.strip()) if value and value.strip() else []
        for alias in aliases:
            if not slug_re.fullmatch(alias):
                raise forms.ValidationError(
                    f"{alias!r} is no key: write letters, digits, _ and - alone, one key a line."
                )
        return list(dict.fromkeys(aliases))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != re.split(r"[\s,]+", (data or "").strip()) and bool(
            initial or (data or "").strip()
        )
