"""Whether movements lead from the first snapshot to every later one and to today's listings, and
whether what was sealed is what is there."""

from collections import Counter
from collections.abc import Iterator

from aliexpress.models import Listing, ListingSnapshot, Store, Transition
from aliexpress.models.snapshot import COUNT_FIELD
from aliexpress.proof.listings import A_CHUNK, listings_digest
from aliexpress.proof.seal import is_signed, link
from aliexpress.proof.statement import sealed_statement

# Of a listing at a moment: its state, and AliExpress's status and offline reason.
Words = tuple[str, str, str]
WORDS = ("state", "status", "offline_reason")
NOWHERE = (None, "", "")
MOST_NAMED = 5  # listings named in a sentence
# Of so many sealed snapshots, the newest, the ids are read again; of all the others the counts.
DIGESTS_READ = 50


def problems(store: Store, *, digests: int = DIGESTS_READ) -> Iterator[str]:
    """Goes back from today's listings, undoing one snapshot's movements after the other."""
    rows = Listing.objects.of(store).values_list(
        "pk", "product_id", "gone_at", "state", "status", "offline_reason"
    )
    ids: dict[int, int] = {}
    listed: dict[int, Words] = {}
    alike: dict[Words, Words] = {}  # many listings have the same: kept once
    for pk, product_id, gone_at, *words in rows.iterator(chunk_size=A_CHUNK):
        ids[pk] = product_id
        if gone_at is None:
            state, status, reason = words
            found = (state, status, reason)
            listed[pk] = alike.setdefault(found, found)
    counts = Counter(listed.values())
    newest_first = ListingSnapshot.objects.filter(store=store).order_by("-id")
    for read, snapshot in enumerate(
        newest_first.select_related("seal", "seal__key").iterator(chunk_size=500)
    ):
        yield from snapshot_problems(snapshot, counts)
        if (one := getattr(snapshot, "seal", None)) is not None and read < digests:
            now = sorted((ids[pk], state) for pk, (state, *_) in listed.items())
            if listings_digest(now) != one.listings_digest:
                yield f"The listings of snapshot {snapshot.pk} are not those that were sealed."
        yield from _undo(snapshot, listed, counts, ids)


def snapshot_problems(snapshot: ListingSnapshot, counts: Counter[Words]) -> Iterator[str]:
    """`counts`: of the listings there were, by their words."""
    by_state: Counter[str] = Counter()
    for (state, *_), number in counts.items():
        by_state[state] += number
    for state in COUNT_FIELD:
        if snapshot.count_of(state) != by_state[state]:
            yield (
                f"Snapshot {snapshot.pk} counts {snapshot.count_of(state):,} "
                f"{state.label.lower()}, and the movements since then lead to {by_state[state]:,}."
            )
    yield from reason_problems(snapshot, counts)
    if getattr(snapshot, "seal", None) is not None:
        yield from seal_problems(snapshot)
    elif hasattr(snapshot.previous, "seal"):
        yield f"Snapshot {snapshot.pk} bears no seal, and the one before it does."


def reason_problems(snapshot: ListingSnapshot, counts: Counter[Words]) -> Iterator[str]:
    """Shops have rows of their own, which are added up."""
    told: Counter[Words] = Counter()
    for row in snapshot.reasons:
        told[row["state"], row["status"], row["offline_reason"]] += row["count"]
    if told.total() != snapshot.total_count:
        yield f"The reasons of snapshot {snapshot.pk} do not add up to {snapshot.total_count:,}."
    for words in sorted(told.keys() | counts.keys()):
        if told[words] != counts[words]:
            named = " / ".join(filter(None, words[1:]))
            yield (
                f"Snapshot {snapshot.pk} counts {told[words]:,} as {named}, and the movements "
                f"since then lead to {counts[words]:,}."
            )


def seal_problems(snapshot: ListingSnapshot) -> Iterator[str]:
    one = snapshot.seal
    if sealed_statement(snapshot, one) is None:
        yield f"Snapshot {snapshot.pk} does not say what was sealed."
    before = getattr(snapshot.previous, "seal", None)
    if one.previous_digest != (before.digest if before else ""):
        yield f"The seal of snapshot {snapshot.pk} does not stand on the one before it."
    if link(one.previous_digest, one.statement_digest) != one.digest or not is_signed(one):
        yield f"The seal of snapshot {snapshot.pk} is not signed by its key."


def _undo(
    snapshot: ListingSnapshot,
    listed: dict[int, Words],
    counts: Counter[Words],
    ids: dict[int, int],
) -> Iterator[str]:
    """Brings `listed` and `counts` to what they were before the snapshot."""
    wrong: list[int] = []
    moves = Transition.objects.filter(store=snapshot.store_id, snapshot=snapshot)
    names = (f"{end}_{name}" for end in ("from", "to") for name in WORDS)
    for pk, *words in moves.values_list("listing", *names):
        before, after = words[: len(WORDS)], words[len(WORDS) :]
        now = listed.pop(pk, None)
        if pk not in ids or (now or NOWHERE) != tuple(after):
            wrong.append(ids.get(pk, 0))
        if now is not None:
            counts[now] -= 1
        if before[0] is not None:
            listed[pk] = (before[0], before[1], before[2])
            counts[listed[pk]] += 1
    if wrong:
        named = ", ".join(map(str, sorted(wrong)[:MOST_NAMED]))
        yield (
            f"{len(wrong):,} movements of snapshot {snapshot.pk} do not join what came after "
            f"them; among the listings: {named}."
        )
