"""The proof, age and coverage of a number, and why another number differs."""

from django.urls import reverse

from aliexpress.models import DetailTally
from cards.ask.answers.answer import Told, answers, counted, shown
from cards.ask.answers.answer_numbers import World
from cards.ask.answers.bridge_numbers import listed_and_all
from cards.ask.answers.group_rows import by_price
from cards.ask.answers.one_listing import MOST_NAMED
from cards.ask.answers.receipts import Number, receipt_of, say
from cards.ask.queries.closed_query import ON_THE_BRIDGE, Query
from cards.ask.queries.wording import plain_subject
from cards.ask.standpoint import CannotTell, card_of
from cards.reconciliation.entry import entry_from
from cards.reconciliation.explain import explain
from cards.reconciliation.moment_reader import around, facts_of


@answers("proof")
def proof(world: World, query: Query) -> Told:
    at = query.at or "now"
    number = world.number(query.subject, query.filters, at)
    if query.subject in ON_THE_BRIDGE:
        return proof_of_bridge(world, query, number)
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


def proof_of_bridge(world: World, query: Query, number: Number) -> Told:
    """Where the two counts meet, and both of the readings that stand behind them."""
    listed, every = listed_and_all(world, world.moment(query.at or "now"))
    words = plain_subject(query.subject)
    said = say(
        "{what}: {n}. Of {every} items of the source {listed} are listed, and as many first "
        "copies are among the SKUs of the listings, as of {as_of}.",
        what=words[:1].upper() + words[1:],
        n=number,
        every=every,
        listed=listed,
        as_of=shown(world, number.receipt.as_of),
    )
    link = reverse("bridge", args=[world.store.slug])
    return Told([said], [("listed", listed), ("items", every)], links=(("The bridge", link),))


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
    if query.subject == "source":
        return coverage_of_source(world)
    if query.subject == "price":
        return coverage_of_prices(world)
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
    known, of = tally.stock_known_count, tally.total_count
    if query.subject != "stock":
        known, apply = tally.attributes_known_count, tally.attributes_apply_count
        of = of if apply is None else apply
    said = say(
        "The {what} of {known} of {total} listings {are} known.",
        what=query.subject,
        known=Number(known, receipt),
        total=Number(of, receipt),
        are="is" if query.subject == "stock" else "are",
    )
    return Told([said])


def coverage_of_prices(world: World) -> Told:
    if not world.is_newest_of_all:
        raise CannotTell("not_kept", "Prices are known as they are now.", "Ask of now.")
    every = world.number("total", (), "now")
    rows = by_price(world, {}, world.snapshot)
    known = sum(number.value for _, number in rows)
    said = say(
        "The price of {known} of {total} listings is known.",
        known=Number(known, receipt_of(world.store, world.snapshot, None)),
        total=every,
    )
    return Told([said], rows)


def coverage_of_source(world: World) -> Told:
    listed, every = listed_and_all(world, world.at)
    said = say(
        "{listed} of {every} items of the source are listed on AliExpress, as of {as_of}.",
        listed=listed,
        every=every,
        as_of=shown(world, listed.receipt.as_of),
    )
    link = reverse("bridge", args=[world.store.slug])
    return Told([said], [("listed", listed), ("items", every)], links=(("The bridge", link),))


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
