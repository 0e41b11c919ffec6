"""The service over HTTP, through its whole stack, without a socket."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric import ec
from starlette.testclient import TestClient
from tests.fhir_maps.made import KNEE, bundle, order, part, request

import mesoplan
from mesoplan.cli.main import cli
from mesoplan.ledger.journal import Ledger
from mesoplan.web.api.app import create
from mesoplan.web.api.limits import Buckets
from mesoplan.web.api.overriding import prepare
from mesoplan.web.api.settings import Settings, from_environment, to_environment

CASE = {
    "goal": "knee-osteoarthritis",
    "zone": "knee",
    "jurisdiction": "IT",
    "patient": {"sex": "male", "age": 61},
    "cocktail": [
        {"product": "akis-25", "volume": "1 mL"},
        {"product": "lidocaine-2-plain", "volume": "1 mL"},
    ],
}
BLOCKED = request("order-sign", [order(part("akis-25", 1, "mL"), part("lidocaine-2-plain", 1, "mL"), **KNEE)])
SIGN = "/cds-services/mesoplan-order-sign"
Client = Callable[..., TestClient]


@pytest.fixture(scope="session")
def lines() -> list[str]:
    return []


@pytest.fixture(scope="session")
def client(tmp_path_factory: Any, lines: list[str]) -> TestClient:
    feedback = tmp_path_factory.mktemp("feedback") / "feedback.jsonl"
    settings = Settings(
        feedback=str(feedback), jurisdiction="IT", rate=0, seconds=60.0, origins=("https://ehr.example.org",)
    )
    return TestClient(create(settings, lines.append), base_url="http://localhost")


def _schema(name: str) -> Any:
    return json.loads((Path(__file__).parents[2] / f"docs/schemas/{name}-1.json").read_text("utf-8"))


@pytest.mark.parametrize("name", ["check", "plan", "repair", "prepare", "regimens"])
def test_an_answer_is_the_document_of_the_contract(client: TestClient, name: str) -> None:
    found = client.post(f"/{name}", json=CASE)
    assert found.status_code == 200, found.text
    jsonschema.validate(found.json(), _schema(name))
    assert found.headers["cache-control"] == "no-store"
    assert client.post(f"/{name}", json=CASE).content == found.content


def test_it_is_the_answer_of_the_library(client: TestClient) -> None:
    engine = mesoplan.Engine(mesoplan.load_catalog())
    assert client.post("/check", json=CASE).json() == json.loads(
        engine.check(mesoplan.case_from(CASE)).to_json()
    )


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/check", b"{", 422),
        ("/check", b"[]", 422),
        ("/check", b"", 422),
        ("/check", b'{"goal": "melasma", "goal": "acne"}', 422),
        ("/check", json.dumps(CASE | {"nonsense": 1}).encode(), 422),
        ("/check", json.dumps(CASE | {"goal": "no such goal"}).encode(), 422),
        ("/check?k=3", json.dumps(CASE).encode(), 400),
        ("/plan?k=0", json.dumps(CASE).encode(), 422),
        ("/plan?k=1000", json.dumps(CASE).encode(), 422),
        ("/plan?prefer=luck", json.dumps(CASE).encode(), 422),
        ("/repair?answered=perhaps", json.dumps(CASE).encode(), 422),
        ("/prepare?start=soon", json.dumps(CASE).encode(), 422),
        ("/nowhere", b"{}", 404),
        ("/catalog", b"{}", 405),
    ],
)
def test_what_cannot_be_read_is_refused_without_a_verdict(
    client: TestClient, path: str, body: bytes, status: int
) -> None:
    found = client.post(path, content=body)
    assert found.status_code == status, found.text
    refusal = found.json()
    assert refusal["schema"] == "mesoplan/refused/1" and refusal["faults"] and "verdict" not in refusal
    assert "Traceback" not in found.text


def test_a_plan_that_may_not_take_long_says_so(client: TestClient) -> None:
    found = client.post("/plan", json=CASE | {"goal": "androgenetic-alopecia"}, headers={"Prefer": "wait=0"})
    assert found.status_code == 200 and found.json()["status"] != "optimal"


def test_the_catalog_can_be_read(client: TestClient) -> None:
    stamp = client.get("/catalog").json()
    assert client.get("/version").json()["catalog"]["hash"] == stamp["hash"]
    listed = client.get("/catalog/ingredient").json()["entities"]
    assert len(listed) == stamp["kinds"]["ingredient"]
    one = client.get("/catalog/ingredient/lidocaine").json()
    assert one["id"] == "lidocaine" and one["entity"]["label"]
    assert any(each["id"] == "lidocaine" for each in client.get("/find?q=lidoc").json()["found"])
    assert client.get("/catalog/ingredient/nothing").status_code == 404
    assert client.get("/catalog/spell/lidocaine").status_code == 404
    assert client.get("/find").status_code == 400
    assert client.get("/health").json() == {"status": "alive"}
    assert client.get("/ready").status_code == 200


def test_the_description_names_every_path_and_resolves(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    jsonschema.Draft202012Validator.check_schema(document["components"]["schemas"]["plan"])
    text = json.dumps(document)
    for reference in {piece.split('"')[0] for piece in text.split('"$ref": "')[1:]}:
        inner: Any = document
        for step in reference.removeprefix("#/").split("/"):
            inner = inner[step]
    page = client.get("/docs").text
    assert all(path in page for path in document["paths"])
    assert "<script" not in page and "http" not in page.replace("mesoplan", "").split("openapi.json")[0]


def test_hooks_are_answered_and_feedback_is_kept(client: TestClient) -> None:
    assert client.get("/cds-services").json()["services"]
    cards = client.post(SIGN, json=BLOCKED).json()["cards"]
    assert cards[0]["indicator"] == "critical"
    body = {"feedback": [{"card": cards[1]["uuid"], "outcome": "overridden"}]}
    assert client.post(f"{SIGN}/feedback", json=body).status_code == 200
    assert client.post(f"{SIGN}/feedback", json={}).status_code == 400
    assert client.post("/cds-services/none", json={}).status_code == 404
    assert client.post(SIGN, content=b"NaN").status_code == 400


def _with_ledger(folder: Path, lines: list[str]) -> tuple[TestClient, str]:
    where = str(folder / "ledger.db")
    Ledger.create(where, clinic="Practice at the Park", now=datetime.now(UTC)).store.close()
    settings = Settings(feedback=str(folder / "feedback.jsonl"), ledger=where, jurisdiction="IT", rate=0)
    prepare(settings, mesoplan.Engine.open())
    return TestClient(create(settings, lines.append), base_url="http://localhost"), where


def _override(cards: Any) -> Any:
    reason = {"reason": {"code": "risk-benefit-ratio"}, "userComment": "agreed with Dr B"}
    card = next(each for each in cards if "overrideReasons" in each)
    return {"feedback": [{"card": card["uuid"], "outcome": "overridden", "overrideReason": reason}]}


def test_a_card_that_is_overridden_is_an_override_in_the_ledger(tmp_path: Path) -> None:
    lines: list[str] = []
    client, where = _with_ledger(tmp_path, lines)
    first = client.post(SIGN, json=BLOCKED)
    assert client.post(SIGN, json=BLOCKED).content == first.content
    assert client.post(f"{SIGN}/feedback", json=_override(first.json()["cards"])).status_code == 200
    ledger = Ledger.open(where)
    kinds = [each.kind for each in ledger.store.entries()]
    assert kinds == ["anchor", "catalog-adopted", "check", "override"]
    assert not any("trouble" in line or "p1" in line for line in lines)


def test_a_ledger_that_cannot_be_written_keeps_no_warning_back(tmp_path: Path) -> None:
    lines: list[str] = []
    client, _ = _with_ledger(tmp_path, lines)
    whole = client.post(SIGN, json=BLOCKED).content
    other = BLOCKED | {"hookInstance": "another"}
    for file in tmp_path.glob("ledger.db*"):
        file.rename(file.with_name(f"gone-{file.name}"))
    (tmp_path / "ledger.db.keys").write_text("{", "utf-8")
    found = client.post(SIGN, json=other)
    assert found.status_code == 200 and len(found.json()["cards"]) == len(json.loads(whole)["cards"])
    assert client.post(f"{SIGN}/feedback", json=_override(json.loads(whole)["cards"])).status_code == 200
    troubles = [json.loads(line)["trouble"] for line in lines if "trouble" in line]
    assert troubles and not any("p1" in line for line in lines)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--ledger", "none.db"], "--feedback"),
        (["--ledger", "none.db", "--feedback", "fb.jsonl"], "there is no such ledger"),
    ],
)
def test_a_service_does_not_start_without_its_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    found = CliRunner().invoke(cli, ["serve", *more], prog_name="mesoplan")
    assert found.exit_code != 0
    assert said in f"{found.output} {found.exception}"


def test_numbers_of_an_order_come_back_as_numbers(client: TestClient) -> None:
    dosed = order(part("akis-25", 0.5, "mL"), part("lidocaine-2-plain", 1.25, "mL"), **KNEE)
    dosed["dispenseRequest"] = {"quantity": {"value": 0.1}}
    cards = client.post(SIGN, json=request("order-sign", [dosed])).json()["cards"]
    actions = [a for c in cards for s in c.get("suggestions", []) for a in s["actions"] if "resource" in a]
    assert actions and all(a["resource"]["dispenseRequest"]["quantity"]["value"] == 0.1 for a in actions)


def test_a_browser_of_a_clinical_system_may_ask_and_no_other(client: TestClient) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    good = client.options(SIGN, headers={"Origin": "https://ehr.example.org", **asked})
    assert good.headers["access-control-allow-origin"] == "https://ehr.example.org"
    evil = client.options(SIGN, headers={"Origin": "https://evil.example", **asked})
    assert "access-control-allow-origin" not in evil.headers


def test_a_strange_host_is_turned_away(client: TestClient) -> None:
    assert client.get("/version", headers={"Host": "evil.example"}).status_code == 400


def test_a_large_body_is_turned_away() -> None:
    small = TestClient(
        create(Settings(most_bytes=1000, rate=0), lambda line: None), base_url="http://localhost"
    )
    assert small.post("/check", content=b" " * 1001).status_code == 413


def test_the_log_tells_nothing_of_anybody(client: TestClient, lines: list[str]) -> None:
    client.get("/find?q=epilepsy")
    client.post("/check", json=CASE | {"patient": {"epilepsy": True}})
    written = "\n".join(lines)
    assert "epilepsy" not in written and "/find" in written
    assert set(json.loads(lines[-1])) == {"at", "number", "method", "route", "status", "ms", "bytes"}


def test_who_asks_too_much_waits() -> None:
    now = 0.0
    buckets = Buckets(2, lambda: now)
    assert [buckets.takes("a") for _ in range(5)] == [True, True, True, True, False]
    assert buckets.takes("b")
    now = 0.5
    assert buckets.takes("a") and not buckets.takes("a")


def test_workers_get_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESOPLAN_SERVE", "{}")
    given = Settings(jurisdiction="IT", origins=("https://a.example",), seconds=2.5)
    to_environment(given)
    assert from_environment() == given


@pytest.fixture
def signed(tmp_path: Path) -> tuple[TestClient, Callable[..., str]]:
    import jwt

    key = ec.generate_private_key(ec.SECP384R1())
    public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(key.public_key())) | {"kid": "k1", "alg": "ES384"}
    (tmp_path / "ehr.jwks").write_text(json.dumps({"keys": [public]}), "utf-8")
    trust = tmp_path / "clients.toml"
    trust.write_text('[[client]]\niss = "https://ehr.example.org"\njwks = "ehr.jwks"\n', "utf-8")
    home = "https://cds.example.org"
    settings = Settings(trust=str(trust), home=home, rate=0)
    number = iter(range(1000))

    def token(**changed: Any) -> str:
        now = int(time.time())
        claims = {
            "iss": "https://ehr.example.org",
            "aud": home + SIGN,
            "exp": now + 120,
            "iat": now,
            "jti": str(next(number)),
        } | changed
        signer = changed.pop("signer", key)
        claims.pop("signer", None)
        return jwt.encode(claims, signer, algorithm="ES384", headers={"kid": "k1"})

    return TestClient(create(settings, lambda line: None), base_url="http://localhost"), token


def test_a_signed_token_is_let_in_once(signed: tuple[TestClient, Callable[..., str]]) -> None:
    client, token = signed

    def call(said: str) -> int:
        return client.post(SIGN, json=BLOCKED, headers={"Authorization": f"Bearer {said}"}).status_code

    good = token()
    assert call(good) == 200
    assert call(good) == 401
    assert client.post(SIGN, json=BLOCKED).status_code == 401
    assert call("nonsense") == 401
    assert call(token(iss="https://evil.example")) == 403
    assert call(token(aud="https://other.example.org")) == 401
    assert call(token(exp=1, iat=0)) == 401
    assert call(token(exp=int(time.time()) + 10**6)) == 401
    assert call(token(signer=ec.generate_private_key(ec.SECP384R1()))) == 401
    assert client.get("/health").status_code == 200
    assert client.get("/catalog").status_code == 401


def test_a_token_without_a_signature_is_no_token(signed: tuple[TestClient, Callable[..., str]]) -> None:
    import jwt

    client, token = signed
    claims = jwt.decode(token(), options={"verify_signature": False})
    bare = jwt.encode(claims, "", algorithm="none", headers={"kid": "k1"})
    assert client.post(SIGN, json=BLOCKED, headers={"Authorization": f"Bearer {bare}"}).status_code == 401


def test_bundles_of_strange_things_are_refused_or_not_checked(client: TestClient) -> None:
    for drafts in (bundle(), bundle({"resourceType": "Task"}), {"resourceType": "Bundle"}):
        given = request("order-sign", []) | {}
        given["context"] = {**given["context"], "draftOrders": drafts}
        found = client.post(SIGN, json=given)
        assert found.status_code == 200 and found.json()["cards"]
