"""The protocol over standard input and output: one caller until the input ends."""

from mcp.server.stdio import stdio_server

from cards.mcp.caller import Caller
from cards.mcp.server import server_for


async def serve(caller: Caller) -> None:
    server = server_for(caller)
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())
