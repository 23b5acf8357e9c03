"""Single values of the environment, each read once; a wrong one stops the start."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from aliexpress.typed.text import can_be_kept


def stop(variable: str, sentence: str) -> NoReturn:
    """End the start with one sentence that names the variable; exit code 2."""
    sys.stderr.write(f"{variable} {sentence}\n")
    raise SystemExit(2)


def read(variable: str) -> str:
    """As it is set, or as the file says that is named by the variable with _FILE after it; without
    space around it, and "" where neither is set."""
    raw = os.environ.get(variable, "").strip()
    if file := os.environ.get(f"{variable}_FILE", "").strip():
        if raw:
            stop(variable, f"and {variable}_FILE are both set; set one of them.")
        try:
            raw = Path(file).read_text().strip()
        except (OSError, ValueError):
            stop(f"{variable}_FILE", f"must be a file of text we may read; it is {file!r}.")
    if not can_be_kept(raw):
        stop(variable, "must be text in UTF-8.")
    return raw


def needs(variable: str, *, extra: str, module: str) -> None:
    """Stop where the variable is set and the package its extra brings is not installed."""
    if read(variable) and find_spec(module) is None:
        stop(
            variable,
            f"needs the extra {extra}: install requirements-extras.txt in place of "
            f"requirements.txt, or 'nervecentre[{extra}]'.",
        )


def boolean(variable: str, *, default: bool) -> bool:
    raw = read(variable).lower()
    if not raw:
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    stop(variable, f"must be true or false; it is {raw!r}.")


def whole_number(variable: str, *, default: int, at_most: int) -> int:
    raw = read(variable)
    if not raw:
        return default
    digits = raw.lstrip("0")
    short = digits.isascii() and digits.isdecimal() and len(digits) <= len(str(at_most))
    if not short or int(digits) > at_most:
        stop(variable, f"must be a whole number from 1 to {at_most}; it is {raw[:20]!r}.")
    return int(digits)


def choice(variable: str, *, among: tuple[str, ...]) -> str:
    """The first where nothing is said."""
    raw = read(variable).upper() or among[0]
    if raw not in among:
        stop(variable, f"must be {' or '.join(among)}; it is {raw!r}.")
    return raw


def words(variable: str, *, default: list[str]) -> list[str]:
    raw = read(variable)
    return [word.strip() for word in raw.split(",") if word.strip()] or default


def file_to_write(variable: str) -> Path | None:
    raw = read(variable)
    if not raw:
        return None
    file = Path(raw)
    if not os.access(file if file.exists() else file.parent, os.W_OK) or file.is_dir():
        stop(variable, f"must be a file we may write to; it is {raw!r}.")
    return file
