"""Who may import whom; the contracts are in pyproject.toml."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from pathspec import GitIgnoreSpec

ROOT = Path(__file__).resolve().parent.parent


# Where a source is a BigCommerce shop; and what people read, who look for the name.
MAY_NAME_IT = (
    *("aliexpress/source/gateway", "aliexpress/sandbox", "aliexpress/admin/source.py"),
    "aliexpress/management/commands",
)


def test_only_its_gateway_and_its_stand_in_know_the_name_of_the_shop():
    naming = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "aliexpress").rglob("*.py")
        if "bigcommerce" in path.read_text().casefold()
    ]

    assert [path for path in naming if not path.startswith(MAY_NAME_IT)] == []


def test_sql_by_hand_stands_where_a_decision_says_why():
    written = (ROOT / "DECISIONS.md").read_text().split("## SQL that is written by hand")[1]
    reasons = set(re.findall(r"`([\w/]+\.py)`", written))
    by_hand = {
        path.relative_to(ROOT).as_posix()
        for app in ("aliexpress", "cards", "nervecentre")
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
        and re.search(
            r"\b(cursor|staging|copy)\.(execute|copy)\(|temporary_table\.make\(|RawSQL\(",
            path.read_text(),
        )
    }

    assert {path for path in by_hand if not path.endswith(tuple(reasons))} == set()
    assert {reason for reason in reasons if not any(p.endswith(reason) for p in by_hand)} == set()


def test_every_import_keeps_to_the_contracts():
    lint = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert lint.returncode == 0, lint.stdout


def test_aliexpress_names_no_page_but_the_admins():
    texts = [file.read_text() for file in (ROOT / "aliexpress").rglob("*.py")]
    named = {name for text in texts for name in re.findall(r'reverse\(\s*f?"([^"]+)"', text)}

    assert {name for name in named if not name.startswith("admin:")} == set()


def test_a_wheel_takes_along_every_file_the_packages_need():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    # What is kept out of the repository is kept out of a wheel.
    left_out = GitIgnoreSpec.from_lines((ROOT / ".gitignore").read_text().splitlines())
    paths = [
        path.relative_to(ROOT).as_posix()
        for package in packages
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    ]

    assert set(packages) == {path.parent.name for path in ROOT.glob("*/apps.py")} | {"nervecentre"}
    assert [path for path in paths if left_out.match_file(path)] == []
