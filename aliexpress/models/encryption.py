"""Text that is encrypted at rest, with keys that can be rotated."""

from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from aliexpress.redaction import hold


class CredentialUnreadable(Exception):
    """A stored credential cannot be decrypted with any key in CREDENTIAL_KEYS."""


class _Ciphertext(str):
    """What a row holds, and nobody has asked for yet."""

    __slots__ = ()


class _Unopened(_Ciphertext):
    """From a dump, and no key of ours opens it: kept as it is, the key may come back."""

    __slots__ = ()


class _Decrypting(DeferredAttribute):
    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is not None and type(value) is _Ciphertext:
            name = self.field.attname
            value = instance.__dict__[name] = _decrypted(value, name=name)
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        # With it Python asks `__get__` though the instance holds a value.
        instance.__dict__[self.field.attname] = value


def _decrypted(ciphertext: str, *, name: str) -> str:
    try:
        secret: str = _keys().decrypt(ciphertext.encode()).decode()
    except InvalidToken as error:
        raise CredentialUnreadable(
            f"{name} cannot be decrypted with any key in CREDENTIAL_KEYS: "
            "put the key it was stored with back at the end of the list."
        ) from error
    hold(secret)
    return secret


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.CREDENTIAL_KEYS])


# What a dump writes before a ciphertext, so that loading it tells it from a secret in clear.
_IN_A_DUMP: Final = "encrypted:"


class EncryptedTextField(models.TextField[str, str]):
    """Encrypted with the newest of CREDENTIAL_KEYS, decrypted with any; empty stays empty.

    Decrypted when somebody asks for it, which raises CredentialUnreadable: a row whose secret no
    key opens can be listed, deleted and mended all the same. Saving a row again re-encrypts it
    with the newest key. A dump holds the ciphertext, which `loaddata` takes back.
    """

    descriptor_class = _Decrypting

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        try:
            return super().pre_save(model_instance, add)
        except CredentialUnreadable:
            return model_instance.__dict__[self.attname]  # as it was: the key may come back

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, _Ciphertext):
            return str(value)
        if not value:
            return ""
        hold(str(value))
        return _keys().encrypt(str(value).encode()).decode()

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str:
        return _Ciphertext(value) if value else ""

    def value_from_object(self, obj: models.Model) -> str:
        """The ciphertext, because whoever copies all fields of a row writes them somewhere."""
        ciphertext: str = self.get_prep_value(obj.__dict__.get(self.attname, ""))
        return ciphertext

    def value_to_string(self, obj: models.Model) -> str:
        ciphertext = self.value_from_object(obj)
        return f"{_IN_A_DUMP}{ciphertext}" if ciphertext else ""

    def to_python(self, value: Any) -> Any:
        """From a dump: the ciphertext, or the secret where somebody wrote it in clear."""
        if not isinstance(value, str) or not value.startswith(_IN_A_DUMP):
            return super().to_python(value)
        ciphertext = value.removeprefix(_IN_A_DUMP)
        try:
            _keys().decrypt(ciphertext.encode())
        except InvalidToken:
            return _Unopened(ciphertext)
        return _Ciphertext(ciphertext)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """What a person gave is never taken for a ciphertext: it might be another store's."""
        self.validate(value, model_instance)
        self.run_validators(value)
        return value
