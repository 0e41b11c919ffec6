"""The door to the desk: who may ask, how much, and what is sent along."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from mesoplan.engine import Engine
from mesoplan.web.desk import MOST_BYTES
from mesoplan.web.server import application

HERE = "http://127.0.0.1:8810"


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[TestClient]:
    with TestClient(application(engine), base_url=HERE, raise_server_exceptions=False) as client:
        yield client


def test_another_name_of_the_host_is_refused(client: TestClient) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "", "evil.example:8810"):
        assert client.get("/", headers={"host": host}).status_code == 400
    for host in ("127.0.0.1:8810", "localhost", "LOCALHOST:1", "[::1]:8810", "[::1]"):
        assert client.get("/", headers={"host": host}).status_code == 200


def test_another_origin_is_refused(client: TestClient) -> None:
    for origin in ("http://evil.example", "null", "http://127.0.0.1:9999"):
        assert client.post("/check", headers={"origin": origin}).status_code == 403
    assert client.post("/check", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.post("/check", headers={"origin": HERE}, data={"item1": "lidocaine"}).status_code == 200


def test_a_body_over_the_limit_is_refused(client: TestClient) -> None:
    assert client.post("/check", content=b"a" * (MOST_BYTES + 1)).status_code == 413

    def slowly() -> Iterator[bytes]:
        for _ in range(MOST_BYTES // 1000 + 2):
            yield b"a" * 1000

    assert client.post("/check", content=slowly()).status_code == 413
    assert client.post("/check", content="&".join("a=1" for _ in range(2000))).status_code == 413


def test_every_answer_forbids_scripts_of_others_and_a_copy_in_a_cache(client: TestClient) -> None:
    for reply in (
        client.get("/"),
        client.post("/check", data={"item1": "x"}),
        client.get("/static/desk.js"),
        client.get("/static/../server.py"),
        client.get("/nothing"),
        client.get("/", headers={"host": "evil.example"}),
    ):
        policy = reply.headers["content-security-policy"]
        assert "unsafe" not in policy and "default-src 'none'" in policy
        assert reply.headers["cache-control"] == "no-store"
        assert "set-cookie" not in reply.headers and "server" not in reply.headers


def test_a_fault_of_ours_is_not_checked(
    client: TestClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mesoplan.web import desk

    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret of the patient")

    monkeypatch.setitem(desk.QUESTIONS, "check", broken)
    reply = client.post("/check", data={"item1": "lidocaine"})
    assert reply.status_code == 500 and "NOT CHECKED" in reply.text and "secret" not in reply.text


def test_only_the_files_of_the_page_are_served(client: TestClient) -> None:
    assert client.get("/static/desk.css").headers["content-type"].startswith("text/css")
    for name in ("VENDORED", "..%2fserver.py", "worker.mjs"):
        assert client.get(f"/static/{name}").status_code == 404
