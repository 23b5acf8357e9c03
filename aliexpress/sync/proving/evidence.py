"""What a run can show for its counts, and in which words it says that it cannot."""

from collections.abc import Iterable

from aliexpress.sync.reading.lists import Reader
from aliexpress.sync.status_tally import StatusTally

MOST_NAMED = 3


def evidence_of(tally: StatusTally) -> dict[str, object]:
    """The proof of one status, as a snapshot keeps it."""
    return {
        "status": tally.status,
        "declared": tally.declared,
        "listed": tally.listed,
        "pages": tally.pages,
        "duplicates": tally.duplicates,
        "moved": tally.moved,
        "read": tally.read,
        "at": tally.at.isoformat() if tally.at else None,
    }


def named(unreadable: Iterable[str]) -> list[str]:
    """What stood in the lists and was no listing, by name: nothing is dropped silently."""
    return [
        f"AliExpress listed something that is no listing, and it is not counted: {text}."
        for text in sorted(set(unreadable))[:MOST_NAMED]
    ]


def never_agreed(reader: Reader) -> str:
    rows = [
        f"{tally.status}: declared {tally.declared:,}, listed {tally.listed:,}"
        for tally in reader.tallies.values()
        if tally.declared is not None and tally.declared != tally.listed
    ]
    return " ".join(
        [
            f"AliExpress's lists and its counts did not come to agree ({'; '.join(rows)}).",
            *named(reader.unreadable),
            "The number is unchanged; the next refresh reads again.",
        ]
    )


def sub_account(what_aliexpress_does: str) -> str:
    return (
        f"AliExpress {what_aliexpress_does}: the token looks like a sub-account's, which sees "
        "only its own listings. The number is unchanged; connect the store again with its main "
        "account."
    )
