"""The life of one listing."""

from typing import Final

from django.http import Http404
from django.urls import reverse

from cards.ask.answers.answer import Told, answers, shown
from cards.ask.answers.answer_numbers import World
from cards.ask.answers.receipts import say
from cards.ask.queries.closed_query import Query
from cards.ask.queries.wording import short
from cards.ask.standpoint import CannotTell
from cards.listings.timeline import timeline

MOST_NAMED: Final = 5


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
