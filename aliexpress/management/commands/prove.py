"""`manage.py prove SNAPSHOT --out FILE [--verifier FILE]`: a file a stranger can check."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from aliexpress.models import ListingSnapshot
from aliexpress.proof.proof_file import VERIFIER, proof_of
from aliexpress.typed.command import TypedCommand


class Command(TypedCommand):
    help = (
        "Write what proves a snapshot: its ids, states, evidence and chain of digests, signed. "
        "Exit 0: written; 2: bad usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("snapshot", type=int, help="its number, as pages and the admin say it")
        parser.add_argument("--out", required=True, help="the file to write; JSON")
        parser.add_argument("--verifier", help="also write the program that checks such files")

    def handle(self, *args: Any, **options: Any) -> None:
        found = ListingSnapshot.objects.select_related("store").filter(pk=options["snapshot"])
        snapshot = found.first()
        if snapshot is None:
            raise CommandError(f"There is no snapshot {options['snapshot']}.", returncode=2)
        proof = proof_of(snapshot)
        _write(options["out"], json.dumps(proof))
        if options["verifier"]:
            _write(options["verifier"], VERIFIER.read_text(encoding="utf-8"))
        self.stdout.write(
            f"Snapshot {snapshot.pk} of {snapshot.store}: {snapshot.total_count:,} listings. "
            f"Whoever checks it needs the file and our public key: {proof['public_key']}"
        )


def _write(name: str, text: str) -> None:
    try:
        Path(name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{name} could not be written: {error.strerror}.") from error
