"""Alerts with their history, looked at here; and the webhooks they are told to."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from aliexpress.admin.access import OperationsAdmin
from aliexpress.admin.read_only import reading
from aliexpress.roles import works_in_admin
from cards.alerts.webhook_address import AddressRefused, address_of
from cards.models import Alert, AlertDelivery, AlertEvent, Webhook


class AlertsAdmin(OperationsAdmin):
    show_full_result_count = False
    actions = None


class EventInline(admin.TabularInline[AlertEvent, Alert]):
    model = AlertEvent
    fields: ClassVar[Any] = ("kind", "at", "by", "text", "value", reading)
    readonly_fields: ClassVar[Any] = fields
    ordering = ("id",)
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return works_in_admin(request.user)


@admin.register(Alert)
class AlertAdmin(AlertsAdmin):
    list_display = ("card", "store", "sentence", "opened_at", "acknowledged_by", "closed_at")
    list_select_related = ("card", "store", "acknowledged_by")
    ordering = ("-id",)
    inlines: ClassVar[Any] = (EventInline,)
    fields: ClassVar[Any] = (
        "card",
        "store",
        "trigger",
        "sentence",
        "value",
        reading,
        "opened_at",
        "updated_at",
        "closed_at",
        "acknowledged_at",
        "acknowledged_by",
    )
    readonly_fields: ClassVar[Any] = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.filter(pk__in=Alert.objects.visible_to(request.user).values("pk"))


@admin.register(AlertDelivery)
class AlertDeliveryAdmin(AlertsAdmin):
    """What was told to whom, and what did not arrive."""

    store_lookup = "event__alert__store__in"
    list_display = ("event", "email", "webhook", "attempts", "delivered_at", "error")
    list_select_related = ("event", "webhook")
    ordering = ("-id",)
    fields = ("event", "email", "webhook", "attempts", "next_attempt_at", "delivered_at", "error")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.filter(event__alert__in=Alert.objects.visible_to(request.user).values("pk"))


class WebhookForm(forms.ModelForm[Webhook]):
    # Not the model's own field, whose value a form would load and put on the page.
    new_secret = forms.CharField(
        label="Secret",
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Signs what is sent. It is never shown; left empty it stays as it is.",
    )

    class Meta:
        model = Webhook
        fields = ("store", "url", "is_active")
        help_texts: ClassVar[Any] = {
            "url": "It is told of the alerts of those cards that operations may see."
        }

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            address_of(url)
        except AddressRefused as error:
            raise forms.ValidationError(str(error)) from error
        return url

    def clean_new_secret(self) -> str:
        secret: str = self.cleaned_data["new_secret"]
        if not secret and self.instance.pk is None:
            raise forms.ValidationError("A webhook needs a secret, so that its receiver knows us.")
        return secret

    def save(self, commit: bool = True) -> Webhook:
        if self.cleaned_data["new_secret"]:
            self.instance.secret = self.cleaned_data["new_secret"]
        return super().save(commit)


@admin.register(Webhook)
class WebhookAdmin(AlertsAdmin):
    form = WebhookForm
    fields = ("store", "url", "new_secret", "is_active")
    may_add = may_change = may_delete = True
    list_display = ("url", "store", "is_active")
    list_select_related = ("store",)
    ordering = ("store", "id")
