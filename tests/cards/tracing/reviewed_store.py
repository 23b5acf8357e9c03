"""A store whose reviews turned down more of one account's listings than of the others'."""

import random
from datetime import timedelta

from aliexpress.lifecycle import State
from aliexpress.models import Listing, ListingDetail, ListingSnapshot, Store, Transition
from tests.cards.store_past import STATUS
from tests.factories import SnapshotFactory
from tests.moments import NOON

DAY = timedelta(days=1)
CLOSING = NOON + 14 * DAY
ASSISTANT = "cn1-assistant"


def reviewed_store(
    store: Store, *, share: float, usual: float = 0.06, seed: int = 1, size: int = 400
) -> list[ListingSnapshot]:
    """Three readings a week apart. In each week so many listings are handed in and reviewed; in
    the second the assistant's are turned down with this share, every other with the usual one."""
    chance = random.Random(seed)
    counts = {"auditing": size, "active": 100}
    snapshots = [_snapshot(store, NOON, counts, None)]
    weeks = [_listings(store, chance, start, size) for start in (0, size)]
    moves = []
    for week, listings in enumerate(weeks, start=1):
        at = NOON + week * 7 * DAY
        down = [
            chance.random() < (share if week == 2 and one.owner_member_id == ASSISTANT else usual)
            for one in listings
        ]
        counts = _after(counts, sum(down), size, hands_in=week == 1)
        snapshot = _snapshot(store, at, counts, snapshots[-1])
        snapshots.append(snapshot)
        if week == 1:  # the second week's appear in auditing: in the reading they are counted in
            for one in weeks[1]:
                one.first_seen_at = at
                moves.append(_move(snapshot, one, None))
        for one, is_down in zip(listings, down, strict=True):
            one.state = "rejected" if is_down else "active"
            one.status, one.offline_reason = STATUS[one.state]
            one.audit_failure_reason = "category_audit_fail" if is_down else ""
            moves.append(_move(snapshot, one, "auditing"))
    _keep(weeks, moves)
    return snapshots


def _after(counts, down, size, *, hands_in):
    return {
        "auditing": counts["auditing"] - size + (size if hands_in else 0),
        "active": counts["active"] + size - down,
        "rejected": counts.get("rejected", 0) + down,
    }


def _snapshot(store, at, counts, previous) -> ListingSnapshot:
    return SnapshotFactory(
        store=store,
        as_of=at,
        previous=previous,
        **{f"{state}_count": counts.get(state, 0) for state in State},
    )


def _listings(store, chance, start, size) -> list[Listing]:
    made = [
        Listing(
            store=store,
            product_id=1_005_000_000_000_000 + start + number,
            owner_member_id=chance.choice(["cn1", "cn1", "cn2", ASSISTANT]),
            source=chance.choice(["isv", ""]),
            product_type="POP",
            group_id=chance.randint(1, 12),
            freight_template_id=-chance.randint(1, 4),
            currency="USD",
            min_price=chance.randint(1, 90),
            max_price=100,
            created_at=NOON - chance.randint(1, 500) * DAY,
            first_seen_at=NOON,
            state_since_at=NOON,
            state="auditing",
            status="auditing",
        )
        for number in range(size)
    ]
    for one in made:
        one.detail = ListingDetail(
            listing=one, store=store, asked_at=NOON, is_known=True, facts_at=NOON,
            category_id=chance.randint(1, 20), brand=chance.choice(["", "Harbour", "Quay"]),
            image_count=chance.randint(1, 6), title_length=chance.randint(20, 120),
            sku_count=chance.randint(1, 9), skus_in_stock=1, required_filled=100,
        )  # fmt: skip
    return made


def _keep(weeks, moves) -> None:
    """Listings in the state they end in, with their details, and the moves that led there."""
    listings = [one for listings in weeks for one in listings]
    Listing.objects.bulk_create(listings)
    for one in listings:
        one.detail.listing = one
    ListingDetail.objects.bulk_create(one.detail for one in listings)
    for move in moves:
        move.listing = move.listing  # by its key, now that it has one
    Transition.objects.bulk_create(moves)


def _move(snapshot, one, source) -> Transition:
    return Transition(
        snapshot=snapshot,
        store=snapshot.store,
        listing=one,
        from_state=source,
        to_state=one.state,
        from_status="auditing" if source else "",
        to_status=one.status,
        audit_failure_reason=one.audit_failure_reason,
        after_at=snapshot.previous.as_of,
        by_at=snapshot.as_of,
    )
