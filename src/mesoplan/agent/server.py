"""The tools over stdio, by the official SDK."""

import asyncio
import json

import mcp.types as types
from mcp.server import Server
from mcp.server.stdio import stdio_server

from mesoplan.agent.tools import Tool, Tools
from mesoplan.engine import Engine
from mesoplan.version import VERSION

_INSTRUCTIONS = (
    "Decision support for injectable mesotherapy; the practitioner decides. Give verdict, open questions and "
    "coverage as they stand. Never call an incomplete check safe, and never answer for the patient."
)
_READ_ONLY = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def serve(engine: Engine) -> None:
    """Answers on standard input and output until the client leaves."""
    asyncio.run(_serve(Tools(engine)))


async def _serve(tools: Tools) -> None:
    async def listed(context: object, parameters: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(each) for each in tools.listed()])

    async def called(context: object, parameters: types.CallToolRequestParams) -> types.CallToolResult:
        told = await asyncio.to_thread(tools.call, parameters.name, parameters.arguments or {})
        text = json.dumps(told.document, ensure_ascii=False, sort_keys=True)
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=text)],
            structured_content=dict(told.document),
            is_error=told.refused,
        )

    server = Server(
        "mesoplan",
        version=VERSION,
        instructions=_INSTRUCTIONS,
        on_list_tools=listed,
        on_call_tool=called,
    )
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


def _described(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.says,
        input_schema=tool.takes,
        output_schema=tool.gives,
        annotations=_READ_ONLY,
    )
