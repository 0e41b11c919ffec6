"""Answers to random cases as FHIR, for judges of FHIR: ``python -m tests.fhir_maps.emitted DIR --cases 200``.

Writes a Bundle a case and release, and the same with one status ``banana``, which a judge has to find.
"""

import argparse
import json
from pathlib import Path
from typing import get_args

from tests.fhir_maps.random_cases import random_cases

import mesoplan
from mesoplan.fhir.emit import Release, Resource, checked_bundle, planned_bundle

RECORDED = "2026-11-27T10:00:00Z"
#: How many cases are planned too: a plan costs as much as a hundred checks.
_PLANNED = 10


def bundles(engine: mesoplan.Engine, cases: int, release: Release, seed: int) -> list[Resource]:
    """Every case checked, the first few planned too."""
    every = random_cases(engine, cases, seed)
    made = [checked_bundle(engine.check(each), engine.catalog, release, recorded=RECORDED) for each in every]
    for each in every[:_PLANNED]:
        case = each._replace(cocktail=())
        made.append(planned_bundle(engine.plan(case), engine.catalog, release, recorded=RECORDED))
    return made


def main() -> None:
    """Writes the files, and says how many resources are in them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=20261127)
    given = parser.parse_args()
    engine = mesoplan.Engine(mesoplan.load_catalog())
    for release in get_args(Release):
        folder = given.directory / release
        folder.mkdir(parents=True, exist_ok=True)
        made = bundles(engine, given.cases, release, given.seed)
        for number, bundle in enumerate(made, 1):
            (folder / f"answer-{number:03}.json").write_text(json.dumps(bundle), "utf-8")
        made[0]["entry"][0]["resource"]["status"] = "banana"
        (given.directory / f"banana-{release}.json").write_text(json.dumps(made[0]), "utf-8")
        print(release, len(made), "bundles,", sum(len(each["entry"]) for each in made), "resources")


if __name__ == "__main__":
    main()
