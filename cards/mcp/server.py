"""The protocol: the tools, resources and prompts for one caller, on the official SDK."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from asgiref.sync import sync_to_async
from django.core.exceptions import PermissionDenied
from django.http import Http404
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolResult,
    GetPromptResult,
    ListPromptsResult,
    ListResourcesResult,
    ListResourceTemplatesResult,
    ListToolsResult,
    Prompt,
    PromptArgument,
    PromptMessage,
    ReadResourceResult,
    Resource,
    ResourceTemplate,
    TextContent,
    TextResourceContents,
    Tool,
    ToolAnnotations,
)

from aliexpress.typed.bad_input import BadInput
from cards.access import NOT_FOUND
from cards.mcp import resources
from cards.mcp.caller import Call, Caller
from cards.mcp.prompts import INSTRUCTIONS, PROMPTS
from cards.mcp.tools import TOOLS, called

NAME: Final = "nerve-centre"
JSON: Final = "application/json"
READS: Final = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
Got = TypeVar("Got")


@dataclass(frozen=True, slots=True)
class Answers:
    """What one caller, and nobody else, is answered to each request of the protocol."""

    caller: Caller

    async def in_django(self, work: Callable[[Call], Got], arguments: Any = None) -> Got:
        """In the thread Django answers in, on its connection to the database."""

        def run() -> Got:
            return work(Call(self.caller.user(), self.caller.clock(), dict(arguments or {})))

        return await sync_to_async(run, thread_sensitive=True)()

    async def list_tools(self, context: Any, params: Any) -> ListToolsResult:
        return ListToolsResult(tools=TOOLS_LISTED)

    async def call_tool(self, context: Any, params: Any) -> CallToolResult:
        if params.name not in TOOLS:
            raise MCPError(INVALID_PARAMS, f"There is no tool {params.name[:40]!r}.")
        try:
            text = await self.in_django(lambda call: called(params.name, call), params.arguments)
        except (BadInput, PermissionDenied) as error:
            return failed(str(error))
        except Http404:
            return failed(NOT_FOUND)
        return CallToolResult(
            content=[TextContent(type="text", text=text)], structured_content=json.loads(text)
        )

    async def list_resources(self, context: Any, params: Any) -> ListResourcesResult:
        found = await self.in_django(resources.addresses)
        return ListResourcesResult(
            resources=[
                Resource(uri=uri, name=title, title=title, mime_type=JSON)
                for uri, title in found.items()
            ]
        )

    async def list_templates(self, context: Any, params: Any) -> ListResourceTemplatesResult:
        return ListResourceTemplatesResult(
            resource_templates=[
                ResourceTemplate(uri_template=uri, name=uri, description=text, mime_type=JSON)
                for uri, text in resources.TEMPLATES.items()
            ]
        )

    async def read_resource(self, context: Any, params: Any) -> ReadResourceResult:
        uri = str(params.uri)
        try:
            text = await self.in_django(lambda call: resources.content(uri, call))
        except (Http404, BadInput, PermissionDenied) as error:
            sentence = str(error) if isinstance(error, PermissionDenied) else NOT_FOUND
            raise MCPError(INVALID_PARAMS, sentence) from error
        return ReadResourceResult(
            contents=[TextResourceContents(uri=uri, mime_type=JSON, text=text)]
        )

    async def list_prompts(self, context: Any, params: Any) -> ListPromptsResult:
        return ListPromptsResult(prompts=PROMPTS_LISTED)

    async def get_prompt(self, context: Any, params: Any) -> GetPromptResult:
        prompt, store = PROMPTS.get(params.name), (params.arguments or {}).get("store", "")
        if prompt is None or not store or len(store) > 200:
            raise MCPError(INVALID_PARAMS, "Name one of the prompts, and its store.")
        content = TextContent(type="text", text=prompt.text.format(store=store))
        message = PromptMessage(role="user", content=content)
        return GetPromptResult(description=prompt.description, messages=[message])


def server_for(caller: Caller) -> Server[Any]:
    """A server that answers this caller and nobody else."""
    answers = Answers(caller)
    return Server(
        NAME,
        version="1",
        title="Nerve Centre for AliExpress",
        instructions=INSTRUCTIONS,
        on_list_tools=answers.list_tools,
        on_call_tool=answers.call_tool,
        on_list_resources=answers.list_resources,
        on_list_resource_templates=answers.list_templates,
        on_read_resource=answers.read_resource,
        on_list_prompts=answers.list_prompts,
        on_get_prompt=answers.get_prompt,
    )


def failed(sentence: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=sentence)], is_error=True)


TOOLS_LISTED: Final = [
    Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.input_schema,
        output_schema={"type": "object"},
        annotations=READS,
    )
    for tool in TOOLS.values()
]
PROMPTS_LISTED: Final = [
    Prompt(
        name=name,
        title=prompt.title,
        description=prompt.description,
        arguments=[PromptArgument(name="store", description="A store's name.", required=True)],
    )
    for name, prompt in PROMPTS.items()
]
