"""Alerts with their history, looked at here; and the webhooks they are told to."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from aliexpress.models import Store
from aliexpress.roles import works_in_admin
from cards.admin.gate import OperationsAdmin
from cards.alerts.addresses import AddressRefused, address_of
from cards.models import Alert, AlertDelivery, AlertEvent, Webhook

if TYPE_CHECKING:
    _Inline = admin.TabularInline[AlertEvent, Alert]
    _Form = forms.ModelForm[Webhook]
else:
    _Inline = admin.TabularInline
    _Form = forms.ModelForm


class OfStoreAdmin(OperationsAdmin):
    """Rows of the stores a member of operations may see."""

    store_lookup = "store__in"
    show_full_result_count = False
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.filter(**{self.store_lookup: Store.objects.visible_to(request.user)})


class EventInline(_Inline):
    model = AlertEvent
    fields = ("kind", "at", "by", "text", "value", "snapshot")
    readonly_fields = fields
    ordering = ("id",)
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return works_in_admin(request.user)


@admin.register(Alert)
class AlertAdmin(OfStoreAdmin):
    list_display = ("card", "store", "sentence", "opened_at", "acknowledged_by", "closed_at")
    list_select_related = ("card", "store", "acknowledged_by")
    ordering = ("-id",)
    inlines: ClassVar[Any] = (EventInline,)
    fields = (
        "card",
        "store",
        "trigger",
        "sentence",
        "value",
        "snapshot",
        "opened_at",
        "updated_at",
        "closed_at",
        "acknowledged_at",
        "acknowledged_by",
    )
    readonly_fields = fields

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(AlertDelivery)
class AlertDeliveryAdmin(OfStoreAdmin):
    """What was told to whom, and what did not arrive."""

    store_lookup = "event__alert__store__in"
    list_display = ("event", "email", "webhook", "attempts", "delivered_at", "error")
    list_select_related = ("event", "webhook")
    ordering = ("-id",)
    fields = ("event", "email", "webhook", "attempts", "next_attempt_at", "delivered_at", "error")
    readonly_fields = fields

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class WebhookForm(_Form):
    secret = forms.CharField(
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Signs what is sent. It is never shown; left empty it stays as it is.",
    )

    class Meta:
        model = Webhook
        fields = ("store", "url", "secret", "is_active")

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            address_of(url)
        except AddressRefused as error:
            raise forms.ValidationError(str(error)) from error
        return url

    def clean_secret(self) -> str:
        secret: str = self.cleaned_data["secret"] or self.instance.secret
        if not secret:
            raise forms.ValidationError("A webhook needs a secret, so that its receiver knows us.")
        return secret


@admin.register(Webhook)
class WebhookAdmin(OfStoreAdmin):
    form = WebhookForm
    may_add = True
    list_display = ("url", "store", "is_active")
    list_select_related = ("store",)
    ordering = ("store", "id")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "store":
            kwargs["queryset"] = Store.objects.visible_to(request.user).order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return works_in_admin(request.user)
