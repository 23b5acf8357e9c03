"""What listings share: those of a state, of a card or of any list, against those that could have
been among them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import parse_qsl, urlencode

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, ReviewTally, Store, ValidityTally
from aliexpress.typed.bad_input import BadInput
from cards.flow.movements import ANYWHERE
from cards.formats import moment_text
from cards.listings.filter_checks import CAME_BACK
from cards.listings.filters import filters_from
from cards.listings.properties import PROPERTIES
from cards.listings.review_outcomes import ANY
from cards.measures import products, validity
from cards.measures.usual_review import STUCK_AFTER, usual_lengths
from cards.models import Card
from cards.tracing.moved_questions import OUTCOMES, REVIEWED, SEVERAL
from cards.tracing.questions import (
    EXPIRING,
    LACKING,
    LACKING_ON_SALE,
    OUT_OF_STOCK,
    PROBLEM,
    STUCK,
    NotKnown,
    Query,
    Question,
    Words,
    given_at,
)

_OF_ATTRIBUTES: Final = frozenset({"required", "key_attributes", "brand"})  # a brand is one
_SAYING_THE_SAME: Final = {LACKING: _OF_ATTRIBUTES, LACKING_ON_SALE: _OF_ATTRIBUTES}
ALWAYS_NOW: Final = (STUCK, PROBLEM)  # no other moment can be told
# Lists of now: a moment of the past does not go with these.
OF_NOW: Final = {"card", "min_days", "since_after", "since_by"}
# What a list may be narrowed to beside a state, a movement or a review.
NARROWING: Final = {name for name, one in PROPERTIES.items() if one.is_upstream} | {"search"}
REFUSED: Final = {one.value for one in State if one != State.ACTIVE}
REVIEWS_OF: Final = timedelta(days=30)  # that ended in time

Found = tuple[Words, Query, Query, Query | None, State | None]


def shared_question(store: Store, subject: str, *, at: datetime) -> Question:
    """Raises NotKnown where nothing was counted at the moment, and BadInput."""
    closing = reading_of(store, subject, at=at)
    if subject in State.values:
        found = of_state(State(subject), closing)
    else:
        found = _OF_CONDITION.get(subject, of_list)(store, subject, closing)
    words, target, rest, both, state = found
    return Question(
        subject=subject,
        kind="alike",
        opening=closing,
        closing=closing,
        target=target,
        rest=rest,
        both=both,
        words=words,
        state=state,
        looks_at_when="reviewed" in target,
        without=_SAYING_THE_SAME.get(subject, frozenset(narrowing_of(target))),
    )


def reading_of(store: Store, subject: str, *, at: datetime) -> ListingSnapshot:
    """The newest, where the listings can be told of no other; that of a list's own moment; else
    the one given at the moment. Raises NotKnown where there was none."""
    query = dict(parse_qsl(subject))
    if subject in ALWAYS_NOW or query.keys() & OF_NOW:
        found, name = ListingSnapshot.objects.newest_of(store), "to"
    else:
        filters = filters_from(query)
        name = "as_of" if filters.as_of else "to"
        own = min(at, filters.as_of or filters.end or at)
        found = ListingSnapshot.objects.given_at(store, at=own)
    if found is None:
        raise NotKnown(name, "No complete reading had been published by then.")
    return found


def of_state(state: State, closing: ListingSnapshot) -> Found:
    then = {"as_of": given_at(closing)}
    label = state.label.lower()
    is_active = state == State.ACTIVE
    other = State.REJECTED if is_active else State.ACTIVE
    did = "are on sale" if is_active else f"are {label}"
    others = f"that are {other.label.lower()}" if is_active else "on sale"
    words = Words(f"What the {label} listings share", did, others)
    both = then | {"state": f"{state.value},{other.value}"}
    return words, {"state": state.value, **then}, {"state": other.value, **then}, both, state


def _out_of_stock(store: Store, subject: str, closing: ListingSnapshot) -> Found:
    active = {"state": State.ACTIVE.value, "as_of": given_at(closing)}
    words = Words("What is out of stock", "are out of stock", "on sale")
    target, rest = ({**active, "out_of_stock": word} for word in ("yes", "no"))
    return words, target, rest, None, State.ACTIVE


def _lacking(store: Store, subject: str, closing: ListingSnapshot) -> Found:
    then = {"as_of": given_at(closing)}
    others = "read so far"
    if subject == LACKING_ON_SALE:
        then["state"], others = State.ACTIVE.value, "on sale and read so far"
    words = Words("What lacks a required attribute", "lack a required attribute", others)
    target, rest, both = ({**then, "required": span} for span in ("..99", "100", "0..100"))
    return words, target, rest, both, None


def _expiring(store: Store, subject: str, closing: ListingSnapshot) -> Found:
    tally = ValidityTally.objects.newest_for([closing.pk]).first()
    if tally is None:
        raise NotKnown("subject", "The ends of validity were not counted then.")
    settings = Card.objects.get(key=validity.KEY).settings
    end = moment_text(tally.end_of(validity.days_of(settings))) or ""
    active = {"state": State.ACTIVE.value, "as_of": given_at(closing)}
    words = Words("What expires soon", "expire soon", "on sale")
    target, rest = ({**active, "validity": span} for span in (f"..{end}", f"{end}.."))
    return words, target, rest, None, State.ACTIVE


def _problem(store: Store, subject: str, closing: ListingSnapshot) -> Found:
    words = Words("What AliExpress's diagnosis finds something in", "have a problem", "read so far")
    target, rest = (
        {"card": products.QUALITY, "part": part} for part in (products.PROBLEM, products.SOUND)
    )
    return words, target, rest, None, None


def _stuck(store: Store, subject: str, closing: ListingSnapshot) -> Found:
    """Longer in auditing than nine in ten reviews take, against what came out of review."""
    tally = ReviewTally.objects.filter(store=store).first()
    _, nine_in_ten = usual_lengths(tally) if tally else (None, None)
    edge = closing.published_at - (nine_in_ten or STUCK_AFTER)
    first = ListingSnapshot.objects.filter(
        store=store, published_at__gte=closing.published_at - REVIEWS_OF
    ).order_by("published_at", "id").first() or closing  # fmt: skip
    if first == closing:
        raise NotKnown("subject", "No review has been seen to end yet to compare them with.")
    words = Words("What is stuck in auditing", "are stuck", "whose review ended in 30 days")
    target = {"state": State.AUDITING.value, "since_by": moment_text(edge) or ""}
    rest = {
        "reviewed": "any",
        "from": given_at(first),
        "to": given_at(closing),
        "apart_from": urlencode(target),
    }
    return words, target, rest, None, State.AUDITING


def narrowing_of(target: Query) -> Query:
    """What the list is narrowed to by properties: both sides have it, or it is what was asked."""
    return {name: text for name, text in target.items() if name in NARROWING}


def of_list(store: Store, subject: str, closing: ListingSnapshot) -> Found:
    target = dict(parse_qsl(subject))
    words = Words("What these listings share", "are in the list", "on sale and not in it")
    if target.keys() & {"reviewed", "moved", "stayed"}:
        return of_window(target, words)
    is_of_now = bool(target.keys() & OF_NOW)
    then = {} if is_of_now else {"as_of": target.get("as_of") or given_at(closing)}
    rest = {"state": State.ACTIVE.value, **then}
    narrowing = narrowing_of(target)
    if narrowing and target.get("state") in REFUSED:
        # The same kind of listings, that could have been among them.
        words = replace(words, others="of the same kind on sale")
        return words, target | then, rest | narrowing, None, None
    apart = {name: text for name, text in target.items() if name not in ("as_of", "apart_from")}
    if apart and "apart_from" not in target:
        rest |= {"apart_from": urlencode(sorted(apart.items()))}
    return words, target | then, rest, None, None


def has_others(target: Query) -> bool:
    """Whether there is something a list can be held against: what came back to where it was has
    nothing, nor has every review at once."""
    return target.get("moved") != CAME_BACK and target.get("reviewed") != ANY


def of_window(target: Query, words: Words) -> Found:
    """What happened to them between two moments, against those it could have happened to.
    Raises BadInput where nothing could."""
    window = {name: target[name] for name in ("from", "to")} | narrowing_of(target)
    if outcome := target.get("reviewed"):
        if outcome == ANY:
            raise BadInput("subject", "Say which reviews: reviewed=rejected or reviewed=active.")
        other = REVIEWED[outcome == State.ACTIVE]
        did, differ = OUTCOMES[outcome], OUTCOMES[other]
        reviewed = Words(words.title, f"were {did}", f"that were {differ}", "reviewed")
        return reviewed, target, window | {"reviewed": other}, None, None
    if stayed := target.get("stayed"):
        gone = window | {"moved": f"{stayed}-{ANYWHERE}"}
        label = str(State(stayed).label)
        left = Words(words.title, f"stayed {label}", f"that were {label} and are not any more")
        return left, target, gone, None, None
    set_out, _, arrived = target["moved"].partition("-")
    if arrived in REVIEWED and set_out in (State.AUDITING, *SEVERAL):
        other = REVIEWED[arrived == State.ACTIVE]
        reviewed = replace(words, others=f"that were {OUTCOMES[other]}", population="looked at")
        return reviewed, target, window | {"reviewed": other}, None, None
    usual = State.ACTIVE.value if set_out in SEVERAL else arrived
    state = set_out if set_out in State.values else usual
    if state not in State.values:
        raise BadInput("subject", "Listings that came back cannot be held against others.")
    others = f"that were and are {State(state).label}"
    return replace(words, others=others), target, window | {"stayed": state}, None, None


_OF_CONDITION: Final[Mapping[str, Callable[[Store, str, ListingSnapshot], Found]]] = {
    OUT_OF_STOCK: _out_of_stock,
    LACKING: _lacking,
    LACKING_ON_SALE: _lacking,
    EXPIRING: _expiring,
    PROBLEM: _problem,
    STUCK: _stuck,
}
