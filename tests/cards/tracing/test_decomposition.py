"""What a change between two windows is made of."""

import random

import pytest

from cards.tracing.decomposition import Outcomes, Parts, mix_of


def test_more_outcomes_and_a_greater_share_are_the_whole_change():
    parts = Parts(Outcomes(20, 402), Outcomes(74, 436))

    assert parts.more_of_them == pytest.approx(3.7, abs=0.1)
    assert parts.greater_share == pytest.approx(50.3, abs=0.1)
    assert parts.more_of_them + parts.greater_share == pytest.approx(54, abs=1e-9)


def test_mix_and_within_are_the_whole_change_of_the_share():
    chance = random.Random(2)
    for _ in range(50):
        sides = []
        for _side in range(2):
            could = {value: chance.randint(0, 40) for value in "abcdef"}
            sides.append({v: Outcomes(chance.randint(0, n), n) for v, n in could.items()})
        before, now = sides
        totals = [
            Outcomes(sum(o.went for o in side.values()), sum(o.could for o in side.values()))
            for side in sides
        ]

        mix = mix_of("category", before, now)

        assert mix.mix + mix.within == pytest.approx(totals[1].share - totals[0].share, abs=1e-9)
