"""M1: a full-managed shop, whose pages hold twenty products with their SKUs."""

import time

from aliexpress.gateway.families import FAMILIES, PageQuery, ShopAddress
from aliexpress.models import ListingSku, Store, SyncRun
from tests.benchmarks.growth import MIB, read_in_a_process
from tests.benchmarks.limit import Limit, signed
from tests.benchmarks.report import Report, seconds, times
from tests.benchmarks.sandbox_process import SHOP, SandboxProcess
from tests.benchmarks.stores import check, empty, read, store_on

FAMILY = "choice"
CONNECTIONS = 8
# With as many connections: a hundred calls a second are allowed.
LATENCY = 0.08
STATUSES = 5


class ManagedLimit(Limit):
    """The pages of a managed shop, fetched and nothing else."""

    def calls_of(self, sandbox: SandboxProcess) -> list[tuple[str, bytes]]:
        family, shop = FAMILIES[FAMILY], ShopAddress(FAMILY, "AE_GLOBAL", SHOP)
        found = []
        for status, number in sandbox.counts.items():
            for page in range(1, -(-number // family.largest_page) + 1):
                asked = PageQuery(status, page, page_size=family.largest_page)
                request = family.list_request(shop, asked, list_method="")
                found.append((status, signed(sandbox, request.method, request.parameters)))
        return found


def m1(*, small: bool) -> Report:
    sizes = [2_000, 10_000] if small else [20_000, 100_000]
    report = Report(
        "m1",
        "A full-managed shop read for the first time, 80 ms, 8 connections, PostgreSQL",
        ["listings", "SKUs", "its pages", "told after", "of that", "SKUs kept after", "above idle"],
    )
    found = []
    for listings in sizes:
        with SandboxProcess(listings=listings, family=FAMILY) as sandbox:
            store, limit = store_on(sandbox), ManagedLimit(sandbox, connections=CONNECTIONS)
            Store.objects.filter(pk=store.pk).update(name="Managed")
            limit.fetch_only()
            sandbox.tell(latency=LATENCY)
            began = time.perf_counter()
            limit.fetch_only()
            alone = time.perf_counter() - began
            one = read_in_a_process(store.pk)
            check(store, sandbox)
            run = SyncRun.objects.get(store=store)
            told = (run.finished_at - run.started_at).total_seconds()
            skus = ListingSku.objects.filter(store=store).count()
            idle = read(store).request_count
            empty("aliexpress_syncrun", "aliexpress_listingsnapshot", "aliexpress_listing")
            store.delete()
        above = (one["peak"] - one["idle"]) / MIB
        found.append({**one, "alone": alone, "told": told, "above": above, "idle_calls": idle})
        ratio = told / alone
        report.rows.append(
            [
                f"{listings:,}",
                f"{skus:,}",
                seconds(alone),
                seconds(told),
                times(ratio),
                seconds(one["seconds"]),
                f"{above:,.0f} MiB",
            ]
        )
    most, flat = max(one["above"] for one in found), found[1]["above"] - found[0]["above"]
    report.goal(
        "told after at most 1.15x the time of its pages", seen=times(ratio), met=ratio <= 1.15
    )
    report.goal("at most 150 MiB above an idle worker", seen=f"{most:,.0f} MiB", met=most <= 150)
    report.goal("flat: within 25 MiB of each other", seen=f"{flat:+,.0f} MiB", met=flat <= 25)
    report.goal(
        "an idle check is at most 2 calls a status",
        seen=f"{idle / STATUSES:g}",
        met=idle <= 2 * STATUSES,
    )
    report.figures = {"sizes": found, "ratio": ratio}
    return report
