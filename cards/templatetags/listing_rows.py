"""The rows of a list of listings. Written here, because a page has fifty and a template takes twice
as long for each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from aliexpress.models import Listing, Store
from cards.listings.why_here import Row, Why
from cards.pages.markup import joined, markup
from cards.pages.moment_words import age, shown_clock
from cards.templatetags.centre import price_range
from cards.templatetags.signs import editor_link, product_link, state_sign, title_of

register = template.Library()

PICTURE_PIXELS = 48


@register.simple_tag(takes_context=True)
def listing_rows(context: Mapping[str, Any]) -> SafeString:
    """Of a page's `rows`, with as many cells as its headings have."""
    store, codes = context["store"], context["codes"]
    moves, is_past = context.get("moves") or {}, context.get("is_past")
    address = reverse("listings", args=[store.slug])
    told = []
    rows: list[Row] = context["rows"]
    for listing, whys in rows:
        cells = [tick_cell(listing), subject_cell(listing, store, codes, address=address)]
        if not context.get("one_state"):
            sign = state_sign(listing.state, listing.get_state_display())
            state = "Gone" if listing.gone_at else sign
            cells.append(markup('<td data-label="State">{}</td>', state))
        cells.append(why_cell(whys))
        cells.append(markup('<td class="n" data-label="Price">{}</td>', price_range(listing)))
        if not is_past:
            cells.append(since_cell(listing, at=context["at"]))
        elif moves:
            cells.append(move_cell(moves.get(listing.pk)))
        told.append(markup("<tr>{}</tr>", joined(cells)))
    return joined(told)


def tick_cell(listing: Listing) -> SafeString:
    return markup(
        '<td class="tick-cell no-print"><input type="checkbox" name="listing" value="{0}"'
        ' aria-label="Tick {0}"{1}></td>',
        listing.product_id,
        " disabled" if listing.gone_at else "",
    )


def subject_cell(
    listing: Listing, store: Store, codes: Mapping[int, str], *, address: str
) -> SafeString:
    skus = codes.get(listing.pk)
    return markup(
        '<th scope="row" class="subject">{}<a href="{}{}/"><bdi>{}</bdi></a>'
        '<span class="words">{} {}</span>{}</th>',
        picture(listing, store),
        address,
        listing.product_id,
        title_of(listing),
        product_link(listing),
        editor_link(listing, "edit"),
        markup('<span class="words">SKU {}</span>', skus) if skus else "",
    )


def picture(listing: Listing, store: Store) -> SafeString | str:
    if not (store.shows_pictures and listing.image_url):
        return ""
    return markup(
        '<img class="picture" src="{0}" alt="" loading="lazy" width="{1}" height="{1}">',
        reverse("picture", args=[store.slug, listing.product_id]),
        PICTURE_PIXELS,
    )


def why_cell(whys: list[Why]) -> SafeString:
    told = [
        markup('<span class="why">{}</span>', why.words)
        + (markup('<span class="words">{}</span>', why.word) if why.word else "")
        for why in whys
    ]
    if not told:
        return markup('<td class="nothing"></td>')
    return markup('<td data-label="Why">{}</td>', joined(told))


def since_cell(listing: Listing, *, at: datetime) -> SafeString:
    since = age(listing.state_since_at, at=at) if listing.state_since_at else ""
    return markup('<td class="n" data-label="Since">{}</td>', since)


def move_cell(move: Any) -> SafeString:
    """Between which two readings it moved."""
    ends = ""
    if move:
        after = shown_clock(move.after_at) if move.after_at else ""
        ends = markup('{}<span class="words">and {}</span>', after, shown_clock(move.by_at))
    return markup('<td class="n" data-label="It moved between">{}</td>', ends)
