"""Alerts: what fires, and what people did about it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from aliexpress.roles import is_operations
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.text import text_from
from cards.access import visible_card, visible_store
from cards.alerts.alert_form import ask_for, end, one_trigger, rules_of
from cards.alerts.handling import acknowledge, note, visible_alert
from cards.api.documented_errors import documented, text_parameter
from cards.api.paging import Newest
from cards.api.serializers import (
    AlertPageSerializer,
    AlertRuleEntrySerializer,
    AlertRuleSerializer,
    AlertSerializer,
    Error,
    NoteSerializer,
)
from cards.models import Alert, AlertRule

STATES = ["open", "closed"]
TEXTS = ("card", "store", "trigger", "tells")


class AlertList(APIView):
    """The alerts of stores and cards the caller may see, newest first."""

    @documented(
        AlertPageSerializer,
        parameters=[
            text_parameter("state", "Only those open, or closed.", enum=STATES),
            text_parameter("store", "Only of this store."),
            text_parameter("cursor", "From `next` or `previous` of a page."),
        ],
        operation_id="alerts_list",
    )
    def get(self, request: Request) -> Response:
        seen = Alert.objects.visible_to(request.user).with_history()
        state = request.query_params.get("state", "")
        if state and state not in STATES:
            raise BadInput("state", f"state must be open or closed; it is {state!r}.")
        if state:
            seen = seen.filter(closed_at__isnull=state == "open")
        if slug := request.query_params.get("store", "").replace("\x00", ""):
            seen = seen.filter(store__slug=slug)
        pages = Newest()
        page: Any = pages.paginate_queryset(seen, request, view=self)
        return Response(
            {
                "next": pages.get_next_link(),
                "previous": pages.get_previous_link(),
                "results": AlertSerializer(page, many=True).data,
            }
        )


class AlertDetail(APIView):
    """One alert with its history."""

    @documented(AlertSerializer)
    def get(self, request: Request, alert_id: int) -> Response:
        return Response(AlertSerializer(visible_alert(request.user, alert_id)).data)


class AlertRuleList(APIView):
    """What the caller asked to be told of, and asking for more."""

    throttle_scope = "refresh"

    @documented(AlertRuleSerializer(many=True), operation_id="alerts_rules_list")
    def get(self, request: Request) -> Response:
        return Response(AlertRuleSerializer(rules_of(request.user), many=True).data)

    @documented(
        AlertRuleSerializer,
        status=201,
        request=AlertRuleEntrySerializer,
        extra={415: Error},
        operation_id="alerts_rules_create",
    )
    def post(self, request: Request) -> Response:
        """Asked for again, it changes whom it tells."""
        if not isinstance(request.data, dict):
            raise BadInput("card", "Send an object with card and trigger.")
        values = {name: text_from(name, request.data.get(name), longest=200) for name in TEXTS}
        people = request.data.get("people", [])
        if not isinstance(people, list) or not all(isinstance(one, str) for one in people):
            raise BadInput("people", "people must be a list of names.")
        card = visible_card(request.user, values["card"])
        store = visible_store(request.user, values["store"]) if values["store"] else None
        rule = ask_for(
            one_trigger(values["trigger"], card),
            card,
            store,
            by=request.user,
            tells=values["tells"] or AlertRule.Tells.ME,
            people=people,
            at=timezone.now(),
        )
        return Response(AlertRuleSerializer(rule).data, status=201)


class AlertRuleDetail(APIView):
    """One of the caller's own."""

    @documented(None, status=204, operation_id="alerts_rules_destroy")
    def delete(self, request: Request, rule_id: int) -> Response:
        if not end(rule_id, by=request.user):
            raise Http404("There is no such rule, or it is not yours.")
        return Response(status=204)


class AlertAcknowledge(APIView):
    """Somebody has it in hand; operations only."""

    throttle_scope = "refresh"

    @documented(AlertSerializer, request=None)
    def post(self, request: Request, alert_id: int) -> Response:
        alert = visible_alert(request.user, alert_id)
        if not is_operations(request.user):
            raise PermissionDenied
        acknowledge(alert, by=request.user, at=timezone.now())
        return Response(AlertSerializer(visible_alert(request.user, alert_id)).data)


class AlertNotes(APIView):
    """What people know about it; operations only."""

    throttle_scope = "refresh"

    @documented(AlertSerializer, status=201, request=NoteSerializer, extra={415: Error})
    def post(self, request: Request, alert_id: int) -> Response:
        alert = visible_alert(request.user, alert_id)
        if not is_operations(request.user):
            raise PermissionDenied
        if not isinstance(request.data, dict):
            raise BadInput("text", "Send an object with text.")
        note(alert, request.data.get("text"), by=request.user, at=timezone.now())
        return Response(AlertSerializer(visible_alert(request.user, alert_id)).data, status=201)
