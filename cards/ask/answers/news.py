"""Alerts, marks, and where the store stands."""

import re
from typing import Any

from django.db.models import Q
from django.urls import reverse

from aliexpress.lifecycle import State
from cards.ask.answers.answer import Told, answers, counted, shown
from cards.ask.answers.answer_numbers import World
from cards.ask.answers.one_listing import MOST_NAMED
from cards.ask.answers.receipts import list_address, say
from cards.ask.queries.closed_query import Query
from cards.ask.queries.wording import short
from cards.models import Alert, Annotation


@answers("alerts")
def alerts(world: World, query: Query) -> Told:
    found = Alert.objects.visible_to(world.user).filter(store=world.store, opened_at__lte=world.at)
    if query.over or query.start:
        start, end = world.window(query)
        found = found.filter(opened_at__gte=start, opened_at__lt=end)
    else:
        found = found.filter(Q(closed_at=None) | Q(closed_at__gt=world.at))
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
