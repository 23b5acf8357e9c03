"""Lets Django's classes be written with what they are of, `ModelAdmin[Store]`, as its types do.

The types of django-stubs know these classes as generic; at run time Django knows nothing of it.
"""

from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Field
from django.forms.formsets import BaseFormSet
from django.forms.models import BaseModelForm, ModelChoiceField


def allow_generic_classes() -> None:
    """Before any class is made of them: `ModelAdmin[Store]` is `ModelAdmin` from then on."""
    kinds: list[Any] = [BaseModelAdmin, BaseFormSet, BaseModelForm, ModelChoiceField, Field]
    for kind in kinds:
        kind.__class_getitem__ = classmethod(lambda cls, _: cls)
