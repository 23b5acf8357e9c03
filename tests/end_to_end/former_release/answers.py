# What is answered of a store: run in a shell of either release, it prints one line of JSON.
import json
from datetime import timedelta

from rest_framework.renderers import JSONRenderer

from aliexpress.models import ListingSnapshot, Store
from cards.measures import MEASURES
from cards.models import Card
from cards.readings.reader import read

snapshots = list(ListingSnapshot.objects.order_by("id"))
last = snapshots[-1].confirmed_at
moments = [moment for one in snapshots for moment in (one.published_at, one.confirmed_at)]
cards = [card for card in Card.objects.order_by("key") if card.key in MEASURES]
answers = {}
for store in Store.objects.order_by("slug"):
    for card in cards:
        now = read(card, store, at=last + timedelta(minutes=1))
        then = [read(card, store, at=last + timedelta(hours=1), as_of=one) for one in moments]
        answers[f"{store.slug} {card.key}"] = [
            json.loads(JSONRenderer().render(one.as_json())) for one in [now, *then]
        ]
print(json.dumps(answers))
