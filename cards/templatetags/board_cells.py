"""The cells of a board. Written here, because there are hundreds and a template takes four times as
long for each."""

from datetime import datetime

from django import template
from django.utils.safestring import SafeString

from cards.board.board import BoardRow
from cards.catalogue.definitions import TOTAL
from cards.measures.measured import Coverage
from cards.models import Card
from cards.pages.markup import joined, markup
from cards.pages.moment_words import age, in_zone
from cards.pages.small_charts import month_path, segments
from cards.readings.reading import Reading
from cards.templatetags.centre import grouped, turns_at
from cards.templatetags.signs import card_address, sentiment_sign, verdict_sign
from cards.templatetags.why import why

register = template.Library()


@register.simple_tag
def board_cells(row: BoardRow, at: datetime, is_compact: bool = False) -> SafeString:
    """A store's cells, in the order of the cards; `is_compact`: their numbers alone."""
    cells: list[SafeString] = []
    for card, reading, is_apart in row.told:
        lines = [figure_line(reading), alert_line(row, card), change_line(row, reading)]
        why_link = ""
        if not is_compact:
            lines += [month_line(row, card), gap_bar(reading) if card.key == TOTAL else ""]
            lines += [words_line(row, reading, is_apart=is_apart, at=at)]
            why_link = why_line(row, card, reading)
        cell = '<td data-card="{}"{}><a id="cell-{}-{}" href="{}">{}</a>{}</td>'
        place = markup(' class="widest"') if not cells else ""
        address = card_address(row.store.slug, card.key)
        parts = (place, row.store.pk, card.pk, address, joined(lines), why_link)
        cells.append(markup(cell, card.title, *parts))
    return joined(cells)


def figure_line(reading: Reading) -> SafeString:
    so_far = reading.so_far
    if so_far is None or reading.coverage is None:
        return markup("<b>{}</b>", reading.figure)
    bar = coverage_bar(reading.coverage)
    return markup('<b>{}</b><span class="words">{}{}</span>', *so_far, bar)


def coverage_bar(coverage: Coverage) -> SafeString:
    """How much is known, as one thin bar."""
    width = round(100 * coverage.known / coverage.of, 1) if coverage.of else 0
    return markup(
        '<svg class="coverage" role="img" aria-label="{}"><rect width="{}%" height="100%"/></svg>',
        coverage.sentence,
        width,
    )


def alert_line(row: BoardRow, card: Card) -> SafeString | str:
    return markup('<span class="alarm">Alert open</span>') if card.key in row.alerts else ""


def change_line(row: BoardRow, reading: Reading) -> SafeString | str:
    """'+12', and '12 more' for who hears it; nothing where it is not known."""
    if reading.snapshot is None:
        return markup('<span class="words">no complete reading yet</span>')
    change = row.change(reading)
    if change is None:
        return ""
    short, long = (" pp", " percentage points") if reading.unit == "percent" else ("", "")
    sign, word = ("+", "more") if change > 0 else ("\u2212", "less")
    signed = f"{sign}{abs(change):,}{short}" if change else "±0"
    words = f"{abs(change):,}{long} {word}" if change else "no change"
    return markup(
        '<span class="words"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{} since yesterday</span></span>',
        signed,
        words,
    )


def month_line(row: BoardRow, card: Card) -> SafeString | str:
    """A card's month in a box of 100 by 20; nothing where fewer than three points are known."""
    path = month_path(row.month.get(card.key, []))
    box = '<svg class="month" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">'
    return markup(box + '<path d="{}"/></svg>', path) if path else ""


def gap_bar(reading: Reading) -> SafeString | str:
    """The states of a store as one thin bar."""
    part = '<rect class="fill-{}" x="{}%" width="{}%" height="100%"/>'
    parts = [markup(part, one.state, one.x, one.width) for one in segments(reading.breakdown)]
    bar = '<svg class="gap-bar" aria-hidden="true">{}</svg>'
    return markup(bar, joined(parts)) if parts else ""


def words_line(row: BoardRow, reading: Reading, *, is_apart: bool, at: datetime) -> SafeString:
    """What the number is a share of, how it stands where that is another way than the row does, and
    how it is judged."""
    told: list[SafeString | str] = []
    ratio = reading.ratio
    if ratio and not reading.so_far:
        over, under = ratio.numerator.value, ratio.denominator.value
        told.append(markup("{} of {}<br>", grouped(over), grouped(under)))
    if is_apart and reading.value is not None and reading.confirmed_at is not None:
        sign = verdict_sign(reading.mark, reading.mark_word, turns_at(reading, row.store))
        told.append(markup("{} {}<br>", sign, age(reading.confirmed_at, at=at)))
    if reading.is_judged:
        told.append(markup("{} {}", sentiment_sign(reading), in_zone(reading.reason, at=at)))
    return markup('<span class="words">{}</span>', joined(told)) if told else markup("")


def why_line(row: BoardRow, card: Card, reading: Reading) -> SafeString | str:
    """The link to what stands behind a number that is judged, and not as good."""
    address = why(row.store, card.key) if reading.is_judged else ""
    if not address or reading.sentiment == "positive":
        return ""
    of = markup('<span class="visually-hidden"> {}, {}</span>', card.title, row.store.name)
    return markup('<a class="why-link no-print" href="{}">Why?{}</a>', address, of)
