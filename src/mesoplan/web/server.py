"""The desk behind a local server: one page, its questions, and nothing that is kept.

Loopback by default. Nothing is logged but the start; no cookie, no cache, no foreign address.
"""

import threading
from collections.abc import Awaitable, Callable, Sequence
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from mesoplan.engine import Engine
from mesoplan.web.ask import Ask
from mesoplan.web.desk import MOST_BYTES, Desk
from mesoplan.web.render import rendered

_TYPES = {"html": "text/html; charset=utf-8", "json": "application/json", "toml": "text/plain; charset=utf-8"}
_STATIC = {"desk.css": "text/css", "desk.js": "text/javascript", "htmx.min.js": "text/javascript"}
_HEAD = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_MOST_FIELDS = 1_000
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def application(engine: Engine, hosts: Sequence[str] = LOOPBACK) -> Starlette:
    """The desk as an ASGI application that answers only to these names of a host."""
    desk, one_at_a_time = Desk(engine), threading.Lock()

    def answered(ask: Ask) -> Any:
        with one_at_a_time:  # what the engine keeps between questions is not shared between threads
            return desk.answer(ask)

    async def home(request: Request) -> Response:
        return _reply(200, desk.home(), _TYPES["html"])

    async def question(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return _reply(413, _not_checked("the form is too large."), _TYPES["html"])
        try:
            query, form = _fields(request.url.query), _fields(body.decode("utf-8", "replace"))
        except ValueError:
            return _reply(413, _not_checked("the form has too many fields."), _TYPES["html"])
        reply = await run_in_threadpool(answered, Ask(request.path_params["name"], query, form))
        return _reply(reply.status, reply.body, _TYPES[reply.kind])

    async def static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _STATIC:
            return _reply(404, "", "text/plain")
        text = files("mesoplan.web").joinpath("static", name).read_text("utf-8")
        return _reply(200, text, f"{_STATIC[name]}; charset=utf-8")

    routes = [Route("/", home), Route("/static/{name}", static)]
    routes += [Route("/{name}", question, methods=["GET", "POST"])]
    return Starlette(
        routes=routes, middleware=[_guard(tuple(hosts))], exception_handlers={Exception: _failed}
    )


def serve(engine: Engine, host: str, port: int, hosts: Sequence[str], ready: Callable[[], None]) -> None:
    """Serve until it is interrupted; ``ready`` is called once it answers."""
    import uvicorn

    app = application(engine, hosts)
    settings = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )
    server = uvicorn.Server(settings)

    def watch() -> None:
        while not server.started and not server.should_exit:
            threading.Event().wait(0.02)
        if server.started:
            ready()

    threading.Thread(target=watch, daemon=True).start()
    server.run()


def _fields(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))


async def _body(request: Request) -> bytes | None:
    """The body, or None when it is larger than a form may be; what is too much is not read."""
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > MOST_BYTES:
        return None
    parts = bytearray()
    try:
        async for part in request.stream():
            parts += part
            if len(parts) > MOST_BYTES:
                return None
    except ClientDisconnect:
        return b""
    return bytes(parts)


def _reply(status: int, body: str, kind: str) -> Response:
    return Response(body.encode("utf-8", "replace"), status, {**_HEAD, "Content-Type": kind})


def _not_checked(why: str) -> str:
    return rendered("failed.html", why=why)


async def _failed(request: Request, error: Exception) -> Response:
    return _reply(
        500, _not_checked("mesoplan failed on this question; that is a fault of ours."), _TYPES["html"]
    )


def _guard(hosts: tuple[str, ...]) -> Any:
    """Refuse another name of the host (400) and a page of another origin (403)."""
    from starlette.middleware import Middleware

    class Guard:
        def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
            self.app = app

        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http":
                heads = dict(scope["headers"])
                host = heads.get(b"host", b"").decode("latin-1").lower()
                refusal = _refusal(host, heads.get(b"origin", b"").decode("latin-1").lower(), hosts)
                site = heads.get(b"sec-fetch-site", b"none")
                if refusal is None and site not in (b"none", b"same-origin"):
                    refusal = PlainTextResponse("another site asked", 403, _HEAD)
                if refusal is not None:
                    await refusal(scope, receive, send)
                    return
            await self.app(scope, receive, send)

    return Middleware(Guard)


def _refusal(host: str, origin: str, hosts: tuple[str, ...]) -> Response | None:
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    if name not in hosts:
        return PlainTextResponse("this desk does not answer to that name", 400, _HEAD)
    if origin and origin not in (f"http://{host}", f"https://{host}"):
        return PlainTextResponse("another origin asked", 403, _HEAD)
    return None
