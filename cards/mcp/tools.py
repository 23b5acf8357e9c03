"""The tools an assistant may call. All of them read; each is what page and API answer too."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from aliexpress.typed.bad_input import BadInput
from cards.ask.queries.query_json import SCHEMA
from cards.mcp import tool_answers
from cards.mcp.caller import Call

TEXT: Final = {"type": "string", "maxLength": 200}
STORE: Final = {**TEXT, "description": "A store's short name, such as harbour-home."}
MOMENT: Final = {**TEXT, "description": "ISO 8601, such as 2026-03-14T09:00:00Z; left out: now."}


@dataclass(frozen=True, slots=True)
class Tool:
    """`answer` gives the JSON text of an object. It raises BadInput and Http404."""

    name: str
    title: str
    description: str
    properties: Mapping[str, Any]
    required: tuple[str, ...]
    answer: Callable[[Call], str]

    @property
    def input_schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": dict(self.properties),
            "required": list(self.required),
            "additionalProperties": False,
        }


def called(name: str, call: Call) -> str:
    """The JSON text of a tool's answer. Raises KeyError where there is no such tool, BadInput and
    Http404."""
    tool = TOOLS[name]
    if unknown := sorted(set(call.arguments) - set(tool.properties)):
        raise BadInput(name, f"{name} takes no {unknown[0][:40]!r}.")
    if missing := [one for one in tool.required if call.arguments.get(one) is None]:
        raise BadInput(missing[0], f"{missing[0]} is missing.")
    return tool.answer(call)


TOOLS: Final = {
    tool.name: tool
    for tool in (
        Tool(
            "ask",
            "Ask a question",
            "A plain question about the listings of one store, in English. What is not wholly "
            "understood is not answered: the answer then offers what can be asked. Send "
            "`previous` of the answer before for a follow-up such as 'and last week?'.",
            {
                "store": STORE,
                "question": {**TEXT, "description": "Such as: how many listings are rejected?"},
                "previous": {"type": "string", "description": "The token of the answer before."},
                "at": MOMENT,
            },
            ("store", "question"),
            tool_answers.answer_of_question,
        ),
        Tool(
            "query",
            "Ask a closed query",
            "The same answers by a closed query, such as an answer carries in `query`. The tool "
            "`vocabulary` says its words.",
            {"store": STORE, "query": SCHEMA, "at": MOMENT},
            ("store", "query"),
            tool_answers.answer_of_query,
        ),
        Tool(
            "reading",
            "Read a card",
            "One number of a store with its breakdown, verdict, age and evidence.",
            {
                "card": {**TEXT, "description": "A card's key, such as aex_total_listings."},
                "store": STORE,
                "as_of": MOMENT,
            },
            ("card", "store"),
            tool_answers.reading,
        ),
        Tool(
            "listings",
            "List listings",
            "The listings behind a number, at most fifty a page, with the count of them all.",
            {
                "store": STORE,
                "filters": {
                    "type": "object",
                    "additionalProperties": TEXT,
                    "description": "As the listings page takes them: state, status, reason, "
                    "search, group, owner, category, price, min_days, as_of, moved with from and "
                    "to, …",
                },
                "cursor": {**TEXT, "description": "`next` of the page before."},
            },
            ("store",),
            tool_answers.listings,
        ),
        Tool(
            "trace",
            "Trace a number",
            "What stands behind a change (`why`) or what listings share (`alike`). It names what "
            "goes together beyond chance, never a cause.",
            {
                "store": STORE,
                "subject": {
                    **TEXT,
                    "maxLength": 500,
                    "description": "A card's key, a state such as rejected, a movement such as "
                    "auditing-rejected, or the filters of a list.",
                },
                "kind": {"type": "string", "enum": ["why", "alike"]},
                "from": MOMENT,
                "to": MOMENT,
                "said": {"type": "string", "enum": ["up", "down"]},
            },
            ("store", "subject"),
            tool_answers.tracing,
        ),
        Tool(
            "vocabulary",
            "What can be asked",
            "The words of closed queries: what can be counted, by what, filtered by what, and how "
            "times are written; and the stores and cards you see.",
            {},
            (),
            tool_answers.vocabulary,
        ),
    )
}
