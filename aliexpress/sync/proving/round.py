"""What a run knows when it decides what to do next, and the steps it may take."""

from dataclasses import dataclass
from enum import Enum


class Reason(Enum):
    """Why a run gives up."""

    NEVER_AGREED = "lists and declared counts did not come to agree"
    CUT = "a list is shorter than AliExpress declares, by pages"
    PART_LISTED = "listings that exist are in no list any more"
    IN_TWO_LISTS = "too many listings are in two lists"
    LOOK_AGAIN = "the change is too far out of the ordinary to be believed yet"


class Sample(Enum):
    """What AliExpress says singly of some of the listings that are in no list any more."""

    NOT_ASKED = "not asked"
    THERE = "at least one exists"
    NOWHERE = "none exists, and not all of them are listed as removed"
    REMOVED = "each is listed as removed"


@dataclass(frozen=True, slots=True)
class Walk:
    """Read every page of these statuses; `in_doubt`: because what they came to is out of the
    ordinary."""

    statuses: tuple[str, ...]
    in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class AskSingly:
    """Ask for these products one by one. `removed`: those AliExpress lists as removed lately and
    we still count. `is_sample`: these stand for many more."""

    product_ids: tuple[int, ...] = ()
    removed: bool = False
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class CatchUp:
    """Ask for the declared counts, and read what was modified since the watermark; `in_doubt`:
    because the counts did not agree."""

    in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Publish:
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class GiveUp:
    reason: Reason


Step = Walk | AskSingly | CatchUp | Publish | GiveUp


@dataclass(frozen=True, slots=True)
class Standing:
    """One status: its list beside what AliExpress declares of it."""

    status: str
    agrees: bool = True  # it declares what we count, or differs as it has been known to
    is_short: bool = False  # it declares less than we count
    walks: int = 0
    says_it_again: bool = False  # two whole walks in a row listed the same
    is_cut: bool = False  # it declares more than the pages that came can hold
    was_torn: bool = False  # its pages declared more than one number


@dataclass(frozen=True, slots=True)
class Round:
    """What a run knows."""

    standings: tuple[Standing, ...] = ()
    catch_ups: int = 1
    is_stale: bool = False  # something was read or asked since AliExpress declared its counts
    is_news: bool = False  # what was modified, when it was last read, held something new
    has_changed: bool = False  # anything did so in this run
    is_first: bool = False  # nothing was ever counted
    looked_at_removed: bool = False  # since the last catch-up
    removed_are_told: bool = False  # … and AliExpress could tell
    watermark_is_lost: bool = False  # the listing that set it did not come back
    to_ask: tuple[int, ...] = ()
    sample: tuple[
        int, ...
    ] = ()  # of the listings that dropped out, where that is out of the ordinary
    sampled: Sample = Sample.NOT_ASKED
    overlapping: tuple[str, ...] = ()  # statuses that name the same listings, far too many
    looked_again: bool = False  # after the counts first disagreed
    read_again: bool = False  # everything, because something is out of the ordinary
    is_remarkable: bool = False  # Total or Active changed far more than usual
    is_doubtful: bool = False  # a fall or a rise that has to be seen again after some minutes
    is_in_two_lists: bool = False  # a listing that AliExpress names in two lists
    still_disputed: bool = False  # by a status not walked since it was

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(one.status for one in self.standings)

    @property
    def all_walked(self) -> bool:
        return all(one.walks for one in self.standings)

    @property
    def off(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.standings if not one.agrees)
