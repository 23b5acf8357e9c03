"""One sync in a process of its own; says what it took, in seconds and KiB."""

import json
import sys
import time

import django


def main() -> None:
    django.setup()
    from aliexpress.models import Store
    from tests.benchmarks.stores import read

    store = Store.objects.get(pk=int(sys.argv[1]))
    idle = memory("VmRSS")
    began = time.perf_counter()
    read(store)
    taken = time.perf_counter() - began
    print(json.dumps({"seconds": taken, "idle": idle, "peak": memory("VmHWM")}))


def memory(name: str) -> int:
    """Of this process, in KiB."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(f"{name}:"))


def forget_peak() -> None:
    """What VmHWM tells from now on is of now on."""
    with open("/proc/self/clear_refs", "w") as refs:
        refs.write("5")


if __name__ == "__main__":
    main()
