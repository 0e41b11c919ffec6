"""The service under load, on loopback: ``python benchmarks/serve_load.py --clients 16 --seconds 60``.

Prints requests a second, p50 and p95 beside the engine's own time for the same check in one process, and the
errors. Then feedback is posted while a worker is killed: what was acknowledged has to be in the file.
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from statistics import median, quantiles

import httpx2 as httpx

import mesoplan

CASE = {
    "goal": "knee-osteoarthritis",
    "zone": "knee",
    "jurisdiction": "IT",
    "patient": {"sex": "male", "age": 61, "weight": "80 kg"},
    "cocktail": [
        {"product": "akis-25", "volume": "1 mL"},
        {"product": "lidocaine-2-plain", "volume": "1 mL"},
    ],
}
FEEDBACK = "/cds-services/mesoplan-order-sign/feedback"


class Running:
    """A service in processes of its own, until the block ends."""

    def __init__(self, workers: int, feedback: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "mesoplan",
            "serve",
            "--port",
            str(self.port),
            "--workers",
            str(workers),
        ]
        command += ["--rate", "0", "--feedback", str(feedback)]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self.address = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Running":
        for _ in range(600):
            try:
                if httpx.get(f"{self.address}/ready").status_code == 200:
                    return self
            except httpx.HTTPError:
                time.sleep(0.1)
        raise SystemExit("the service did not start")

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)

    def workers(self) -> list[int]:
        """The processes that answer."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
                words = (folder / "cmdline").read_text()
            except OSError:
                continue
            if int(parent) == self.process.pid and "spawn_main" in words:
                found.append(int(folder.name))
        return found


async def load(address: str, clients: int, seconds: float) -> tuple[list[float], int]:
    """Milliseconds of every request that was answered, and how many were not."""
    times: list[float] = []
    errors = 0
    until = time.monotonic() + seconds

    async def one() -> None:
        nonlocal errors
        async with httpx.AsyncClient(base_url=address, timeout=30) as client:
            while time.monotonic() < until:
                began = time.perf_counter()
                try:
                    errors += (await client.post("/check", json=CASE)).status_code != 200
                except httpx.HTTPError:
                    errors += 1
                times.append((time.perf_counter() - began) * 1000)

    await asyncio.gather(*(one() for _ in range(clients)))
    return times, errors


async def feed(address: str, count: int, kill: int) -> list[str]:
    """Posts feedback from four clients; in the middle a worker is killed. What was acknowledged."""
    kept: list[str] = []
    numbers = iter(range(count))

    async def one() -> None:
        async with httpx.AsyncClient(base_url=address, timeout=10) as client:
            for number in numbers:
                if number == count // 2:
                    os.kill(kill, signal.SIGKILL)
                card = str(uuid.uuid4())
                body = {"feedback": [{"card": card, "outcome": "accepted"}]}
                try:
                    if (await client.post(FEEDBACK, json=body)).status_code == 200:
                        kept.append(card)
                except httpx.HTTPError:
                    await asyncio.sleep(0.05)

    await asyncio.gather(*(one() for _ in range(4)))
    return kept


def own_time() -> float:
    """Milliseconds of CPU of the same check in one process, as JSON."""
    engine = mesoplan.Engine(mesoplan.load_catalog())
    case = mesoplan.case_from(CASE)
    taken = []
    for _ in range(50):
        began = time.process_time()
        json.loads(engine.check(case).to_json())
        taken.append((time.process_time() - began) * 1000)
    return median(taken)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        feedback = Path(folder) / "feedback.jsonl"
        with Running(given.workers, feedback) as service:
            times, errors = asyncio.run(load(service.address, given.clients, given.seconds))
        rate, cuts = len(times) / given.seconds, quantiles(times, n=20)
        print(
            f"{len(times)} checks, {errors} errors, {rate:.0f} a second, {rate / given.workers:.0f} a worker"
        )
        print(
            f"p50 {median(times):.1f} ms, p95 {cuts[-1]:.1f} ms; the engine alone {own_time():.1f} ms (CPU)"
        )
        with Running(2, feedback) as service:
            kept = asyncio.run(feed(service.address, 1000, service.workers()[0]))
        text = feedback.read_text("utf-8")
        lost = [each for each in kept if each not in text]
        print(f"feedback: {len(kept)} acknowledged while a worker was killed, {len(lost)} lost")
        sys.exit(bool(errors or lost))


if __name__ == "__main__":
    main()
