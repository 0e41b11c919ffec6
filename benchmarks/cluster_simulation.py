"""A run over many cases on a cluster that is not there: stragglers, lost executors, skew.

    python benchmarks/cluster_simulation.py [--seed 1] [--json FILE]

A discrete-event simulation of a map-only job, of the standard library alone and the same for the same seed.
Work is cut into tasks of equal rows; a core takes the next task when it is free, and an executor has some
cores. What is simulated:

- skew: the rows of a task cost more or less, by how many items their cocktails have and by what is met for
  the first time; task costs are drawn from a lognormal with a spread measured on pieces of a real run;
- stragglers: a share of tasks runs several times slower (a bad disk, a neighbour on the same machine);
- lost executors: each is lost at an exponential rate, all its tasks in work begin again elsewhere, and
  another executor comes after a while and has its catalog and masks to make ready again;
- speculation: when most tasks are done, one that takes much longer than the median is begun a second time.

What no event is spent on: reading from the store, the network, the driver, and writing results.
"""

from __future__ import annotations

import argparse
import heapq
import json
from dataclasses import dataclass
from math import exp, log
from pathlib import Path
from random import Random
from statistics import median


@dataclass(frozen=True)
class Cluster:
    """A cluster and what goes wrong on it; times in seconds, of one core."""

    executors: int = 50
    cores: int = 8
    ready: float = 1.0  # an executor's core: interpreter, catalog
    straggles: float = 0.01  # share of tasks
    slower: float = 5.0
    lost_an_hour: float = 0.02  # of each executor
    replaced: float = 120.0
    skew: float = 0.2  # sigma of the lognormal of task costs
    speculate: bool = True


@dataclass(frozen=True)
class Job:
    """Rows, rows of a task, what a row costs, and what each core pays once for what it meets first."""

    rows: float
    task: float
    row: float
    first: float = 0.0


@dataclass
class Outcome:
    """How long it took, how much a core was busy, and what went wrong."""

    wall: float = 0.0
    busy: float = 0.0
    useful: float = 0.0
    lost: int = 0
    again: int = 0
    speculated: int = 0
    tasks: int = 0


class _Run:
    """One run of a job on a cluster, event by event."""

    def __init__(self, job: Job, cluster: Cluster, seed: int) -> None:
        self.job, self.cluster = job, cluster
        self.random = Random(f"{seed} {job} {cluster}")
        self.count = max(1, round(job.rows / job.task))
        mean, skew = job.task * job.row, cluster.skew
        self.cost = [mean * exp(self.random.gauss(-(skew**2) / 2, skew)) for _ in range(self.count)]
        self.waiting = list(range(self.count - 1, -1, -1))
        self.running: dict[int, dict[int, float]] = {}  # task: {attempt: began}
        self.done: set[int] = set()
        self.took: list[float] = []
        self.holds: dict[int, tuple[int, int, float]] = {}  # attempt: (task, core, will end)
        self.idle: set[int] = set()
        self.gone: set[int] = set()  # executors that are not back yet
        self.fresh = set(range(cluster.executors * cluster.cores))
        self.events: list[tuple[float, int, str, int]] = []
        self.number = 0
        self.looking = False
        self.found = Outcome(tasks=self.count, useful=sum(self.cost))

    def push(self, at: float, what: str, one: int) -> int:
        """An event to come; its number."""
        self.number += 1
        heapq.heappush(self.events, (at, self.number, what, one))
        return self.number

    def run(self) -> Outcome:
        """All of it."""
        for executor in range(self.cluster.executors):
            self.to_be_lost(executor, 0.0)
        for core in sorted(self.fresh):
            self.begin(core, 0.0)
        while len(self.done) < self.count:
            now, attempt, what, one = heapq.heappop(self.events)
            if what == "end":
                self.end(attempt, now)
            elif what == "lost":
                self.lose(one, now)
            elif what == "back":
                self.gone.discard(one)
                cores = range(one * self.cluster.cores, (one + 1) * self.cluster.cores)
                self.fresh.update(cores)
                for core in cores:
                    self.begin(core, now)
            else:
                self.looking = False
                self.wake(now)
            self.found.wall = now
        return self.found

    def begin(self, core: int, now: float) -> None:
        """The next task on a core, or none."""
        task = self.waiting.pop() if self.waiting else self.slow(now)
        if task is None:
            self.idle.add(core)
            if self.took and not self.looking and self.cluster.speculate:
                self.looking = True
                self.push(now + median(self.took[-101:]) / 4, "look", 0)
            return
        slower = self.cluster.slower if self.random.random() < self.cluster.straggles else 1.0
        took = self.cost[task] * slower
        if core in self.fresh:
            self.fresh.discard(core)
            took += self.cluster.ready + self.job.first
        attempts = self.running.setdefault(task, {})
        self.found.speculated += bool(attempts)
        attempt = self.push(now + took, "end", core)
        attempts[attempt] = now
        self.holds[attempt] = (task, core, now + took)
        self.found.busy += took

    def end(self, attempt: int, now: float) -> None:
        """A task is done; whoever else was at it stops, and their cores are free."""
        if attempt not in self.holds:
            return
        task, core, _ = self.holds.pop(attempt)
        self.took.append(now - self.running[task].pop(attempt))
        self.done.add(task)
        free = [core]
        for other in self.running.pop(task):
            _, its, until = self.holds.pop(other)
            self.found.busy -= until - now
            free.append(its)
        for each in free:
            self.begin(each, now)

    def lose(self, executor: int, now: float) -> None:
        """An executor is lost: what it had in work begins again elsewhere."""
        self.to_be_lost(executor, now)
        if executor in self.gone:
            return
        self.found.lost += 1
        self.gone.add(executor)
        cores = set(range(executor * self.cluster.cores, (executor + 1) * self.cluster.cores))
        self.idle -= cores
        for attempt, (task, core, until) in list(self.holds.items()):
            if core in cores:
                del self.holds[attempt]
                self.found.busy -= until - now
                del self.running[task][attempt]
                if not self.running[task]:
                    self.waiting.append(task)
                    self.found.again += 1
        self.push(now + self.cluster.replaced, "back", executor)
        self.wake(now)

    def to_be_lost(self, executor: int, now: float) -> None:
        """When an executor will be lost next, if ever."""
        if self.cluster.lost_an_hour:
            self.push(now + self.random.expovariate(self.cluster.lost_an_hour / 3600), "lost", executor)

    def wake(self, now: float) -> None:
        """Cores that had nothing to do look again."""
        idle, self.idle = sorted(self.idle), set()
        for core in idle:
            self.begin(core, now)

    def slow(self, now: float) -> int | None:
        """A task that takes much longer than others, once most are done; None where there is none."""
        if not self.cluster.speculate or len(self.done) < 0.75 * self.count:
            return None
        usual = median(self.took[-101:])
        for task, attempts in self.running.items():
            if len(attempts) == 1 and now - min(attempts.values()) > 1.5 * usual:
                return task
        return None


def simulate(job: Job, cluster: Cluster, seed: int) -> Outcome:
    """One run of a job on a cluster."""
    return _Run(job, cluster, seed).run()


#: CPU seconds, measured: `python benchmarks/screen_speed.py`; docs/scale.md says on what machine.
WHOLE = 0.0085
READS = 0.0125
VERDICT = 0.00002
COMPILE = 0.4


def jobs(rows: float) -> dict[str, Job]:
    """What 10⁹ plan-patients may be asked, by name."""
    return {
        "whole answers": Job(rows, 2_000, WHOLE),
        "whole answers with reads": Job(rows, 2_000, READS),
        "verdicts, rows cut by cocktail": Job(rows, 250_000, VERDICT, COMPILE * 20),
        "verdicts, rows as they come": Job(rows, 250_000, VERDICT, COMPILE * 1_000),
        "one record changed, median (0.5 % touched)": Job(rows * 0.005, 2_000, READS),
        "one record changed, mean (3.9 % touched)": Job(rows * 0.039, 2_000, READS),
    }


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=float, default=1e9)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    kept: list[dict[str, object]] = []
    print("| what | tasks | core-hours | wall on 400 cores | in the ideal | tasks begun again | speculated |")
    print("|---|---|---|---|---|---|---|")
    for name, job in jobs(given.rows).items():
        kept.append(_line(name, job, Cluster(), given.seed))
    job = jobs(given.rows)["one record changed, mean (3.9 % touched)"]
    bad = {
        "nothing goes wrong": Cluster(straggles=0, lost_an_hour=0, skew=0),
        "skew 0.6": Cluster(skew=0.6),
        "5 % stragglers, ten times slower": Cluster(straggles=0.05, slower=10),
        "the same without speculation": Cluster(straggles=0.05, slower=10, speculate=False),
        "an executor lives an hour": Cluster(lost_an_hour=1.0),
        "an executor lives ten minutes": Cluster(lost_an_hour=6.0),
    }
    for name, cluster in bad.items():
        kept.append(_line(f"3.9 % touched: {name}", job, cluster, given.seed))
    for size in (200, 2_000, 20_000, 200_000):
        kept.append(_line(f"3.9 % touched: tasks of {size} rows", job_of(job, size), Cluster(), given.seed))
    for executors in (5, 50, 500):
        kept.append(
            _line(f"3.9 % touched: {executors * 8} cores", job, Cluster(executors=executors), given.seed)
        )
    if given.json:
        given.json.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


def job_of(job: Job, task: float) -> Job:
    """The same job in tasks of another size."""
    return Job(job.rows, task, job.row, job.first)


def _line(name: str, job: Job, cluster: Cluster, seed: int) -> dict[str, object]:
    found = simulate(job, cluster, seed)
    ideal = found.useful / (cluster.executors * cluster.cores)
    print(
        f"| {name} | {found.tasks:,} | {found.busy / 3600:,.1f} | {_time(found.wall)} | {_time(ideal)} | "
        f"{found.again:,} | {found.speculated:,} |"
    )
    return {"name": name, "wall": found.wall, "ideal": ideal, "busy": found.busy, "lost": found.lost}


def _time(seconds: float) -> str:
    unit = min(2, int(log(max(seconds, 1), 60)))
    return f"{seconds / 60**unit:.1f} {('s', 'min', 'h')[unit]}"


if __name__ == "__main__":
    main()
