"""Small signs that stand on a page many times: states, marks, judgements, links to AliExpress and
what a field is chosen from. Written here, because a template takes ten times as long for each."""

from collections.abc import Mapping
from typing import Final

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from aliexpress.models import Listing
from cards.readings.reading import Reading

register = template.Library()

CHOSEN: Final = mark_safe(" selected")


@register.simple_tag
def state_sign(state: str, label: str) -> SafeString:
    return format_html(
        '<span class="tag"><svg viewBox="0 0 12 12" aria-hidden="true">'
        '<rect class="fill-{}" width="12" height="12"/></svg>{}</span>',
        state,
        label,
    )


@register.simple_tag
def verdict_sign(mark: str, word: str, turns_at: str = "") -> SafeString:
    """How a reading stands; `turns_at`: when an open page turns it to out of date."""
    turns = format_html(' data-turns-at="{}"', turns_at) if turns_at else ""
    return format_html(
        '<span class="verdict {}"{}><svg aria-hidden="true"><use href="#mark-{}"/></svg>{}</span>',
        mark,
        turns,
        mark,
        word,
    )


@register.simple_tag
def sentiment_sign(reading: Reading) -> SafeString:
    return format_html(
        '<span class="sentiment {}"><svg aria-hidden="true"><use href="#sentiment-{}"/></svg>'
        "{}</span>",
        reading.sentiment,
        reading.sentiment,
        reading.sentiment_word,
    )


@register.simple_tag
def product_link(listing: Listing) -> SafeString:
    return format_html(
        '<a href="{}" rel="noreferrer noopener" target="_blank">{}'
        '<span class="visually-hidden"> on AliExpress, in a new tab</span></a>',
        listing.aliexpress_url,
        listing.product_id,
    )


@register.simple_tag
def editor_link(listing: Listing, words: str) -> SafeString | str:
    """To Seller Center's editor; nothing where no address of it is known."""
    address = listing.editor_url
    if not address:
        return ""
    return format_html(
        '<a href="{}" rel="noreferrer noopener" target="_blank">{}<span class="visually-hidden"> '
        '{} in Seller Center; leaves Nerve Centre</span> <span aria-hidden="true">↗</span></a>',
        address,
        words,
        listing.product_id,
    )


@register.simple_tag
def options(choices: Mapping[str, str], chosen: str = "") -> SafeString:
    """The choices of a field."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, CHOSEN if value == chosen else "", words) for value, words in choices.items()),
    )
