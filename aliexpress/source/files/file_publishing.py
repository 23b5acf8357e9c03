"""Publishes an uploaded file as what the source says."""

import zlib
from collections.abc import Callable
from datetime import datetime

from aliexpress.models import SourceRead, SourceUpload
from aliexpress.source import lease
from aliexpress.source.failures import SourceRefused
from aliexpress.source.files.contents import contents_of
from aliexpress.source.files.file_text import text_of
from aliexpress.source.publishing import Proof, publish
from aliexpress.typed.bad_input import BadInput


def read_file(read: SourceRead, *, clock: Callable[[], datetime]) -> None:
    """Publishes the upload of the read. Raises SourceRefused where a person has to act."""
    upload = read.upload
    if upload is None:
        raise SourceRefused("The uploaded file is no longer kept. Upload it again.")
    at = clock()
    try:
        text = text_of(zlib.decompress(bytes(upload.packed)), encoding=upload.encoding)
        found = contents_of(text, upload.columns)
    except BadInput as error:
        raise SourceRefused(str(error)) from error
    if found.refused_count and not read.accepts_refused:
        raise SourceRefused(
            f"Lines of {upload.file_name} that are no items: {found.refused_count:,}. Nothing "
            "was published: mend the file, or publish it without them."
        )
    lease.beat(read, at=clock(), listed_count=found.items.product_count)
    publish(read, found.items, proof(upload, found.preview(), at=at), clock=clock)


def proof(upload: SourceUpload, preview: dict[str, object], *, at: datetime) -> Proof:
    counts = {name: value for name, value in preview.items() if name.endswith("_count")}
    refused = int(str(counts["refused_count"]))
    return Proof(
        read_from=upload.uploaded_at,
        as_of=upload.uploaded_at,
        evidence={
            "file": upload.file_name,
            "sha256": upload.sha256,
            "size": upload.size,
            "encoding": upload.encoding or "utf-8",
            "tells_tool": bool(preview["tells_tool"]),
            **counts,
        },
        tells_stock=bool(preview["tells_stock"]),
        tells_prices=bool(preview["tells_prices"]),
        refused_count=refused,
        remark=f"Lines of the file that are left out: {refused:,}." if refused else "",
    )
