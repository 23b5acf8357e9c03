"""Keeps an uploaded file, with what a look at it told, until somebody publishes it."""

import hashlib
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from aliexpress.models import SourceCatalogue, SourceUpload, Store
from aliexpress.source.files.contents import contents_of
from aliexpress.source.files.file_text import text_of
from aliexpress.typed.bad_input import BadInput


def keep_upload(
    store: Store,
    data: bytes,
    *,
    file_name: str,
    at: datetime,
    by: Any = None,
    encoding: str = "",
    columns: Mapping[str, str] | None = None,
) -> SourceUpload:
    """The upload with its preview; what was uploaded before and never published is let go of. The
    store's first one makes a file its source.

    Raises BadInput where it is no list of items, or the store's source is no file.
    """
    catalogue = SourceCatalogue.objects.in_force().filter(store=store).first()
    if catalogue is not None and not catalogue.is_file:
        raise BadInput("file", f"file is not needed: the source of {store.name} is {catalogue}.")
    remembered = catalogue.columns if catalogue else {}
    text = text_of(data, encoding=encoding)
    found = contents_of(text, columns or {}, remembered=remembered)
    with transaction.atomic():
        if catalogue is None:
            catalogue = SourceCatalogue.objects.create(
                store=store, name=f"A file of {store.name}", connected_at=at, connected_by=by
            )
        if columns:
            catalogue.columns = {**remembered, **columns}
            catalogue.save(update_fields=["columns"])
        catalogue.uploads.filter(reads__isnull=True).delete()
        return SourceUpload.objects.create(
            catalogue=catalogue,
            file_name=file_name[-200:] or "file.csv",
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            packed=zlib.compress(data),
            encoding=text.encoding,
            columns=found.preview()["columns"],
            preview=found.preview(),
            uploaded_by=by,
            uploaded_at=at,
        )
