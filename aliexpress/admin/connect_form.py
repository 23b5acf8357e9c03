"""The form a store is connected with. Secrets go in and never come out."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model

from aliexpress.admin.people import PeopleChoice, known_people
from aliexpress.connection.input import CannotConnect, checked_gateway_address
from aliexpress.models import Connection, Store

WIDE = forms.TextInput(attrs={"class": "vTextField"})
SECRETS = ("app_secret", "access_token", "refresh_token")


class SecretField(forms.CharField):
    """Shown empty; left empty it keeps what is stored."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "new-password", "spellcheck": "false", "class": "vTextField"}
        super().__init__(
            required=False, widget=forms.PasswordInput(attrs=attrs), max_length=4000, **kwargs
        )


class ConnectForm(forms.Form):
    slug = forms.SlugField(
        label="Name in addresses",
        max_length=80,
        widget=WIDE,
        help_text="Its part of the address: /stores/<slug>/. It cannot be changed.",
    )
    name = forms.CharField(max_length=200, widget=WIDE)
    access_token = SecretField(label="Access token")
    refresh_token = SecretField(label="Refresh token")
    app_key = forms.CharField(
        required=False,
        max_length=64,
        widget=WIDE,
        help_text="Empty: the key of ALIEXPRESS_APP_KEY, for its own gateway only.",
    )
    app_secret = SecretField(label="App secret")
    gateway_url = forms.CharField(
        label="Gateway address",
        required=False,
        max_length=300,
        widget=WIDE,
        help_text="Empty: the gateway of ALIEXPRESS_GATEWAY_URL.",
    )

    members = PeopleChoice(
        label="Who may see it",
        queryset=get_user_model().objects.none(),
        required=False,
        help_text="You, and whom you choose here: they are told. More people are invited later.",
    )

    def __init__(
        self,
        *args: Any,
        by: Any,
        store: Store | None = None,
        token_later: bool = False,
        **kwargs: Any,
    ) -> None:
        # Which secrets are stored is asked of the database: none of them is loaded here.
        self.stored = _stored(store)
        if store is not None:
            kwargs["initial"] = {
                "name": store.name,
                "app_key": self.stored["app_key"],
                "gateway_url": self.stored["gateway_url"],
            }
        super().__init__(*args, **kwargs)
        if store is not None:
            del self.fields["slug"], self.fields["members"]
        else:
            members: Any = self.fields["members"]
            members.queryset = known_people(by).exclude(pk=by.pk)
        for name in SECRETS:
            is_set = bool(self.stored[name])
            self.fields[name].help_text = "Set. Leave empty to keep it." if is_set else "Not set."
        # Later: the seller is going to authorise us at AliExpress.
        self.fields["access_token"].required = not (self.stored["access_token"] or token_later)

    def clean_gateway_url(self) -> str:
        try:
            return checked_gateway_address(self.cleaned_data["gateway_url"])
        except CannotConnect as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self._goes_elsewhere() and not cleaned.get("access_token"):
            self.add_error(
                "access_token",
                "A stored token is only sent to the gateway it was given for: give the access "
                "token again with the new gateway address.",
            )
        return cleaned

    def given(self) -> dict[str, str | None]:
        """The keyword arguments of `connect`: None keeps what is stored."""
        given: dict[str, str | None] = {
            name: self.cleaned_data[name] for name in ("name", "app_key", "gateway_url")
        }
        for name in SECRETS:
            given[name] = self.cleaned_data[name] or None
        if self._goes_elsewhere() and given["refresh_token"] is None:
            given["refresh_token"] = ""
        return given

    def _goes_elsewhere(self) -> bool:
        asked = self.cleaned_data.get("gateway_url", self.stored["gateway_url"])
        return bool(self.stored["access_token"]) and asked != self.stored["gateway_url"]


def _stored(store: Store | None) -> dict[str, Any]:
    """What the form may know of a connection: plain values, and whether each secret is set."""
    empty: dict[str, Any] = {"app_key": "", "gateway_url": "", **dict.fromkeys(SECRETS, False)}
    if store is None:
        return empty
    rows = Connection.objects.filter(store=store)
    stored = rows.values("app_key", "gateway_url").first()
    if stored is None:
        return empty
    return {**stored, **secrets_set(store)}


def secrets_set(store: Store) -> dict[str, bool]:
    """Whether each secret is stored, without loading or decrypting any."""
    rows = Connection.objects.filter(store=store)
    return {name: rows.exclude(**{name: ""}).exists() for name in SECRETS}
