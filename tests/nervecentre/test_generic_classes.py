"""What types know of Django's classes can be written where they are used."""

from django.contrib import admin
from django.db import models
from django.forms import ModelForm

from aliexpress.models import Store


def test_a_class_written_with_what_it_is_of_is_the_class():
    assert admin.ModelAdmin[Store] is admin.ModelAdmin
    assert models.TextField[str, str] is models.TextField
    assert ModelForm[Store] is ModelForm
