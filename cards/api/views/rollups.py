"""A card over all the caller's stores."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from aliexpress.typed.bad_input import BadInput
from cards.access import measured_card
from cards.api.documented_errors import documented
from cards.api.serializers import RollUpSerializer
from cards.board.board import roll_up
from cards.board.roll_up import can_be_summed


class RollUpDetail(APIView):
    """The sum over every store the caller may see, with each store's age and verdict."""

    @documented(RollUpSerializer)
    def get(self, request: Request, key: str) -> Response:
        card = measured_card(request.user, key)
        if not can_be_summed(card):
            raise BadInput("key", f"{card.title} cannot be added up over stores.")
        return Response(roll_up(card, request.user, at=timezone.now()).as_json())
