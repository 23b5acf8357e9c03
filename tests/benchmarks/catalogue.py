"""Every benchmark by name: a function of that name in its module."""

from typing import Literal, NamedTuple


class Benchmark(NamedTuple):
    module: str
    database: Literal["postgresql", "sqlite"] = "postgresql"


BENCHMARKS = {
    "s1": Benchmark("syncing"),
    "s2": Benchmark("peers"),
    "s3": Benchmark("syncing"),
    "s4": Benchmark("syncing"),
    "s5": Benchmark("syncing"),
    "s6": Benchmark("syncing"),
    "s7": Benchmark("growing"),
    "s8": Benchmark("syncing_on_sqlite", "sqlite"),
    "s9": Benchmark("carrying"),
    "m1": Benchmark("managed"),
    "m2": Benchmark("keeping_skus"),
    "b1": Benchmark("reading_source"),
    "r1": Benchmark("reading"),
    "r2": Benchmark("serving"),
    "r3": Benchmark("reading"),
    "r4": Benchmark("listings"),
    "r5": Benchmark("boards"),
    "people": Benchmark("people"),
    "h1": Benchmark("remembering"),
    "d1": Benchmark("demonstrating", "sqlite"),
    "tracing": Benchmark("tracing", "sqlite"),
    "questions": Benchmark("questions", "sqlite"),
    "bridge": Benchmark("bridging"),
}
