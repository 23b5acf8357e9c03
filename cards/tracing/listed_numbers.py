"""Every number of a kept answer that has a list behind it, with the list's address."""

from collections.abc import Iterator, Mapping
from typing import Any

Receipt = tuple[int, str | None]  # None: there is no list of just these


def receipts_of(answer: Mapping[str, Any]) -> Iterator[Receipt]:
    for one in answer["said_by_aliexpress"]:
        yield one["count"], one["listings"]
    for one in (answer["ledger"] or {"edges": []})["edges"]:
        yield one["count"], one["listings"]
    if counts := answer["counts"]:
        yield counts["asked_about"], counts["listings"]
        yield counts["compared_with"], counts["others"]
    for one in answer["findings"]:
        yield from _of_finding(one)
    if answer["rest"] is not None:
        yield answer["rest"], answer["together"].get("listings_of_rest")
    if made := answer["parts"]:
        for went, could, lists in zip(
            made["turned_down"], made["reviewed"], made["listings"], strict=True
        ):
            yield went, lists["target"]
            yield could - went, lists["rest"]
            yield could, lists.get("both")


def _of_finding(one: Mapping[str, Any]) -> Iterator[Receipt]:
    (here, of_here), (there, of_there) = one["here"], one["others"]
    yield here, one["listings"]
    yield of_here - here, one["listings_of_others"]
    yield of_here, one["listings_here"]
    yield there, one["listings_elsewhere"]
    yield of_there - there, one["listings_of_others_elsewhere"]
    yield of_there, one["listings_of_all_elsewhere"]
    for alike in one["like_it"]:
        yield alike["of"], alike["listings"]
        yield alike["both"], alike.get("listings_of_both")
    if one["before"] is not None:
        yield one["before"][0], one.get("listings_before")
        yield one["before"][1], one.get("listings_here_before")
    if isinstance(held := one["held_back"], Mapping) and held["listings"]:
        yield held["both"], held["listings"]
