"""Movements between two readings of a store."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from aliexpress.typed.bad_input import BadInput
from cards.access import counted_store
from cards.api import parameters
from cards.api.documented_errors import documented, moment_parameter
from cards.api.serializers import FlowSerializer
from cards.flow.flow import DEFAULT_STRETCH, flow_between


class FlowDetail(APIView):
    """Opening + appeared - vanished + moved in - moved out = closing, for every state."""

    @documented(
        FlowSerializer,
        parameters=[
            moment_parameter("from", "Left out: a day before `to`."),
            moment_parameter("to", "Left out: now."),
        ],
    )
    def get(self, request: Request, slug: str) -> Response:
        at = timezone.now()
        end = parameters.moment(request, "to", at=at) or at
        start = parameters.moment(request, "from", at=at) or end - DEFAULT_STRETCH
        if start >= end:
            raise BadInput("from", "from must lie before to.")
        store = counted_store(request.user, slug)
        return Response(flow_between(store, start=start, end=end).as_json())
