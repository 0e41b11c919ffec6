"""`python -m tests.fuzz --minutes 30 --seed 7`: counts at the end, failures shrunk and written as cases."""

import argparse
import json
import random
import resource
import sys
from collections import Counter
from pathlib import Path
from time import monotonic, process_time
from typing import Any

from tests.fuzz.attacks import ATTACKS, WEIGHTS
from tests.fuzz.draw import Draw
from tests.fuzz.shrink import shrunk

from mesoplan import Engine, load_catalog

#: A single input may take so long, of the processor: the machine may be busy with other things.
SECONDS = 5.0


def main() -> int:
    """Run for some minutes; 1 when anything failed."""
    asked = _arguments()
    engine, tried, failed = Engine(load_catalog()), Counter[str](), dict[str, Any]()
    until, number, slowest = monotonic() + 60 * asked.minutes, 0, 0.0
    names = asked.only or list(ATTACKS)
    while monotonic() < until and (asked.count is None or number < asked.count):
        rng = random.Random(f"{asked.seed} {number}")
        draw = Draw(rng, engine.catalog)
        name = rng.choices(names, [WEIGHTS[each] for each in names])[0]
        drawn = ATTACKS[name][0](draw)
        start = process_time()
        wrong = ATTACKS[name][1](engine, drawn)
        took = process_time() - start
        slowest = max(slowest, took)
        if took > SECONDS and not wrong:
            wrong = f"took {took:.0f} s"
        tried[name] += 1
        number += 1
        signature = f"{name}: {wrong[:60]}"
        if wrong and signature not in failed:
            failed[signature] = drawn
            _write(asked.out, engine, name, wrong, drawn, f"{asked.seed} {number - 1}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    counts = ", ".join(f"{name} {count}" for name, count in sorted(tried.items()))
    print(f"seed {asked.seed}: {number} inputs ({counts}); {len(failed)} kinds of failures; ", end="")
    print(f"slowest {slowest:.1f} s; {memory} MB")
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--count", type=int, help="stop after so many inputs")
    parser.add_argument("--only", nargs="*", choices=sorted(ATTACKS), help="only these attacks")
    parser.add_argument("--out", type=Path, default=Path("fuzz-failures"), help="where failures are written")
    return parser.parse_args()


def _write(out: Path, engine: Engine, name: str, wrong: str, drawn: Any, seed: str) -> None:
    """One file a kind of failure: what was given, as small as it still fails the same way."""
    kind = wrong[:30]

    def fails(value: Any) -> bool:
        try:
            return ATTACKS[name][1](engine, value)[:30] == kind
        except Exception:  # a part that is no input of this attack any more
            return False

    small = drawn if name == "pair" else shrunk(drawn, fails)  # half of a pair is no pair
    out.mkdir(parents=True, exist_ok=True)
    file = out / f"{name}-{seed.replace(' ', '-')}.json"
    text = {"attack": name, "seed": seed, "wrong": wrong, "input": small}
    file.write_text(json.dumps(text, indent=1, default=repr, ensure_ascii=True) + "\n", "utf-8")
    print(f"{name} (seed {seed}): {wrong} -> {file}", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
