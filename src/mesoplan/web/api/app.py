"""The service as an ASGI application: routes, and what every request has to pass first."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from itertools import count
from time import perf_counter
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from mesoplan.engine import Engine
from mesoplan.errors import LedgerError
from mesoplan.hooks.feedback import FeedbackFile
from mesoplan.hooks.refused import Refused
from mesoplan.hooks.service import Called, Service
from mesoplan.report.json_out import dumped
from mesoplan.version import ENGINE, VERSION
from mesoplan.web.api import rest
from mesoplan.web.api.limits import Buckets
from mesoplan.web.api.openapi import description, page
from mesoplan.web.api.settings import Settings, from_environment

if TYPE_CHECKING:
    from mesoplan.hooks.overriding import Overriding

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

#: More requests than this that wait for the engine are sent away at once.
_MOST_WAITING = 64
#: Paths that need no token: they tell nothing of anybody.
_OPEN = ("/health", "/ready", "/version", "/openapi.json", "/docs")
_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class Api:
    """The handlers of one process. The engine answers one question at a time: two would only take turns."""

    def __init__(self, settings: Settings, engine: Engine, log: Callable[[str], None]) -> None:
        self.settings = settings
        self._log = log
        self._engine = engine
        self._service = Service(engine, jurisdiction=settings.jurisdiction, home=settings.home)
        self._feedback = FeedbackFile(settings.feedback) if settings.feedback else None
        self._overriding = _overriding(settings)
        self._described = description()
        self._turn = asyncio.Semaphore(1)
        self._waiting = 0

    def routes(self) -> list[Route]:
        """Every route; CDS Hooks only where they are wanted."""
        asked = [
            Route(f"/{each}", partial(self._question, each), methods=["POST"]) for each in rest.QUESTIONS
        ]
        hooks = [
            Route("/cds-services", self._discovery),
            Route("/cds-services/{id}", self._hook, methods=["POST"]),
            Route("/cds-services/{id}/feedback", self._keep, methods=["POST"]),
        ]
        return [
            *asked,
            Route("/catalog", self._catalog),
            Route("/catalog/{kind}", self._entities),
            Route("/catalog/{kind}/{id}", self._entity),
            Route("/find", self._find),
            Route("/health", self._health),
            Route("/ready", self._ready),
            Route("/version", self._version),
            Route("/openapi.json", self._openapi),
            Route("/docs", self._docs),
            *(hooks if self.settings.hooks else []),
        ]

    async def _in_turn(self, answer: Callable[[], Any]) -> Any:
        if self._waiting >= _MOST_WAITING:
            raise Refused(503, "too many requests wait; try again in a second")
        self._waiting += 1
        try:
            async with self._turn:
                return await run_in_threadpool(answer)
        finally:
            self._waiting -= 1

    async def _body(self, request: Request) -> bytes:
        """The body, as far as it may go."""
        most, found = self.settings.most_bytes, bytearray()
        async for piece in request.stream():
            found += piece
            if len(found) > most:
                raise Refused(413, f"the body has more than {most} bytes")
        return bytes(found)

    async def _question(self, name: str, request: Request) -> Response:
        body, query = await self._body(request), dict(request.query_params)
        seconds = _seconds(request.headers.get("prefer", ""), self.settings.seconds)
        return _reply(await self._in_turn(partial(rest.ask, self._engine, name, body, query, seconds)))

    async def _catalog(self, request: Request) -> Response:
        return _reply(rest.catalog(self._engine))

    async def _entities(self, request: Request) -> Response:
        return _reply(await self._in_turn(partial(rest.entities, self._engine, request.path_params["kind"])))

    async def _entity(self, request: Request) -> Response:
        place = request.path_params
        return _reply(await self._in_turn(partial(rest.entity, self._engine, place["kind"], place["id"])))

    async def _find(self, request: Request) -> Response:
        words = request.query_params.get("q", "")
        return _reply(await self._in_turn(partial(rest.found, self._engine, words)))

    async def _health(self, request: Request) -> Response:
        return _json({"status": "alive"})

    async def _ready(self, request: Request) -> Response:
        return _json({"status": "ready", "catalog": self._engine.stamp.hash})

    async def _version(self, request: Request) -> Response:
        stamp = self._engine.stamp
        return _json({"version": VERSION, "engine": ENGINE, "catalog": stamp._asdict()})

    async def _openapi(self, request: Request) -> Response:
        return _json(self._described)

    async def _docs(self, request: Request) -> Response:
        return HTMLResponse(page(self._described))

    async def _discovery(self, request: Request) -> Response:
        return _json(self._service.discovery())

    async def _hook(self, request: Request) -> Response:
        service = request.path_params["id"]
        self._service.hook_of(service)
        given = _parsed(await self._body(request))
        called = await self._in_turn(partial(self._service.answered, service, given, today=_today()))
        if self._feedback is not None:
            await run_in_threadpool(self._note, self._feedback, called)
        body = json.dumps({"cards": called.cards})  # FHIR: its numbers stay numbers
        return Response(body, media_type="application/json")

    def _note(self, feedback: FeedbackFile, called: Called) -> None:
        """Notes what is shown; neither a full disk nor a ledger that refuses keeps it from being shown."""
        entry = 0
        if self._overriding is not None:
            try:
                entry = self._overriding.told(called, _now())
            except (LedgerError, OSError):
                self._say("a check was not recorded in the ledger")
        with suppress(OSError, Refused):
            feedback.issued(called.cards, entry=entry, by=called.by)

    def _say(self, what: str) -> None:
        """A line of the log for whoever looks after the service; it names nobody."""
        self._log(json.dumps({"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "trouble": what}))

    async def _keep(self, request: Request) -> Response:
        service = request.path_params["id"]
        self._service.hook_of(service)
        if self._feedback is None:
            raise Refused(404, "this service keeps no feedback: start it with --feedback FILE")
        try:
            text = (await self._body(request)).decode()
        except UnicodeDecodeError:
            raise Refused(400, "the body is no UTF-8 text") from None
        try:
            await run_in_threadpool(self._feedback.keep, service, text, _now())
        except OSError as error:
            raise Refused(507, f"it cannot be kept ({error.strerror}): nothing is acknowledged") from None
        if self._overriding is not None:
            await run_in_threadpool(self._settle, self._overriding, text)
        return Response(status_code=200)

    def _settle(self, overriding: "Overriding", text: str) -> None:
        """Records what was overridden; the feedback is kept, so the next start makes up for what fails."""
        try:
            failed = overriding.settle(_now(), text).failed
        except (LedgerError, OSError):
            failed = 1
        if failed:
            self._say("an override was kept as feedback and not recorded in the ledger")


class Edge:
    """What every request passes: the client's rate, its token, and a line of the log without its contents."""

    def __init__(self, app: Any, settings: Settings, log: Callable[[str], None]) -> None:
        self._app = app
        self._settings = settings
        self._buckets = Buckets(settings.rate)
        self._trust: Any = None
        if settings.trust:
            from mesoplan.web.api.trust import Trust, clients_of

            self._trust = Trust(clients_of(settings.trust), settings.home)
        self._log = log
        self._numbers = count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, sent = perf_counter(), 500, 0

        async def watched(message: MutableMapping[str, Any]) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *_HEADERS]
            elif message["type"] == "http.response.body":
                sent += len(message.get("body", b""))
            await send(message)

        try:
            refusal = self._refusal(scope)
            if refusal is not None:
                await _refused(refusal)(scope, receive, watched)
            else:
                await self._app(scope, receive, watched)
        finally:
            route = scope.get("route")
            line = {
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "number": next(self._numbers),
                "method": scope["method"],
                "route": getattr(route, "path", "none"),
                "status": status,
                "ms": round((perf_counter() - began) * 1000, 1),
                "bytes": sent,
            }
            self._log(json.dumps(line))

    def _refusal(self, scope: Scope) -> Refused | None:
        path = str(scope["path"])
        headers: dict[bytes, bytes] = dict(scope["headers"])
        if not self._buckets.takes(self._client(scope, headers)):
            return Refused(429, "more requests than allowed; try again in a second")
        if self._trust is None or path in _OPEN or scope["method"] == "OPTIONS":
            return None
        try:
            self._trust.check(headers.get(b"authorization", b"").decode("latin-1"), path)
        except Refused as refused:
            return refused
        return None

    def _client(self, scope: Scope, headers: dict[bytes, bytes]) -> str:
        """Who asks: behind a proxy the last address that it added, else the peer."""
        if self._settings.proxied and (said := headers.get(b"x-forwarded-for")):
            return said.decode("latin-1").rpartition(",")[2].strip()
        return str((scope.get("client") or ("",))[0])


_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", _POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
)


def create(settings: Settings | None = None, log: Callable[[str], None] | None = None) -> Starlette:
    """The application; without settings those of the environment, as a worker process has them."""
    given = settings if settings is not None else from_environment()
    api = Api(given, Engine.open(given.catalogs), log or _to_stderr)
    edge = [Middleware(Edge, settings=given, log=log or _to_stderr)]
    if given.hosts:
        edge.append(Middleware(TrustedHostMiddleware, allowed_hosts=list(given.hosts), www_redirect=False))
    if given.origins:
        edge.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(given.origins),
                allow_methods=["GET", "POST"],
                allow_headers=["authorization", "content-type"],
                max_age=600,
            )
        )
    return Starlette(
        routes=api.routes(),
        middleware=edge,
        exception_handlers={Refused: _on_refused, 404: _on_404, 405: _on_405, ClientDisconnect: _on_gone},
    )


def _overriding(settings: Settings) -> "Overriding | None":
    if not (settings.ledger and settings.feedback and settings.hooks):
        return None
    from mesoplan.web.api.overriding import opened

    return opened(settings)


def _to_stderr(line: str) -> None:
    sys.stderr.write(line + "\n")


def _today() -> date:
    return datetime.now(UTC).date()


def _now() -> datetime:
    """This moment with the offset of this machine: its day is that of the clinic."""
    return datetime.now(UTC).astimezone()


def _json(document: object, status: int = 200) -> Response:
    return Response(dumped(document, indent=None), status, media_type="application/json")


def _reply(reply: rest.Reply) -> Response:
    return _json(reply.document, reply.status)


def _refused(refused: Refused) -> Response:
    """A refusal in the words of our own API and, beside them, of FHIR."""
    outcome = {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "error", "code": "invalid", "diagnostics": str(refused)}],
    }
    document = {**rest.refused(refused.status, str(refused)).document, **outcome}
    response = _json(document, refused.status)
    if refused.status in (429, 503):
        response.headers["retry-after"] = "1"
    if refused.status == 401:
        response.headers["www-authenticate"] = "Bearer"
    return response


async def _on_refused(request: Request, refused: Exception) -> Response:
    return _refused(refused if isinstance(refused, Refused) else Refused(500, "refused"))


async def _on_404(request: Request, error: Exception) -> Response:
    return _refused(Refused(404, "there is nothing here; GET /docs says what there is"))


async def _on_405(request: Request, error: Exception) -> Response:
    return _refused(Refused(405, "not with this method; GET /docs says with which"))


async def _on_gone(request: Request, error: Exception) -> Response:
    return Response(status_code=400)


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Refused(400, "the body is no JSON") from None


def _no_number(name: str) -> object:
    raise Refused(400, f"{name} is no number of JSON")


def _seconds(prefer: str, most: float) -> float:
    """How long the client is ready to wait (``Prefer: wait=2``), within what the service allows."""
    for part in prefer.split(","):
        name, _, value = part.strip().partition("=")
        if name.lower() == "wait" and value.isascii() and value.isdigit() and len(value) < 6:
            return min(float(value), most)
    return most
