"""The order a form of question has its words in: what composed questions are put into."""

from typing import Final, NamedTuple


class Act(NamedTuple):
    """`order`: the kinds that say what is asked for, each slot once, "?" where it may be absent;
    np stands for all the rest. `beside`: kinds that add nothing to them."""

    order: str
    beside: str = ""


_OPENERS: Final = "HOWMANY COUNT SHOW WHICH"
ACTS: Final = (
    Act("HOWMANY|COUNT|SHOW|WHICH? np", _OPENERS),
    Act("SHARE np", _OPENERS),
    Act("HOW? BREAK np", "HOW SHOW WHICH"),
    Act("BREAK? np PER DIM|DIMS", _OPENERS + " HOW"),
    Act("BREAK? np EACHSTORE", _OPENERS + " HOW"),
    Act("DIM|DIMS MOST|FEWEST np", "WHICH SHOW WITH HOWMANY"),
    Act("WHO MOST|FEWEST np", "OWN WITH"),
    Act("TOPN DIM|DIMS np", "WHICH SHOW MOST WITH PER"),
    Act("CHANGE np", _OPENERS + " HOW BYHOWMUCH"),
    Act("UP|DOWN|FLAT np", "HOW BYHOWMUCH"),
    Act("TREND np", "SHOW HOW WHICH COUNT"),
    Act("WHEN? HIGHEST|LOWEST np", _OPENERS),
    Act("MEAN np", "HOWMANY COUNT SHOW"),  # "auditing mean what" asks for its meaning
    Act("WHEN np FIRST|LAST? THRESHOLD", "WHICH"),
    Act("SUBJECTOFMOVES np", "SHOW WHICH"),
    Act("WHERE np COMEFROM", ""),
    Act("WHERE np GOTO|MOVED", ""),
    Act("HOWMANY? np STILL np", ""),
    Act("WHY UP|DOWN|FLAT|MANY? np", "CHANGE"),
    Act("ALIKE np", "WHICH HOW SHOW"),
    Act("np STUCK", _OPENERS),
    Act("OLDEST|NEWEST np", "SHOW WHICH"),
    Act("FORECAST np", "SHOW WHICH HOWMANY"),
    Act("DEFINE np", "HOW WHICH"),
    Act("TRUST|PROOF np", "HOW SHOW DATA COUNT"),
    Act("ALIEXPRESS AGREE np", "HOWMANY WHICH WITH COUNT DATA"),
    Act("FRESH", "WHEN WITH ALIEXPRESS DATA WHICH COUNT STOREWORD FOR OF FROM IN"),
    Act("WHY? ATTEMPT|FAIL ATTEMPT|FAIL?", "WITH ALIEXPRESS DATA WHICH STOREWORD FOR OF IN"),
    Act("ALERT FIRED? np", _OPENERS),
    Act("MARKED np", _OPENERS),
)
