"""Small signs that stand on a page many times: states, marks, judgements, links to AliExpress and
what a field is chosen from. Written here, because a template takes ten times as long for each."""

from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Final

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from aliexpress.models import Listing
from cards.pages.markup import markup
from cards.readings.reading import Reading

register = template.Library()

# Of the small drawing before a mark or a judgement, in a box of 16 by 16. Drawn where it stands: a
# page shows three of them, and to define all once and use them is thirty elements more.
DRAWN: Final = {
    "complete": "M6.2 12.4 2 8.2l1.4-1.4 2.8 2.8 6.4-6.4L14 4.6z",
    "failed": "M8 1 1 14.5h14zM7.2 6h1.6v4.4H7.2zm0 5.4h1.6V13H7.2z",
    "disputed": "M2 5h12v2H2zm0 4h12v2H2zM9.6 2l1.7.6-5 11.4-1.7-.6z",
    "waiting": "M4 1h8v3L9.5 8 12 12v3H4v-3l2.5-4L4 4z",
    "stale": "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1m-.8 3h1.6v4.2l2.9 1.7-.8 1.4-3.7-2.2z",
    "none": "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1m-.8 3h1.6v4.2l2.9 1.7-.8 1.4-3.7-2.2z",
    "positive": "M6.2 13 1.5 8.3l1.4-1.4 3.3 3.3 6.9-6.9 1.4 1.4z",
    "attention": "M8 1l7 7-7 7-7-7zM7.2 4v5h1.6V4zm0 6v1.6h1.6V10z",
    "negative": "M8 14L2 3h12z",
    "neutral": "M2 7h12v2H2z",
    "not_enough_data": "M2 7h3v2H2zm4.5 0h3v2h-3zM11 7h3v2h-3z",
}
LONGEST_TITLE: Final = 140
MOST_ADDRESSES: Final = 10_000


@register.simple_tag
def state_sign(state: str, label: str) -> SafeString:
    return markup('<span class="tag fill-{}">{}</span>', state, label)


@register.simple_tag
def verdict_sign(mark: str, word: str, turns_at: str = "") -> SafeString:
    """How a reading stands; `turns_at`: when an open page turns it to out of date."""
    turns = markup(' data-turns-at="{}"', turns_at) if turns_at else ""
    return markup('<span class="verdict {}"{}>{}{}</span>', mark, turns, drawn(mark), word)


@register.simple_tag
def sentiment_sign(reading: Reading) -> SafeString:
    sign = drawn(reading.sentiment)
    words = (reading.sentiment, sign, reading.sentiment_word)
    return markup('<span class="sentiment {}">{}{}</span>', *words)


def drawn(name: str) -> SafeString:
    box = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="{}"/></svg>'
    return markup(box, DRAWN[name])


@register.simple_tag
def product_link(listing: Listing) -> SafeString:
    return markup(
        '<a href="{}" rel="noreferrer noopener" target="_blank"'
        ' aria-label="{} on AliExpress, in a new tab">{}</a>',
        listing.aliexpress_url,
        listing.product_id,
        listing.product_id,
    )


@register.simple_tag
def editor_link(listing: Listing, words: str) -> SafeString | str:
    """To Seller Center's editor; nothing where no address of it is known."""
    address = listing.editor_url
    if not address:
        return ""
    return markup(
        '<a href="{}" rel="noreferrer noopener" target="_blank"'
        ' aria-label="{} {} in Seller Center; leaves Nerve Centre">{} ↗</a>',
        address,
        words,
        listing.product_id,
        words,
    )


@register.simple_tag
def options(choices: Mapping[str, str], chosen: str = "") -> SafeString:
    """The choices of a field."""
    told = [
        f'<option value="{escape(value)}"{" selected" * (value == chosen)}>{escape(words)}</option>'
        for value, words in choices.items()
    ]
    return mark_safe("".join(told))  # noqa: S308 (escaped one by one)


@register.filter
def title_of(listing: Listing) -> str:
    """Short enough for a row."""
    title = listing.subject
    if len(title) > LONGEST_TITLE:
        title = f"{title[: LONGEST_TITLE - 1]}…"
    return title or "(no title)"


@lru_cache(maxsize=MOST_ADDRESSES)
def card_address(slug: str, key: str) -> str:
    """A board has hundreds, and the same ones each time."""
    return reverse("card", args=[slug, key])
