"""`manage.py read_source SLUG [--file F]`: read where a store's products come from, now."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from aliexpress import bridge
from aliexpress.models import SourceCatalogue, SourceRead, SourceUpload
from aliexpress.source.files.file_text import ENCODINGS
from aliexpress.source.files.uploads import keep_upload
from aliexpress.source.run import read_source
from aliexpress.store_slug import store_named
from aliexpress.typed.command import TypedCommand


class Command(TypedCommand):
    help = (
        "Read a store's source catalogue, or take a CSV file as it. Exit 0: published or found "
        "still true; 1: nothing was published; 2: bad usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the store")
        parser.add_argument("--file", help="a CSV file with a column of SKU codes")
        parser.add_argument("--encoding", default="", help=f"one of {', '.join(ENCODINGS)}")
        parser.add_argument(
            "--without-refused", action="store_true", help="publish without the lines refused"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        store = store_named(options["slug"])
        wanted: dict[str, Any] = {}
        if options["file"]:
            try:
                data = Path(options["file"]).read_bytes()
            except OSError as error:
                raise CommandError(
                    f"--file cannot be read: {error.strerror}.", returncode=2
                ) from error
            name, encoding = Path(options["file"]).name, options["encoding"]
            upload = keep_upload(store, data, file_name=name, at=timezone.now(), encoding=encoding)
            self._tell(upload)
            wanted = {"upload": upload, "accepts_refused": options["without_refused"]}
        catalogue = SourceCatalogue.objects.in_force().filter(store=store).first()
        if catalogue is None or (catalogue.is_file and not wanted):
            raise CommandError(f"{store.name} has no source to read: give a --file.", returncode=2)
        read = read_source(catalogue, clock=timezone.now, trigger="command", **wanted)
        bridge.count_again(store, clock=timezone.now)
        if read.status != SourceRead.Status.COMPLETE or read.snapshot is None:
            raise CommandError(read.error or "Nothing was published.", returncode=1)
        done = "published" if read.published else "confirmed"
        self.stdout.write(
            f"{store.name}: {read.snapshot.item_count:,} items of "
            f"{read.snapshot.product_count:,} products, {done}."
        )

    def _tell(self, upload: SourceUpload) -> None:
        told = upload.preview
        self.stderr.write(
            f"{told['line_count']:,} lines: {told['item_count']:,} items, "
            f"{told['parent_count']:,} products with variants, {told['blank_count']:,} blank, "
            f"{told['refused_count']:,} refused.",
            style_func=str,
        )
        for number, reason in told["refused"][:20]:
            self.stderr.write(f"Line {number:,}: {reason}.", style_func=str)
        for damage in told["damage"]:
            self.stderr.write(f"{damage['count']:,} codes are {damage['words']}.", style_func=str)
