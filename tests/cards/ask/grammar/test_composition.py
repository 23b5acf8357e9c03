"""A question in an order no form has is read by its pieces, where each of them shows."""

import pytest

from cards.ask.interpretation import understand
from tests.cards.ask.notation import notation_of, same
from tests.cards.ask.test_open_questions import AT, words

COMPOSED = [
    # who does it, said between the words that count
    ("How many listings did AliExpress approve today?", "moves(auditing>active; over=today)"),
    ("how many rejections did we get last week", "moves(*>rejected; over=last_week)"),
    ("when did you last sync with AliExpress", "fresh()"),
    ("how many active listings does AliExpress declare", "proof(active; part=declared)"),
    # what is asked for, said last
    ("What is the gap made of?", "break(gap; by=state; at=now)"),
    ("rejected for IP infringement, show them",
     "list(rejected; audit_reason=tbd_audit_fail; at=now)"),
    ("How many active listings were there on 12/25/2025?", "value(active; at=2025-12-25)"),
    # parts of a whole
    ("rejected as a percentage of total", "share(rejected/total; at=now)"),
    ("How much of the gap is auditing, in percent?", "share(auditing/gap; at=now)"),
    ("live % of total", "share(active/total; at=now)"),
    ("rejection %", "share(rejected/total; at=now)"),
    # numbers that are stated
    ("How do the 510 listings that aren't live split up?",
     "break(gap; by=state; said=510; at=now)"),
    ("for which reasons are the 120 listings rejected",
     "break(rejected; by=audit_reason; said=120; at=now)"),
    ("what's behind the 50 expired listings", "why(expired; over=7d; said=50)"),
    ("is the rejected count still 120", "value(rejected; said=120; at=now)"),
    ("there are 340 in auditing, right?", "value(auditing; said=340; at=now)"),
    ("how many of the 120 rejected are duplicates",
     "value(rejected; audit_reason=duplicate_audit_fail; said=120; at=now)"),
    ("the 10 oldest listings in auditing", "list(auditing; n=10; order=days_desc; at=now)"),
    # what is taken for granted
    ("why hasn't the gap changed this month", "why(gap; over=this_month; claim=flat)"),
    ("why were there more rejections last week", "why(rejected; over=last_week; claim=up)"),
    ("why are there fewer active listings this week", "why(active; over=this_week; claim=down)"),
    # negation, bound to the condition behind it
    ("rejected, but not as duplicates",
     "list(rejected; audit_reason!=duplicate_audit_fail; at=now)"),
    ("taken down, but not by ourselves",
     "list(taken_down; offline_reason!=user_offline; at=now)"),
    # the same said with other words
    ("When was the gap smallest in February?", "peak(gap; over=2026-02; which=min)"),
    ("when did we have the most active listings last month",
     "peak(active; over=last_month; which=max)"),
    ("rejection rate over the last 30 days as a graph", "trend(rejected/total; over=30d)"),
    ("what was marked on the chart in February", "marks(over=2026-02)"),
    ("where did the listings go that left active last week",
     "flow(state=active; side=out; over=last_week)"),
    ("how long has 1005003033814656 been in auditing",
     "life(1005003033814656; focus=auditing)"),
    ("how many days does approval normally take", "reviews(usual)"),
    ("top 3 reasons for rejections", "top(rejected; by=audit_reason; n=3; at=now)"),
    ("since 1 March, by how much has rejected gone up",
     "change(rejected; from=2026-03-01; to=now)"),
    ("How many of the reviews that ended yesterday were rejections?",
     "moves(auditing>rejected; over=yesterday)"),
    ("If everything in auditing were approved, how many active listings would we have?",
     "whatif(auditing>active)"),
    ("you say 340 are in auditing, is that right", "value(auditing; said=340; at=now)"),
    ("How do you know it's 4,820?", "proof(total; said=4820)"),
    ("how many of the listings we added last week are live now",
     "cohort(none>*; over=last_week; now=active)"),
    ("of those rejected last month how many are still rejected",
     "cohort(*>rejected; over=last_month; now=rejected)"),
    ("explain why active dropped last week", "why(active; over=last_week; claim=down)"),
    ("the gap is 500, isn't it", "value(gap; said=500; at=now)"),
    ("rejected = 120?", "value(rejected; said=120; at=now)"),
    ("active and out of stock", "value(oos; at=now)"),
    ("Is 4,820 right?", "proof(total; said=4820)"),
    ("what does AliExpress say our total is", "proof(total; part=declared)"),
    ("explain the change in gap since Monday", "why(gap; over=since_monday)"),
    ("what if all auditing listings were approved", "whatif(auditing>active)"),
    ("is the refresh working", "attempt()"),
    ("compare the rejection rate of harbour-home with north-quay",
     "break(rejected/total; by=store; stores=harbour-home,north-quay; at=now)"),
    ("active listings with curtain in the title", "list(active; title=curtain; at=now)"),
    ("why doesn't Seller Center show the same number", "reconcile(?)"),
    ("active plus auditing", "value(active+auditing; at=now)"),
    # beside each other, and one time beside another
    ("total and active listings, please", "value(total,active; at=now)"),
    ("do we have fewer active listings than last Monday",
     "change(active; from=last_monday; to=now)"),
    ("How many more rejected listings than a week ago?", "change(rejected; over=7d)"),
    ("of the listings rejected last week, how many are active now",
     "cohort(*>rejected; over=last_week; now=active)"),
    ("of the rejected listings, how many are duplicates",
     "value(rejected; audit_reason=duplicate_audit_fail; at=now)"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "expected"), COMPOSED, ids=lambda text: text[:50])
def test_known_words_in_any_order_are_read_where_each_of_them_shows(question, expected):
    understood = notation_of(understand(question, words(), at=AT).understood)

    assert same(understood) == same(expected), understood


NOT_COMPOSED = [
    "how many rejected than active",  # an order no rule has
    "show 10 rejected listings",  # a limit, and no count that is stated
    "rejected in 512",
    "are all listings active",  # no list of those that are
    "how many listings did not change",
    "listings down",  # taken down, or fewer
    "how many listings were not approved yesterday",  # rejected, or waiting still
    "rejected and out of stock",  # those that are both
    "out of stock and expiring",
    "active above 4000 since when",  # no last time of it
    "is it rejected",  # of what was asked before
    "how many are up",  # no change was asked for
    "rejected and expired, by group",
    "rejected about 120",
    "what did rejected listings have in common last month",  # then rejected, or rejected then
    "how many are rejected and why",
    "is the gap unless rejected",
    "rejected from auditing without active",
    "gap and expired and rejected",
]


@pytest.mark.parametrize("question", NOT_COMPOSED)
def test_words_of_order_and_logic_are_never_composed_loosely(question):
    assert "cannot" in notation_of(understand(question, words(), at=AT).understood)


@pytest.mark.parametrize("question", [question for question, _ in COMPOSED][::6])
def test_a_word_that_changes_the_meaning_changes_a_composed_query_too(question):
    before = understand(question, words(), at=AT).understood
    said = question.split()
    for word in ("not", "more than", "purple", "except"):
        for at in range(len(said) + 1):
            changed = " ".join([*said[:at], word, *said[at:]])
            assert understand(changed, words(), at=AT).understood != before, changed
