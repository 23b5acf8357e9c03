"""Sources: the form a store's BigCommerce shop is connected with, and each attempt to read one."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from aliexpress.admin.connect_form import WIDE, SecretField
from aliexpress.admin.read_only import FactAdmin, moment_field
from aliexpress.admin.store_views import operations_store
from aliexpress.models import SourceCatalogue, SourceRead, Store
from aliexpress.source.failures import SourceFailure
from aliexpress.source.gateway.connecting import connect_bigcommerce, has_token
from aliexpress.source.gateway.shop_reader import KIND


class SourceForm(forms.Form):
    """The token goes in and never comes out."""

    shop = forms.SlugField(
        label="Shop's hash",
        max_length=60,
        widget=WIDE,
        help_text="As in the API path of the account: …/stores/<hash>/v3/.",
    )
    token = SecretField(label="Token")
    quota_share = forms.IntegerField(
        label="Share of the calls",
        min_value=1,
        max_value=100,
        initial=33,
        help_text="Percent of what BigCommerce lets all apps of the shop call together.",
    )

    def __init__(self, *args: Any, known: SourceCatalogue | None, **kwargs: Any) -> None:
        if known is not None:
            kwargs["initial"] = {"shop": known.external_id, "quota_share": known.quota_share}
        super().__init__(*args, **kwargs)
        is_set = known is not None and has_token(known)
        self.fields["token"].help_text = (
            "Set. Leave empty to keep it for the same shop."
            if is_set
            else "Of a store-level API account that may read products and information."
        )


@sensitive_post_parameters("token")
def source_view(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for a store's BigCommerce shop: looked at before anything is saved."""
    store = operations_store(request, pk)
    known = SourceCatalogue.objects.in_force().defer("token").filter(store=store, kind=KIND).first()
    form = SourceForm(request.POST or None, known=known)
    if request.method == "POST" and form.is_valid():
        try:
            found = connect_bigcommerce(
                store,
                shop=form.cleaned_data["shop"],
                token=form.cleaned_data["token"] or None,
                at=timezone.now(),
                by=request.user,
                quota_share=form.cleaned_data["quota_share"],
            ).found
        except SourceFailure as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, found.sentence)
            return HttpResponseRedirect(reverse("admin:aliexpress_store_change", args=[store.pk]))
    context = {
        **admin.site.each_context(request),
        "title": f"Connect the source of {store.name}",
        "opts": Store._meta,
        "store": store,
        "form": form,
    }
    return TemplateResponse(request, "admin/aliexpress/store/source.html", context)


requested_at = moment_field("requested_at", description="asked for at")
started_at = moment_field("started_at", description="started at")
finished_at = moment_field("finished_at", description="finished at")
retry_at = moment_field("retry_at", description="tried again at")


@admin.display(description="store")
def store_of(read: SourceRead) -> str:
    return str(read.catalogue.store)


@admin.register(SourceRead)
class SourceReadAdmin(FactAdmin):
    store_lookup = "catalogue__store__in"
    list_display = ("__str__", store_of, "status", requested_at, "listed_count", "error")
    list_filter = ("status", "error_kind", "trigger")
    list_select_related = ("catalogue__store",)
    readonly_fields: ClassVar[Any] = (store_of, requested_at, started_at, finished_at, retry_at)
    fields: ClassVar[Any] = (
        store_of,
        "catalogue",
        "status",
        "trigger",
        requested_at,
        started_at,
        finished_at,
        "request_count",
        "declared_count",
        "listed_count",
        "published",
        "error_kind",
        "error",
        retry_at,
    )
