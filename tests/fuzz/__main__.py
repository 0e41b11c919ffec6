"""`python -m tests.fuzz --minutes 30 --seed 7`: counts at the end, failures shrunk and written as cases."""

import argparse
import gc
import json
import random
import resource
import signal
import sys
from collections import Counter
from multiprocessing import get_context
from pathlib import Path
from time import monotonic, process_time
from typing import Any, NamedTuple

from tests.fuzz.attacks import ATTACKS, WEIGHTS
from tests.fuzz.draw import Draw
from tests.fuzz.shrink import shrunk

from mesoplan import Engine, load_catalog

#: A single input may take so long, of the processor: the machine may be busy with other things.
SECONDS = 5.0
#: Each of these is itself many commands or checks with a deadline of its own.
SLOW = {"plan": 30.0, "repair": 30.0, "why-not": 60.0, "loosening": 30.0, "shipped-loosening": 60.0}
#: An input that takes longer than this of the processor is ended and counts as a hang.
HANG = 120
REPORT_EVERY = 60


class Hang(BaseException):
    """An input did not end."""


class Tally(NamedTuple):
    """What one process did: inputs by attack, failures by attack, kinds of failures, the slowest input."""

    tried: Counter[str]
    failed: Counter[str]
    kinds: dict[str, str]
    slowest: dict[str, float]
    memory: int


def main() -> int:
    """Run for some minutes; 1 when anything failed."""
    asked = _arguments()
    if asked.mutations:
        from tests.fuzz.mutations import run

        return run(asked.mutations, asked.seed, asked.out)
    if asked.inventions:
        from tests.fuzz.inventions import run as lay_over

        return lay_over()
    jobs = [
        (asked, f"{asked.seed}" if asked.jobs == 1 else f"{asked.seed}.{job}") for job in range(asked.jobs)
    ]
    if asked.jobs == 1:
        tallies = [_attack(*jobs[0])]
    else:
        with get_context("spawn").Pool(asked.jobs) as pool:
            tallies = pool.starmap(_attack, jobs)
    return _summed(asked.seed, tallies)


def _summed(seed: int, tallies: list[Tally]) -> int:
    tried, failed, kinds = Counter[str](), Counter[str](), dict[str, str]()
    slowest: dict[str, float] = {}
    for each in tallies:
        tried, failed, kinds = tried + each.tried, failed + each.failed, {**kinds, **each.kinds}
        for name, took in each.slowest.items():
            slowest[name] = max(took, slowest.get(name, 0))
    for name, count in sorted(tried.items()):
        print(f"{name:>18} {count:>9} tried {failed[name]:>6} failed, slowest {slowest[name]:.1f} s")
    for kind, file in kinds.items():
        print(f"  {kind} -> {file}")
    memory = max(each.memory for each in tallies)
    print(f"seed {seed}: {sum(tried.values())} inputs, {sum(failed.values())} failed, ", end="")
    print(f"{len(kinds)} kinds of failures; {memory} MB at most")
    return 1 if kinds else 0


def _attack(asked: argparse.Namespace, seed: str) -> Tally:
    """Attack until the time is over."""
    engine = Engine(load_catalog())
    gc.collect()
    gc.freeze()
    tally = Tally(Counter(), Counter(), {}, {}, 0)
    until, batch, told = monotonic() + 60 * asked.minutes, 0, monotonic()
    names = asked.only or list(ATTACKS)
    signal.signal(signal.SIGPROF, _hang)
    while monotonic() < until and (asked.count is None or sum(tally.tried.values()) < asked.count):
        draw = Draw(random.Random(f"{seed} {batch}"), engine.catalog)
        name = draw.rng.choices(names, [WEIGHTS[each] for each in names])[0]
        for drawn in ATTACKS[name][0](draw):
            _try(engine, name, drawn, f"{seed} {batch}", tally, asked.out)
        batch += 1
        if monotonic() - told > REPORT_EVERY:
            told = monotonic()
            counts = ", ".join(f"{each} {count}" for each, count in sorted(tally.tried.items()))
            print(
                f"[{seed}] {sum(tally.tried.values())} ({counts}); failed {dict(tally.failed)}",
                file=sys.stderr,
            )
    return tally._replace(memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def _hang(number: int, frame: Any) -> None:
    raise Hang


def _try(engine: Engine, name: str, drawn: Any, seed: str, tally: Tally, out: Path) -> None:
    start = process_time()
    signal.setitimer(signal.ITIMER_PROF, HANG)
    try:
        wrong = ATTACKS[name][1](engine, drawn)
    except Hang:
        wrong = f"did not end in {HANG} s"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    took = process_time() - start
    tally.slowest[name] = max(took, tally.slowest.get(name, 0.0))
    if took > SLOW.get(name, SECONDS) and not wrong:
        wrong = f"took {took:.0f} s"
    tally.tried[name] += 1
    if wrong:
        tally.failed[name] += 1
        kind = f"{name}: {wrong[:60]}"
        if kind not in tally.kinds:
            tally.kinds[kind] = _write(out, engine, name, wrong, drawn, seed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--count", type=int, help="stop after so many inputs")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--only", nargs="*", choices=sorted(ATTACKS), help="only these attacks")
    parser.add_argument("--mutations", type=int, metavar="N", help="change N fields of the catalog instead")
    parser.add_argument("--inventions", action="store_true", help="lay the invented overlays over instead")
    parser.add_argument("--out", type=Path, default=Path("fuzz-failures"), help="where failures are written")
    return parser.parse_args()


def _write(out: Path, engine: Engine, name: str, wrong: str, drawn: Any, seed: str) -> str:
    """One file a kind of failure: what was given, as small as it still fails the same way."""
    kind = wrong[:30]

    def fails(value: Any) -> bool:
        try:
            return ATTACKS[name][1](engine, value)[:30] == kind
        except Exception:  # a part that is no input of this attack any more
            return False

    small = drawn
    if not name.endswith("pair") and "did not end" not in wrong:  # half of a pair is no pair
        small = shrunk(drawn, fails)
    out.mkdir(parents=True, exist_ok=True)
    number = len(list(out.glob(f"{name}-*")))
    file = out / f"{name}-{seed.replace(' ', '-')}-{number}.json"
    text = {"attack": name, "seed": seed, "wrong": wrong, "input": small}
    file.write_text(json.dumps(text, indent=1, default=repr, ensure_ascii=True) + "\n", "utf-8")
    print(f"{name} (seed {seed}): {wrong} -> {file}", file=sys.stderr)
    return str(file)


if __name__ == "__main__":
    raise SystemExit(main())
