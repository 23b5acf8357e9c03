"""What a run can show for its counts, and in which words it says that it cannot."""

from collections.abc import Collection, Iterable, Mapping

from aliexpress.sync.proving.round import Reason
from aliexpress.sync.status_tally import StatusTally

MOST_NAMED = 3
NOTHING = "No new number was published; the next refresh reads again."


def evidence_of(tally: StatusTally) -> dict[str, object]:
    """The proof of one status, as a snapshot keeps it."""
    proof: dict[str, object] = {
        "status": tally.status,
        "declared": tally.declared,
        "listed": tally.listed,
        "pages": tally.pages,
        "duplicates": tally.duplicates,
        "moved": tally.moved,
        "read": tally.read,
        "at": tally.at.isoformat() if tally.at else None,
    }
    # Listings that stand in this list too, and are counted where another has them.
    return proof | ({"elsewhere": sorted(tally.elsewhere)} if tally.elsewhere else {})


def not_listings(unreadable: Iterable[str]) -> list[str]:
    """What stood in the lists and was no listing, by name: nothing is dropped silently."""
    return [
        f"AliExpress listed something that is no listing, and it is not counted: {text}."
        for text in sorted(set(unreadable))[:MOST_NAMED]
    ]


def in_two_lists(tallies: Iterable[StatusTally], counted_as: Mapping[int, str]) -> list[str]:
    """A sentence for each listing that stands in a list it is not counted under."""
    tallies = list(tallies)
    names = {tally.key: tally.name for tally in tallies}
    found = [(pid, tally.name) for tally in tallies for pid in sorted(tally.elsewhere)]
    counted = {pid: names.get(key, key) for pid, key in counted_as.items()}
    sentences = [
        f"AliExpress lists {product_id} under {counted[product_id]} and under {name}; "
        f"it is counted once, as {counted[product_id]}."
        for product_id, name in found[:MOST_NAMED]
    ]
    more = len(found) - MOST_NAMED
    return sentences + ([f"So it does with {more:,} more."] if more > 0 else [])


def of_failure(
    reason: Reason,
    tallies: Collection[StatusTally],
    *,
    overlap: Mapping[int, Collection[str]],
    part_seen: str,
) -> str:
    """What was compared, and how it did not come to a proven count."""
    match reason:
        case Reason.CUT:
            return cut_off(tallies)
        case Reason.PART_LISTED:
            return part_listed(part_seen)
        case Reason.IN_TWO_LISTS:
            return too_many_in_two_lists(overlap, tallies)
        case _:
            return never_agreed(tallies)


def never_agreed(tallies: Iterable[StatusTally]) -> str:
    rows = [compared(tally) for tally in tallies if differs(tally)]
    if not rows:
        return "AliExpress's lists went on changing for as long as they were read."
    return f"AliExpress's lists and its counts did not come to agree ({'; '.join(rows)})."


def cut_off(tallies: Iterable[StatusTally]) -> str:
    rows = "; ".join(compared(tally) for tally in tallies if tally.is_cut)
    return f"AliExpress declares more listings than the pages it gives can hold ({rows})."


def too_many_in_two_lists(
    overlap: Mapping[int, Collection[str]], tallies: Iterable[StatusTally]
) -> str:
    keys = {key for some in overlap.values() for key in some}
    lists = ", ".join(sorted(tally.name for tally in tallies if tally.key in keys))
    return (
        f"AliExpress names {len(overlap):,} listings in more than one list ({lists}: "
        f"{named_listings(overlap)}), too many to ask for one by one."
    )


def part_listed(what_was_seen: str) -> str:
    return (
        f"AliExpress {what_was_seen}. Its lists may be out of order for a while, or the token may "
        "be that of a sub-account, which sees only its own listings. If it stays so, connect the "
        "store again with its main account."
    )


def compared(tally: StatusTally) -> str:
    """Both numbers of a status, and what stands in its list twice or in another as well."""
    listed = tally.signature[0] if tally.signature else tally.listed
    text = f"{tally.name}: declared {tally.declared or 0:,}, listed {listed:,}"
    if tally.duplicates:
        text += f" and {tally.duplicates:,} of them again"
    if tally.elsewhere:
        text += f", of which {named_listings(tally.elsewhere)} in another list as well"
    return text


def differs(tally: StatusTally) -> bool:
    return (tally.declared or 0) != tally.listed or bool(tally.duplicates)


def named_listings(product_ids: Collection[int]) -> str:
    few = [str(product_id) for product_id in sorted(product_ids)[:MOST_NAMED]]
    more = len(product_ids) - len(few)
    return ", ".join(few) + (f" and {more:,} more" if more else "")
