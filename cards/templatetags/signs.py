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

LONGEST_TITLE: Final = 140
MOST_ADDRESSES: Final = 10_000


@register.simple_tag
def state_sign(state: str, label: str) -> SafeString:
    return markup('<span class="tag fill-{}">{}</span>', state, label)


@register.simple_tag
def verdict_sign(mark: str, word: str, turns_at: str = "") -> SafeString:
    """How a reading stands; `turns_at`: when an open page turns it to out of date."""
    turns = markup(' data-turns-at="{}"', turns_at) if turns_at else ""
    return markup(
        '<span class="verdict {}"{}><svg aria-hidden="true"><use href="#mark-{}"/></svg>{}</span>',
        mark,
        turns,
        mark,
        word,
    )


@register.simple_tag
def sentiment_sign(reading: Reading) -> SafeString:
    return markup(
        '<span class="sentiment {}"><svg aria-hidden="true"><use href="#sentiment-{}"/></svg>'
        "{}</span>",
        reading.sentiment,
        reading.sentiment,
        reading.sentiment_word,
    )


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
