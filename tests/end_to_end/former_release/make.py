"""Makes the files beside it, in a checkout of the release they are of:

    cd CHECKOUT && python .../former_release/make.py postgres://…/empty

A store lives for a while by that release's own code; then its database is dumped as it is, on
SQLite and on PostgreSQL, with what it answered. Do so at each release, and say it in `release`.
"""

import gzip
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(Path.cwd()))

from aliexpress.sandbox import Sandbox  # noqa: E402 (that of the checkout)
from tests.processes import environment, manage  # noqa: E402

# A source of what is listed, but for every seventh code, and of one item that is not.
CODES = """
from aliexpress.models import ListingSku
codes = ListingSku.objects.exclude(code="").order_by("pk").values_list("code", flat=True)
print("sku,name,price,currency,stock")
for number, code in enumerate([*dict.fromkeys(codes), "NOT-LISTED"]):
    if number % 7:
        print(f"{code},Curtain {number},19.90,USD,{number % 3}")
"""
PEOPLE = """
from django.utils import timezone
from django.contrib.auth import get_user_model
from aliexpress.models import Store
from cards.work.items import take_on
ada = get_user_model().objects.get(username="ada")
store = Store.objects.get()
take_on(store, {"kind": "rejected"}, by=ada, at=timezone.now())
"""


def said(*arguments: str, env: dict[str, str]) -> str:
    done = manage(*arguments, env=env)
    if done.returncode:
        raise SystemExit(f"{arguments}: {done.stdout}{done.stderr}")
    return done.stdout


def live(env: dict[str, str], sandbox: Sandbox) -> None:
    catalogue: Any = sandbox.catalogue(sandbox.seller)
    source = Path(env["NERVECENTRE_DIRECTORY"]) / "source.csv"
    said("migrate", "-v0", env=env)
    said("connect_store", "home", "--name", "Home", env=env)
    said("sync_store", "home", "--full", env=env)
    said("add_member", "ada", "--role", "owner", "--store", "home", env=env)
    said("read_details", "home", env=env)
    source.write_text(said("shell", "-v0", "-c", CODES, env=env))
    said("read_source", "home", "--file", str(source), env=env)
    for step in (
        lambda: [catalogue.reject(pid) for pid in catalogue.in_status("auditing")[:4]],
        lambda: catalogue.delete(catalogue.in_status("onSelling")[0]),
        lambda: [catalogue.create("onSelling") for _ in range(3)],
        lambda: [catalogue.approve(pid) for pid in catalogue.in_status("auditing")[:2]],
    ):
        step()
        said("sync_store", "home", env=env)
        said("read_details", "home", env=env)
    said("shell", "-v0", "-c", PEOPLE, env=env)
    said("trace", "rejected", "--store", "home", env=env)
    said("sync_store", "home", env=env)


def main(url: str) -> None:
    sandbox = Sandbox(seed=7)
    sandbox.fill(
        sandbox.seller, {"onSelling": 40, "auditing": 8, "editingRequired": 4, "offline": 5}
    )
    sandbox.start()
    directory = Path(tempfile.mkdtemp())
    env = environment(
        directory,
        ALIEXPRESS_GATEWAY_URL=sandbox.url,
        ALIEXPRESS_APP_KEY=sandbox.app_key,
        ALIEXPRESS_APP_SECRET=sandbox.app_secret,
        ALIEXPRESS_ACCESS_TOKEN=sandbox.seller.access_token,
        ALIEXPRESS_REFRESH_TOKEN=sandbox.seller.refresh_token,
    )
    live(env, sandbox)
    sandbox.stop()
    answers = said("shell", "-v0", "-c", (HERE / "answers.py").read_text(), env=env)
    (HERE / "answers.gz").write_bytes(gzip.compress(answers.encode(), 9, mtime=0))
    said("back_up", str(directory / "copy"), env=env)
    (HERE / "sqlite3.gz").write_bytes(gzip.compress((directory / "copy").read_bytes(), 9, mtime=0))
    said("move_database", url, env=env)
    dump = subprocess.run(
        ["pg_dump", "--no-owner", "--inserts", "--rows-per-insert=100", url],
        check=True,
        capture_output=True,
    ).stdout
    # Without what only psql understands.
    sql = b"".join(line for line in dump.splitlines(True) if not line.startswith(b"\\"))
    (HERE / "postgresql.gz").write_bytes(gzip.compress(sql, 9, mtime=0))
    print(f"{len(json.loads(answers))} answers")


if __name__ == "__main__":
    main(sys.argv[1])
