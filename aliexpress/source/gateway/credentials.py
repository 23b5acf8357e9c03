"""Where a source is called, with which token, and how fast."""

from django.conf import settings

from aliexpress.models import SourceCatalogue
from aliexpress.models.encryption import CredentialUnreadable
from aliexpress.source.failures import SourceRefused
from aliexpress.source.gateway.http import Door
from aliexpress.source.gateway.pace import Pace, pace_for


def door_of(catalogue: SourceCatalogue) -> Door:
    """Raises SourceRefused."""
    try:
        token = catalogue.token
    except CredentialUnreadable as error:
        raise SourceRefused(str(error)) from error
    return Door(settings.BIGCOMMERCE_API_URL, catalogue.external_id, token)


def pace_of(catalogue: SourceCatalogue) -> Pace:
    url = settings.BIGCOMMERCE_API_URL
    return pace_for(url, catalogue.external_id, share=catalogue.quota_share)
