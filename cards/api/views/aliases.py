"""What people decided about codes and items: made, told and undone."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from aliexpress.models import SkuAlias
from aliexpress.source_door import make_decision, undo_decision
from aliexpress.typed.bad_input import BadInput
from cards.access import counted_store, decided_store
from cards.api.documented_errors import documented
from cards.api.serializers import Error
from cards.api.serializers.aliases import (
    AliasEndSerializer,
    AliasEntrySerializer,
    AliasSerializer,
)
from cards.board.bridge_decisions import alias_json, decisions_of

NAMES = ("kind", "code", "item", "why")


class AliasList(APIView):
    """The decisions in force, newest first, and making one."""

    throttle_scope = "refresh"

    @documented(AliasSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        store = counted_store(request.user, slug)
        return Response([AliasSerializer(alias_json(one)).data for one in decisions_of(store)])

    @documented(AliasSerializer, status=201, request=AliasEntrySerializer, extra={415: Error})
    def post(self, request: Request, slug: str) -> Response:
        store = decided_store(request.user, slug)
        body = _body(request)
        decision: dict[str, Any] = {name: body.get(name, "") for name in NAMES}
        decision["quantity"] = body.get("quantity", 1)
        alias = make_decision(store, at=timezone.now(), by=request.user, **decision)
        return Response(AliasSerializer(alias_json(alias)).data, status=201)


class AliasDetail(APIView):
    """Undoing one: it is ended, not deleted."""

    throttle_scope = "refresh"

    @documented(AliasSerializer, request=AliasEndSerializer, extra={415: Error})
    def patch(self, request: Request, slug: str, alias_id: int) -> Response:
        store = decided_store(request.user, slug)
        alias = SkuAlias.objects.filter(store=store, pk=alias_id).first()
        if alias is None:
            raise Http404("There is no such decision, or it is not yours to see.")
        why = _body(request).get("why", "")
        alias = undo_decision(store, alias, why=why, at=timezone.now(), by=request.user)
        return Response(AliasSerializer(alias_json(alias)).data)


def _body(request: Request) -> Mapping[str, Any]:
    if not isinstance(request.data, Mapping):
        raise BadInput("kind", "Send an object, such as one with kind and why.")
    return request.data
