"""Text that is encrypted at rest, with keys that can be rotated."""

from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField


class CredentialUnreadable(Exception):
    """A stored credential cannot be decrypted with any key in CREDENTIAL_KEYS."""


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.CREDENTIAL_KEYS])


class EncryptedTextField(_TextField):
    """Encrypted with the newest of CREDENTIAL_KEYS, decrypted with any; empty stays empty.

    Saving a row again re-encrypts it with the newest key.
    """

    def get_prep_value(self, value: Any) -> Any:
        if not value:
            return ""
        return _keys().encrypt(str(value).encode()).decode()

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str:
        if not value:
            return ""
        try:
            return _keys().decrypt(value.encode()).decode()
        except InvalidToken as error:
            raise CredentialUnreadable(
                f"{self.name} cannot be decrypted with any key in CREDENTIAL_KEYS: "
                "put the key it was stored with back at the end of the list."
            ) from error
