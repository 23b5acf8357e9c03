"""Answers that do not count: reviews, what lies ahead, one listing, words, trust, alerts."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from django.http import Http404
from django.urls import reverse

from aliexpress.lifecycle import State
from aliexpress.models import DetailTally, Store
from cards.ask.answers import Told, answers, counted, shown, stretch
from cards.ask.closed_query import Query
from cards.ask.numbers import CannotTell, World, card_of
from cards.ask.receipts import Counted, Number, list_address, receipt_of, say
from cards.ask.times import window_of
from cards.ask.wording import plain_subject, short, stretch_words
from cards.board.reviews import newest_reviews
from cards.catalogue.definitions import definition
from cards.listings.timeline import timeline
from cards.models import Alert, Annotation
from cards.reconciliation.entry import entry_from
from cards.reconciliation.explain import explain
from cards.reconciliation.observed import around, facts_of

EXAMPLES: Final = (
    "How many listings are rejected?",
    "Rejected listings by group",
    "How did active change this week?",
    "Why did rejected rise this week?",
    "What do the rejected listings have in common?",
    "Which listings left active yesterday?",
    "Is the data up to date?",
    "What counts as active?",
)
MOST_NAMED: Final = 5


@answers("reviews")
def reviews(world: World, query: Query) -> Told:
    found = newest_reviews(world.store)
    if found is None or not world.is_newest_of_all:
        raise CannotTell("not_kept", "How long reviews take is told of now only.", "Ask of now.")
    receipt = receipt_of(world.store, world.snapshot, None)
    if found.usual is None or found.nine_in_ten is None or found.stuck is None:
        raise CannotTell("not_kept", found.usual_sentence)
    if query.subject == "stuck":
        values = found.stuck_listings
        stuck = Number(found.stuck, receipt_of(world.store, world.snapshot, values))
        said = say(
            "{n} in auditing for longer than nine in ten reviews of this store take ({long}).",
            n=Counted(stuck, "listing has been", "listings have been"),
            long=stretch(found.nine_in_ten.total_seconds()),
        )
        return Told([said], [("stuck", stuck)])
    if query.compare:
        raise CannotTell(
            "not_kept",
            f"Reviews usually take {stretch(found.usual.total_seconds())} now; what was "
            "usual once is not kept.",
        )
    days = Number(round(found.usual / timedelta(days=1), 1), receipt, decimals=1, unit=" days")
    most = Number(
        round(found.nine_in_ten / timedelta(days=1), 1), receipt, decimals=1, unit=" days"
    )
    said = say(
        "Reviews usually take {days}, and nine in ten end within {most}.", days=days, most=most
    )
    return Told([said])


@answers("forecast")
def forecast(world: World, query: Query) -> Told:
    number = world.lapsing(query.ahead or "30d")
    said = say(
        "{n} lapse within {ahead} if nobody renews them, counted from {as_of}.",
        n=Counted(number, "active listing will", "active listings will"),
        ahead=stretch_words(query.ahead or "30d"),
        as_of=shown(world, number.receipt.as_of),
    )
    return Told([said], [("lapse", number)], ("nothing is renewed until then",))


@answers("whatif")
def whatif(world: World, query: Query) -> Told:
    """Arithmetic on the integers of one snapshot."""
    source, _, target = query.subject.partition(">")
    moving = world.number(source)
    kept = "total" if target == "none" else target
    standing = world.number(kept)
    value = standing.value + (-moving.value if target == "none" else moving.value)
    would = Number(value, replace(standing.receipt, listings=""), also=(standing, moving))
    total = world.number("total")
    said = say(
        "{what} would be {would}: {standing} now, and {moving}; the total is {total}.",
        what="The total" if target == "none" else short(target).capitalize(),
        would=replace(would, also=()),
        standing=standing,
        moving=Counted(
            moving, plain_subject(source).replace("listings", "listing"), plain_subject(source)
        ),
        total=total,
    )
    return Told([said], assumed=("nothing else moves meanwhile",))


@answers("life")
def life(world: World, query: Query) -> Told:
    try:
        found = timeline(world.store, int(query.subject), at=world.at)
    except (Http404, ValueError) as error:
        raise CannotTell(
            "unknown_value", f"{world.store.name} has no listing {query.subject}."
        ) from error
    link = reverse("timeline", args=[world.store.slug, found.listing.product_id])
    stages = [one for one in found.stages if one.by_at <= world.at]
    if query.focus:
        stages = [one for one in stages if one.state == query.focus]
        if not stages:
            said = say(
                "As far as we saw, listing {id} was never {state}.",
                id=query.subject,
                state=short(query.focus),
            )
            return Told([said], links=(("Its timeline", link),))
    sentences = []
    for stage in stages[: 1 if query.focus else MOST_NAMED]:
        word = stage.audit_failure_reason or stage.offline_reason
        between = (
            f"between {shown(world, stage.after_at):%-d %B %Y, %H:%M %Z} and "
            if stage.after_at
            else "by "
        )
        sentences.append(
            say(
                "It became {state} {between}{by}{reason}.",
                state=short(stage.state) if stage.state else "gone from every list",
                between=between,
                by=shown(world, stage.by_at),
                reason=f"; AliExpress says {word}" if word else "",
            )
        )
    return Told(sentences, links=(("Its timeline", link),))


_MEANS: Final = {
    "auditing": "In auditing: AliExpress is reviewing the listing; buyers do not see it yet.",
    "expired": "Expired: its listing period ran out, so AliExpress took it off sale. It is not "
    "deleted.",
    "taken_down": "Taken down: off sale because the seller or AliExpress took it down, and not "
    "because its period ran out.",
    "unmapped": "Unmapped: AliExpress uses a word for its state that we have not seen before. It "
    "is counted and shown by name.",
    "draft": "Draft: not published yet. Counted only where the store says so.",
    "gap": "The gap: Total less Active, the listings buyers cannot order, explained state by "
    "state.",
    "problems": "Problems: what AliExpress's own diagnosis finds about listings on sale.",
}


@answers("define")
def define(world: World, query: Query) -> Told:
    sentences = []
    for subject in query.subject.split(","):
        if subject in _MEANS:
            sentences.append(say("{text}", text=_MEANS[subject]))
            continue
        card = world.cards.get(card_of(subject))
        if card is None:
            raise CannotTell(
                "not_understood", "There is no such number, or it is not yours to see."
            )
        text = " ".join((card.what_it_counts or definition(card.key).at_a_glance).split())
        sentences.append(say("{title}: {text}", title=card.title, text=text))
        if subject == "quality" and card.calculation:
            sentences.append(say("{text}", text=" ".join(card.calculation.split())))
    return Told(sentences)


@answers("proof")
def proof(world: World, query: Query) -> Told:
    at = query.at or "now"
    number = world.number(query.subject, query.filters, at)
    snapshot = world.snapshot_at(at)
    rows: list[tuple[str, Number]] = []
    receipt = receipt_of(world.store, snapshot, None)
    agreed = True
    for one in snapshot.evidence:
        if one.get("read") == "compared":
            continue  # two lists held against each other: it lists nothing of its own
        declared, listed = one.get("declared"), one.get("listed")
        if declared is not None:
            agreed &= declared == listed
            rows.append((f"{one['status']}: AliExpress declares", Number(declared, receipt)))
        if listed is not None:
            values = {"status": one["status"], "as_of": snapshot.published_at.isoformat()}
            rows.append(
                (
                    f"{one['status']}: we listed",
                    Number(listed, receipt_of(world.store, snapshot, values)),
                )
            )
    verdict = (
        "For every status AliExpress declares as many listings as we listed one by one."
        if agreed and snapshot.verdict == "complete"
        else "AliExpress declares other numbers than it lists, or names a listing in two lists: "
        "the reading is disputed."
    )
    said = say(
        "{what} {n}, as of {as_of}. {verdict}",
        what=f"{plain_subject(query.subject).capitalize()}:",
        n=number,
        as_of=shown(world, snapshot.as_of),
        verdict=verdict,
    )
    return Told([said], rows)


@answers("fresh")
def fresh(world: World, query: Query) -> Told:
    reading = world.total
    if reading.as_of is None or reading.confirmed_at is None:
        raise CannotTell("before_known", f"There is no complete reading of {world.store.name} yet.")
    said = say(
        "The numbers are as of {as_of}, last found still true at {confirmed}{stale}.",
        as_of=shown(world, reading.as_of),
        confirmed=shown(world, reading.confirmed_at),
        stale=", which is longer ago than promised" if reading.stale else ": up to date",
    )
    return Told([said])


@answers("attempt")
def attempt(world: World, query: Query) -> Told:
    reading = world.total
    last = reading.last_attempt
    if last is None:
        raise CannotTell("not_kept", "How a refresh went is told of now only.", "Ask of now.")
    if not last.error:
        return Told(
            [say("The last refresh succeeded, at {at}.", at=shown(world, last.finished_at))]
        )
    again = f" We try again at {shown(world, last.retry_at):%H:%M %Z}." if last.retry_at else ""
    said = say(
        "The last refresh failed at {at}: {error}{again}",
        at=shown(world, last.finished_at),
        error=last.error,
        again=again,
    )
    return Told([said])


@answers("coverage")
def coverage(world: World, query: Query) -> Told:
    tally = (
        DetailTally.objects.filter(store=world.store, published_at__lte=world.at)
        .order_by("-published_at", "-id")
        .select_related("snapshot")
        .first()
    )
    world.reading(card_of("oos" if query.subject == "stock" else "complete"))
    if tally is None:
        raise CannotTell("not_kept", "The details of products have not been read yet.")
    receipt = receipt_of(world.store, tally.snapshot, None)
    known = tally.stock_known_count if query.subject == "stock" else tally.attributes_known_count
    said = say(
        "The {what} of {known} of {total} listings {are} known.",
        what=query.subject,
        known=Number(known, receipt),
        total=Number(tally.total_count, receipt),
        are="is" if query.subject == "stock" else "are",
    )
    return Told([said])


@answers("reconcile")
def reconcile(world: World, query: Query) -> Told:
    """The desk's solver; nothing is kept."""
    link = reverse("reconcile", args=[world.store.slug])
    total = world.number("total")
    if query.subject == "?":
        said = say(
            "Ours is {n}, as of {as_of}. Say what Seller Center shows, or enter it at the desk.",
            n=counted(total),
            as_of=shown(world, total.receipt.as_of),
        )
        return Told([said], links=(("Reconcile with Seller Center", link),))
    entry = entry_from({"entered": query.subject, "observed_at": world.at.isoformat()}, at=world.at)
    found = explain(facts_of(entry, around(world.store, world.at)), {})
    sentences = []
    if query.said and int(query.said) != total.value:
        sentences.append(
            say("You say {said}; we have {n}.", said=f"{int(query.said):,}", n=counted(total))
        )
    ours = Number(found.computed, total.receipt)
    sentences.append(
        say(
            "Seller Center shows {theirs}, and we count {ours}.",
            theirs=f"{entry.entered:,}",
            ours=ours,
        )
    )
    sentences += [say("{text}", text=one.sentence) for one in found.explanations[:MOST_NAMED]]
    return Told(sentences, links=(("Reconcile with Seller Center", link),))


@answers("alerts")
def alerts(world: World, query: Query) -> Told:
    found = Alert.objects.visible_to(world.user).filter(store=world.store, opened_at__lte=world.at)
    if query.over or query.start:
        start, end = world.window(query)
        found = found.filter(opened_at__gte=start, opened_at__lt=end)
    else:
        found = found.open()
    rows = list(found.order_by("-id").values_list("opened_at", "sentence")[:MOST_NAMED])
    link = ("All alerts", reverse("alerts"))
    if not rows:
        nothing = "No alert fired." if query.over or query.start else "No alert is open."
        return Told([say(nothing)], links=(link,))
    sentences = [say("{at}: {text}", at=shown(world, at), text=text) for at, text in rows]
    return Told(sentences, links=(link,))


@answers("marks")
def marks(world: World, query: Query) -> Told:
    found = Annotation.objects.filter(store=world.store, at__lte=world.at).select_related("by")
    if query.text:
        for word in re.findall(r"\w+", query.text):
            found = found.filter(text__icontains=word)
    elif query.over or query.start:
        start, end = world.window(query)
        found = found.filter(at__gte=start, at__lt=end)
    rows = list(found.order_by("-at", "-id")[:MOST_NAMED])
    if not rows:
        return Told([say("There is no such mark.")])
    return Told(
        [
            say(
                "“{text}” is about {at}; {who} marked it on {made}.",
                text=mark.text,
                at=shown(world, mark.at),
                who=mark.by.username if mark.by else "somebody who is gone",
                made=shown(world, mark.created_at),
            )
            for mark in rows
        ]
    )


@answers("overview")
def overview(world: World, query: Query) -> Told:
    """Where the store stands: the total, what is not active, and open alerts."""
    if query.stores:
        store = Store.objects.visible_to(world.user).filter(slug=query.stores).first()
        if store is None:
            raise CannotTell("unknown_value", "There is no such store, or it is not yours to see.")
        world = World(world.user, store, world.at, world.is_now, world.zone)
    total, active = world.number("total"), world.number("active")
    snapshot = world.snapshot
    held = [
        (state.value, world.number(state.value))
        for state in State
        if state != State.ACTIVE and snapshot.count_of(state)
    ]
    slots: dict[str, Any] = {f"n{at}": number for at, (_, number) in enumerate(held)}
    rest = ", ".join(f"{{n{at}}} {short(state)}" for at, (state, _) in enumerate(held))
    sentences = [
        say(
            "{total}: {active} are active" + (f", {rest}" if rest else "") + ", as of {as_of}.",
            total=counted(total),
            active=active,
            as_of=shown(world, snapshot.as_of),
            **slots,
        )
    ]
    sentences += alerts(world, Query(act="alerts")).sentences
    return Told(
        sentences, links=(("What to do", list_address(world.store, {"state": "rejected"})),)
    )


@answers("help")
def help_(world: World, query: Query) -> Told:
    return Told([say("Ask such as: {text}", text=text) for text in EXAMPLES])


__all__ = ["EXAMPLES", "window_of"]
