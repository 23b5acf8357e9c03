"""Reads AliExpress's JSON in both shapes its answers come in."""

from collections.abc import Mapping
from typing import Any, Final

from aliexpress.gateway.errors import Unavailable
from aliexpress.redaction import without_secrets

LARGEST_ID: Final = 2**63 - 1
LARGEST_COUNT: Final = 2**31 - 1


def unwrapped(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The `result` of an answer, from under a `…_response` root where there is one."""
    inside: Any = answer
    if "result" not in inside:
        roots = [key for key in answer if key.endswith("_response")]
        inside = answer[roots[0]] if len(roots) == 1 else answer
    result = inside.get("result", inside) if isinstance(inside, dict) else None
    if not isinstance(result, dict):
        raise Unavailable("AliExpress answered without a result.")
    return result


def items(value: object) -> list[Any]:
    """A list, whichever way it came: plain, under one key, one item alone, or not at all."""
    if value is None or value == "":
        return []
    if isinstance(value, dict):
        inner = list(value.values())
        if not inner:
            return []
        if len(inner) == 1 and isinstance(inner[0], list | dict):
            return items(inner[0]) if isinstance(inner[0], list) else [inner[0]]
        return [value]
    if isinstance(value, list):
        return value
    raise Unavailable("AliExpress answered with something else where its list should be.")


def count(result: Mapping[str, Any], name: str) -> int:
    """A count of at least zero; numbers may come as text."""
    value = result.get(name)
    if isinstance(value, str) and value.strip().isdecimal() and len(value) <= 20:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        said = without_secrets(str(value))[:40]
        raise Unavailable(f"AliExpress answered without a usable {name}: {said!r}.")
    if value > LARGEST_COUNT:
        raise Unavailable(f"AliExpress gave {value} as {name}, which no store can hold.")
    return value


def without_point(value: object) -> object:
    """A whole number as one: 1.6009999E7, as some of Java's libraries write it, is 16009999."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def product_id(value: object) -> int | None:
    """None where it is no usable id."""
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) <= 19:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LARGEST_ID:
        return None
    return value


def truth(value: object) -> bool | None:
    """None where it is neither."""
    return {"true": True, "false": False}.get(str(value).lower()) if value is not None else None


def short_text(value: object, most: int) -> str:
    """At most so many characters that every database takes, without our secrets; "" where it is
    no text."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return ""
    if isinstance(value, int) and abs(value) > LARGEST_ID:
        return ""
    text = str(value).replace("\x00", "").encode("utf-8", "replace").decode()
    return without_secrets(text)[:most]
