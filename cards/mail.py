"""Whether mail of this installation reaches anybody."""

from typing import Final

from django.conf import settings

# What is handed to these reaches nobody.
TO_NOBODY: Final = frozenset(
    f"django.core.mail.backends.{name}.EmailBackend" for name in ("console", "dummy", "filebased")
)
NO_MAIL: Final = "mail is only written down here, until EMAIL_URL names a mail server."


def is_mailed() -> bool:
    """Whether what is sent leaves this installation."""
    return settings.EMAIL_BACKEND not in TO_NOBODY
