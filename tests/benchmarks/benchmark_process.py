"""One benchmark in this process, on the database of DATABASE_URL: migrate, run, say, write."""

import importlib
import json
import sys
from pathlib import Path

import django
from django.core.management import call_command

from tests.benchmarks.catalogue import BENCHMARKS


def main() -> None:
    name, result, *flags = sys.argv[1:]
    django.setup()
    call_command("migrate", verbosity=0)
    module = importlib.import_module(f"tests.benchmarks.{BENCHMARKS[name].module}")
    report = getattr(module, name)(small="--small" in flags)
    print(report.as_text(), end="\n\n", flush=True)
    Path(result).write_text(json.dumps(report.as_json()))


if __name__ == "__main__":
    main()
