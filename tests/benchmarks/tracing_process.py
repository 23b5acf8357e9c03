"""One tracing in a process of its own; says what it took: seconds of CPU, KiB, statements."""

import json
import sys
import time

import django


def main() -> None:
    django.setup()
    from django.urls import resolve

    from aliexpress.models import Store
    from tests.benchmarks.sync_process import memory
    from tests.benchmarks.tracing_stores import statements_of
    from tests.cards.tracing.reviewed_store import CLOSING

    resolve("/")  # what the first request of a process loads
    store = Store.objects.get(slug=sys.argv[1])
    idle = memory("VmRSS")
    began = time.process_time()
    statements = statements_of(store, sys.argv[2], CLOSING)
    taken = time.process_time() - began
    peak = memory("VmHWM") - idle
    print(json.dumps({"seconds": taken, "peak": peak, "statements": statements}))


if __name__ == "__main__":
    main()
