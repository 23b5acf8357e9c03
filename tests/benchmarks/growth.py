"""S7: five times the listings, and what they take in time and memory.

Each size is read by a process of its own, so that the peak of one is not the other's.
"""

import json
import subprocess
import sys

from tests.benchmarks.limit import Limit
from tests.benchmarks.report import Report, seconds, times
from tests.benchmarks.sandbox_process import SandboxProcess
from tests.benchmarks.stores import check, forget, store_on

MIB = 1024  # /proc counts in KiB


def s7(*, small: bool) -> Report:
    sizes = [20_000, 100_000] if small else [200_000, 1_000_000]
    report = Report(
        "s7",
        "Growth: a first full sync at two sizes, PostgreSQL",
        ["listings", "time", "idle worker", "peak", "above idle"],
    )
    found = []
    for listings in sizes:
        with SandboxProcess(listings=listings) as sandbox:
            store = store_on(sandbox)
            Limit(sandbox, connections=8).fetch_only()
            one = read_in_a_process(store.pk)
            check(store, sandbox)
            forget(store)
            store.delete()
        above = one["peak"] - one["idle"]
        found.append({**one, "listings": listings, "above": above})
        memory = [f"{one[name] / MIB:,.0f} MiB" for name in ("idle", "peak")]
        report.rows.append(
            [f"{listings:,}", seconds(one["seconds"]), *memory, f"{above / MIB:,.0f} MiB"]
        )
    growth = found[1]["seconds"] / found[0]["seconds"]
    most = max(one["above"] for one in found) / MIB
    flat = (found[1]["above"] - found[0]["above"]) / MIB
    report.goal("at most 5.5x the time for 5x the listings", seen=times(growth), met=growth <= 5.5)
    report.goal("at most 150 MiB above an idle worker", seen=f"{most:,.0f} MiB", met=most <= 150)
    report.goal("flat: within 25 MiB of each other", seen=f"{flat:+,.0f} MiB", met=flat <= 25)
    report.figures = {"sizes": found}
    return report


def read_in_a_process(store_id: int) -> dict[str, float]:
    reading = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.sync_process", str(store_id)],
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, float] = json.loads(reading.stdout.splitlines()[-1])
    return found
