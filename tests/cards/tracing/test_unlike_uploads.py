"""A group of few uploads stands out only beyond what uploads differ by."""

import random

from cards.tracing.chance import Table, log_tail
from cards.tracing.unlike_uploads import alikeness, log_bound


def uploads(shares, *, of=30, into=()):
    """One upload a share, of which so many went; those at the places `into` are in the group."""
    return [
        (number, Table(went if inside else 0, of if inside else 0, went, of))
        for number, share in enumerate(shares, start=1)
        for inside in (number - 1 in into,)
        for went in (round(share * of),)
    ]


def test_it_is_never_below_what_listings_that_have_nothing_to_do_with_each_other_come_to():
    counts = uploads([0.5, 0.5, *[0.1, 0.0, 0.1, 0.2] * 12], into=(0, 1))

    a, c, k, n = (sum(table[place] for _, table in counts) for place in range(4))
    assert log_bound(counts) >= log_tail(Table(a, c, k, n))


def test_uploads_as_unlike_as_the_groups_say_nothing():
    alike, unlike = [0.1] * 60, [0.5, *[0.0] * 5] * 10

    assert log_bound(uploads([0.5, 0.5, *alike], into=(0, 1))) < -12
    assert log_bound(uploads([0.5, 0.5, *unlike], into=(0, 1))) > -6


def test_how_alike_the_listings_of_an_upload_are_is_told():
    chance = random.Random(5)
    tossed = [sum(chance.random() < 0.1 for _ in range(40)) / 40 for _ in range(400)]

    assert alikeness(uploads(tossed, of=40)) < 0.01
    assert alikeness(uploads([*[0.0] * 9, 1.0] * 40, of=40)) > 0.9


def test_a_group_at_the_others_rate_or_of_nothing_is_no_news():
    assert log_bound(uploads([0.1] * 20, into=(0, 1))) == 0.0
    assert log_bound([]) == 0.0


def test_what_is_outside_the_group_may_be_the_odd_side():
    """Three uploads of luck stand against all the others, which are the group."""
    shares = [0.0] * 3 + [0.05, 0.1, 0.0, 0.15] * 20

    assert log_bound(uploads(shares, into=range(3, 83))) > -10


def test_a_few_large_uploads_do_not_speak_for_all():
    """Two of four hundred that are like the whole, and forty small ones that are not."""
    counts = uploads([0.1, 0.1], of=400) + [
        (number + 2, table) for number, table in uploads([0.3, 0.0, 0.0] * 20, of=10)
    ]

    assert alikeness(counts) > 0.05
