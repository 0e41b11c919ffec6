"""Who may call: signed tokens (JWT) of clinical systems, checked against a file of the keys of trusted ones.

A token is for this service (``aud``), from a trusted issuer, not expired, and used once. Keys come from the
file, never from the address that a token names.
"""

import json
import tomllib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from time import time
from typing import Any

import jwt

from mesoplan.errors import BadRequest
from mesoplan.hooks.refused import Refused
from mesoplan.record import NamedTuple

#: What CDS Hooks 2.0 asks for and a public key can check.
ALGORITHMS = ("ES384", "RS384", "ES256", "RS256")
_LEEWAY = 30
_LONGEST_LIFE = 600
_REMEMBERED = 100_000


class Client(NamedTuple):
    """A clinical system that may call: its issuer, its keys, and their address (compared, never opened)."""

    issuer: str
    keys: Mapping[str, Any]
    jku: str = ""


class Trust:
    """Checks tokens for the service at ``home``. One process remembers its own tokens: a token that is played
    again to another worker within its short life is not noticed there.
    """

    def __init__(self, clients: Mapping[str, Client], home: str, clock: Callable[[], float] = time) -> None:
        self._clients = clients
        self._home = home.rstrip("/")
        self._clock = clock
        self._seen: OrderedDict[tuple[str, str], float] = OrderedDict()

    def check(self, authorization: str, path: str) -> str:
        """The issuer of a request's token. Raises `Refused` (401, 403)."""
        kind, _, token = authorization.partition(" ")
        if kind.lower() != "bearer" or not token:
            raise Refused(401, "a signed token is needed: Authorization: Bearer ...")
        try:
            header = jwt.get_unverified_header(token)
            claimed = jwt.decode(token, options={"verify_signature": False})
        except jwt.InvalidTokenError:
            raise Refused(401, "the token cannot be read") from None
        client = self._clients.get(str(claimed.get("iss", "")))
        if client is None:
            raise Refused(403, "this issuer is not on the list")
        key = client.keys.get(str(header.get("kid", "")))
        if key is None or (client.jku and header.get("jku", client.jku) != client.jku):
            raise Refused(401, "the token's key is not on the list")
        claims = self._verified(token, key, path)
        self._once(client.issuer, str(claims["jti"]), float(claims["exp"]))
        return client.issuer

    def _verified(self, token: str, key: Any, path: str) -> Mapping[str, Any]:
        try:
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key,
                algorithms=list(ALGORITHMS),
                audience=[self._home, self._home + path],
                options={
                    "require": ["iss", "aud", "exp", "iat", "jti"],
                    "verify_exp": False,
                    "verify_iat": False,
                },
            )
            issued, ends, now = float(claims["iat"]), float(claims["exp"]), self._clock()
        except (jwt.InvalidTokenError, TypeError, ValueError):
            raise Refused(401, "the token is not valid for this service") from None
        if not issued - _LEEWAY <= now <= ends + _LEEWAY or ends - issued > _LONGEST_LIFE:
            raise Refused(401, "the token has expired, is not valid yet, or lives too long")
        return claims

    def _once(self, issuer: str, nonce: str, ends: float) -> None:
        now = self._clock()
        while self._seen and next(iter(self._seen.values())) + _LEEWAY + _LONGEST_LIFE < now:
            self._seen.popitem(last=False)
        if (issuer, nonce) in self._seen:
            raise Refused(401, "this token was used before")
        if len(self._seen) >= _REMEMBERED:
            raise Refused(503, "too many tokens at once")
        self._seen[issuer, nonce] = ends


def clients_of(path: str) -> dict[str, Client]:
    """The trusted clients of a TOML file: ``[[client]]`` with ``iss``, ``jwks`` (a file beside it), ``jku``.

    Raises `BadRequest` for a file that names nobody or whose keys cannot be read.
    """
    file = Path(path)
    try:
        given = tomllib.loads(file.read_text("utf-8"))
        found = [_client(each, file.parent) for each in given.get("client", [])]
    except (OSError, ValueError, KeyError, TypeError, jwt.PyJWTError) as error:
        raise BadRequest(f"{path}: the trusted clients cannot be read ({str(error)[:120]}).") from None
    if not found:
        raise BadRequest(f"{path}: it names no [[client]] with iss and jwks, so nobody could call.")
    return {each.issuer: each for each in found}


def _client(given: Mapping[str, Any], folder: Path) -> Client:
    keys = json.loads((folder / given["jwks"]).read_text("utf-8"))["keys"]
    return Client(
        issuer=str(given["iss"]),
        keys={str(each.get("kid", "")): jwt.PyJWK(each, each.get("alg")).key for each in keys},
        jku=str(given.get("jku", "")),
    )
