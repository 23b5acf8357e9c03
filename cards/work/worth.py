"""What the numbers would be if these listings were cleared: integers of the one snapshot they were
counted in."""

from collections.abc import Iterable
from dataclasses import dataclass

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot
from cards.formats import figure, percent_of
from cards.models import GroupKind
from cards.work.groups import Group

# The state listings of a group leave when they are cleared; of the others none is left.
_LEAVES = {
    GroupKind.REJECTED: State.REJECTED,
    GroupKind.EXPIRED: State.EXPIRED,
    GroupKind.STUCK: State.AUDITING,
}


@dataclass(frozen=True, slots=True)
class Worth:
    """The numbers once the listings are cleared, and as they are now."""

    snapshot: int
    count: int
    active: int
    gap: int
    rejected: int
    total: int

    @property
    def rejection_rate(self) -> str:
        """Rejected of total, as the card has it: '1.6 %'."""
        return figure(percent_of(self.rejected, self.total), "percent")


def worth_of(group: Group, snapshot: ListingSnapshot | None) -> Worth | None:
    """The numbers after clearing the group; None where clearing it moves no listing between
    states, or nothing was counted yet."""
    leaves = _LEAVES.get(group.kind)
    if leaves is None or snapshot is None:
        return None
    active = snapshot.active_count + group.count
    rejected = snapshot.rejected_count - (group.count if leaves is State.REJECTED else 0)
    return Worth(
        snapshot=snapshot.pk,
        count=group.count,
        active=active,
        gap=snapshot.total_count - active,
        rejected=rejected,
        total=snapshot.total_count,
    )


def worth_sentence(group: Group, snapshot: ListingSnapshot | None) -> str:
    """ "Clear these 45: Active 4,355, gap 465, rejection rate 1.6 %."; "" where nothing was
    counted yet."""
    if snapshot is None:
        return ""
    these = "this one" if group.count == 1 else f"these {group.count:,}"
    active, total = snapshot.active_count, snapshot.total_count
    if (worth := worth_of(group, snapshot)) is not None:
        rate = (
            f", rejection rate {worth.rejection_rate}" if group.kind is GroupKind.REJECTED else ""
        )
        verb = "Once AliExpress passes" if group.kind is GroupKind.STUCK else "Clear"
        return f"{verb} {these}: Active {worth.active:,}, gap {worth.gap:,}{rate}."
    if group.kind is GroupKind.EXPIRING:
        return f"Renew {these}: Active stays {active:,} instead of {active - group.count:,}."
    if group.kind is GroupKind.OUT_OF_STOCK:
        return f"Restock {these}: {group.count:,} more of {active:,} active can be bought."
    if group.kind is GroupKind.SOURCE_OUT:
        return f"Set {these} to no stock: no order of them has to be cancelled."
    if group.kind is GroupKind.SOURCE_LACKS:
        return f"Complete {these}: each lacks a variant the source has."
    if group.kind is GroupKind.SOURCE_MISSING:
        return f"List {these}: in the source, and in no listing."
    return f"Fill {these}: {group.count:,} fewer of {total:,} lack a required attribute."


def snapshots_of(groups: Iterable[Group]) -> dict[int, ListingSnapshot]:
    """The snapshots groups were counted in, by id; one statement."""
    wanted = {group.snapshot for group in groups if group.snapshot is not None}
    return ListingSnapshot.objects.in_bulk(wanted)
