"""What to do about a store today."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from aliexpress.models import Store
from aliexpress.typed.bad_input import BadInput
from cards.access import counted_store
from cards.api.documented_errors import documented, text_parameter
from cards.api.serializers.today import TodaySerializer
from cards.board.board import readable_cards, today_of
from cards.board.store_numbers import numbers_of
from cards.board.today import NOTHING
from cards.formats import moment_text
from cards.models.card import called


class TodayDetail(APIView):
    """At most five sentences, each with the listings at stake and a link; most at stake first."""

    @documented(
        TodaySerializer,
        parameters=[text_parameter("card", "Only what concerns this card, by its key.")],
    )
    def get(self, request: Request, slug: str) -> Response:
        at = timezone.now()
        store = counted_store(request.user, slug)
        cards = readable_cards(request.user)
        key = request.query_params.get("card", "")
        card = called(cards, key)
        if key and card is None:
            raise BadInput("card", "card must be the key of a card that is yours to see.")
        numbers = numbers_of(cards, Store.objects.filter(pk=store.pk), at=at)
        told = today_of(numbers, request.user, at=at, card=card.key if card else "")
        return Response(
            {
                "store": store.slug,
                "at": moment_text(at),
                "sentences": [one.as_json() for one in told],
                "nothing": "" if told else NOTHING,
            }
        )
