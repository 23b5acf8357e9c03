"""What a run does next, decided from what it knows and nothing else.

The rule for listings that move while they are read: the newest sighting stands; a listing seen
under two statuses, or under none though it was counted before, is asked for singly, and what
AliExpress says of it then stands.

AliExpress's counts are asked for before what was modified is read, and what they are held
against must be news to nobody by then: a listing that came in between would make up for one that
is gone, and the sum would agree with the wrong listings in it.
"""

from collections.abc import Callable
from typing import Final

from aliexpress.sync.proving.disputes import contradicts_itself
from aliexpress.sync.proving.round import (
    AskSingly,
    CatchUp,
    GiveUp,
    Publish,
    Reason,
    Round,
    Sample,
    Step,
    Walk,
)

MOST_CATCH_UPS: Final = 24
MOST_WALKS: Final = 5  # full walks of one status in one run


def next_step(round: Round) -> Step:
    """The first row that has a step to take says which; with nothing left to do, publish."""
    for row in TABLE:
        step = row(round)
        if step is not None:
            return step
    return Publish(disputed=contradicts_itself(round))


def know_the_counts(round: Round) -> Step | None:
    if not round.is_stale:
        return None
    return CatchUp() if round.catch_ups < MOST_CATCH_UPS else GiveUp(Reason.NEVER_AGREED)


def find_the_watermark(round: Round) -> Step | None:
    """Without the listing that set it, what was modified cannot be told from the lists."""
    if not round.watermark_is_lost or round.all_walked:
        return None
    return Walk(round.all) if round.looked_at_removed else AskSingly(removed=True)


def find_the_hidden(round: Round) -> Step | None:
    """A listing that is gone while another makes up for it, so that the counts agree all the same.

    One removed from a page already read lets another slide past unseen; later runs miss the one
    they knew, a first run has to look for the other. And one that was declared may move between
    two lists just as they are read, and be in neither: so wherever something goes on, what
    AliExpress lists as removed is looked at before the counts are taken for proven.
    """
    if round.is_news or round.looked_at_removed:
        return None
    if round.is_first or (round.has_changed and not round.all_walked):
        return AskSingly(removed=True)
    return None


def doubt_what_is_missing(round: Round) -> Step | None:
    """Far too many, or all of a list: read everything again, and ask for a few before all."""
    if not round.sample and round.sampled is not Sample.THERE:
        return None  # nothing is missing that is worth a word
    if not round.read_again:
        return Walk(round.all, in_doubt=True)
    if round.sampled is Sample.NOT_ASKED:
        return AskSingly(round.sample, is_sample=True)
    if round.sampled is Sample.THERE:
        return GiveUp(Reason.PART_LISTED)
    return GiveUp(Reason.LOOK_AGAIN) if round.is_doubtful else None


def tell_lists_apart(round: Round) -> Step | None:
    """Never asked by the thousand: lists that name the same listings twice over are no lists."""
    if not round.overlapping:
        return None
    again = [one.walks < 2 for one in round.standings if one.status in round.overlapping]
    return Walk(round.overlapping) if any(again) else GiveUp(Reason.IN_TWO_LISTS)


def ask_what_lists_do_not_tell(round: Round) -> Step | None:
    return AskSingly(round.to_ask) if round.to_ask else None


def wait_for_quiet(round: Round) -> Step | None:
    if not round.is_news:
        return None
    return CatchUp() if round.catch_ups < MOST_CATCH_UPS else GiveUp(Reason.NEVER_AGREED)


def read_torn_lists_again(round: Round) -> Step | None:
    """Of a first run, where AliExpress does not tell what was removed meanwhile."""
    if not round.is_first or round.removed_are_told:
        return None
    torn = [one.status for one in round.standings if one.was_torn and one.walks < 2]
    return Walk(tuple(torn)) if torn else None


def look_once_more(round: Round) -> Step | None:
    """Most likely something was removed, or moved between two calls."""
    if all(one.says_it_again for one in round.off) or round.looked_again:
        return None
    is_short = any(one.is_short for one in round.off) and not round.all_walked
    if is_short and not round.looked_at_removed:
        return AskSingly(removed=True)
    return CatchUp(in_doubt=True)


def read_what_is_off(round: Round) -> Step | None:
    """Until two whole walks in a row agree: then AliExpress's own number is in dispute."""
    unproven = [one for one in round.off if not one.says_it_again]
    if any(one.is_cut and one.walks > 1 for one in unproven):
        return GiveUp(Reason.CUT)
    if any(one.walks >= MOST_WALKS for one in unproven):
        return GiveUp(Reason.NEVER_AGREED)
    return Walk(tuple(one.status for one in unproven)) if unproven else None


def read_the_remarkable_again(round: Round) -> Step | None:
    return Walk(round.all, in_doubt=True) if round.is_remarkable and not round.read_again else None


def wait_for_the_unlikely(round: Round) -> Step | None:
    return GiveUp(Reason.LOOK_AGAIN) if round.is_doubtful else None


TABLE: Final[tuple[Callable[[Round], Step | None], ...]] = (
    know_the_counts,
    find_the_watermark,
    find_the_hidden,
    doubt_what_is_missing,
    tell_lists_apart,
    ask_what_lists_do_not_tell,
    wait_for_quiet,
    read_torn_lists_again,
    look_once_more,
    read_what_is_off,
    read_the_remarkable_again,
    wait_for_the_unlikely,
)
