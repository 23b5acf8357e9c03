"""How many groups there are to choose from, which is what chance is given."""

import random
from dataclasses import replace
from itertools import combinations

from cards.tracing.population import least_of
from cards.tracing.search import Search
from tests.cards.tracing.catalogues import made_rows, population_of, with_causes


def population():
    chance = random.Random(5)
    return population_of(with_causes(chance, made_rows(chance, 400), [], base=0.1))


def test_every_word_of_titles_counts_whether_or_not_it_came_to_anything():
    """Nine words, each a property of one value."""
    made = population()
    sizes = [one.possible for one in made.dimensions] + [1] * 9

    search = Search(replace(made, possible_words=9), made.dimensions, 0.01)

    pairs = sum(a * b for a, b in combinations(sizes, 2))
    triples = sum(a * b * c for a, b, c in combinations(sizes, 3))
    assert search.possible == (sum(sizes), pairs, triples)


def test_what_is_possible_does_not_hang_on_who_was_turned_down():
    made = population()
    chance = random.Random(6)
    rows = made_rows(random.Random(5), 400)
    other = population_of(with_causes(chance, rows, [], base=0.4))

    possible = [Search(one, one.dimensions, 0.01).possible for one in (made, other)]

    assert possible[0] == possible[1]


def test_a_finding_names_three_percent_and_never_fewer_than_five():
    assert [least_of(count) for count in (10, 166, 167, 1000, 1001)] == [5, 5, 6, 30, 31]
