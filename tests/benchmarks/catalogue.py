"""Every benchmark by name: a function of that name in its module."""

from typing import Literal, NamedTuple


class Benchmark(NamedTuple):
    module: str
    database: Literal["postgresql", "sqlite"] = "postgresql"


BENCHMARKS = {
    "s1": Benchmark("syncs"),
    "s2": Benchmark("peers"),
    "s3": Benchmark("syncs"),
    "s4": Benchmark("syncs"),
    "s5": Benchmark("syncs"),
    "s6": Benchmark("syncs"),
    "s7": Benchmark("growth"),
    "s8": Benchmark("syncs_on_sqlite", "sqlite"),
    "s9": Benchmark("many_stores"),
    "m1": Benchmark("managed_shops"),
    "m2": Benchmark("sku_costs"),
    "b1": Benchmark("source_reads"),
    "r1": Benchmark("readings"),
    "r2": Benchmark("served_readings"),
    "r3": Benchmark("readings"),
    "r4": Benchmark("listings"),
    "r5": Benchmark("boards"),
    "people": Benchmark("people"),
    "h1": Benchmark("histories"),
    "d1": Benchmark("demo_start", "sqlite"),
    "tracing": Benchmark("tracing", "sqlite"),
    "questions": Benchmark("questions", "sqlite"),
    "bridge": Benchmark("bridges"),
}
