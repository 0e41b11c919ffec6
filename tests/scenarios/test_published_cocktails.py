"""Every published cocktail that was judged is checked: verdict and codes are what a sound check says.

A regimen is read as printed: what it does not say of the patient was not asked.
"""

import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from mesoplan.catalog.catalog import Catalog
from mesoplan.catalog.locate import shipped_catalog
from mesoplan.model.finding import CheckReport
from mesoplan.review.judged import regimen_case

JUDGED = sorted(
    file.stem
    for file in (shipped_catalog() / "regimens").glob("*.toml")
    if "expected" in tomllib.loads(file.read_text("utf-8"))
)
Judge = Callable[..., CheckReport]

#: Cocktails on which data and engine disagree, with who is wrong. Each is to be mended, then removed here.
WAITING: dict[str, str] = {}


def _case(name: str, catalog: Catalog) -> dict[str, Any]:
    case = regimen_case(catalog.regimen(name))
    return {
        "goal": case.goal,
        "zone": case.zone,
        "jurisdiction": case.jurisdiction,
        "technique": case.technique,
        "session": case.session,
        "cocktail": [dict(line) for line in case.cocktail],
    }


def _judged() -> list[Any]:
    return [
        pytest.param(
            name,
            id=name,
            marks=[pytest.mark.xfail(strict=True, reason=WAITING[name])] if name in WAITING else [],
        )
        for name in JUDGED
    ]


@pytest.mark.parametrize("name", _judged())
def test_a_published_cocktail_is_judged_as_expected(name: str, catalog: Catalog, judge: Judge) -> None:
    expected = catalog.regimen(name).expected
    assert expected is not None
    report = judge(**_case(name, catalog))
    found = {each.code for each in report.findings if each.severity != "note"}
    missing = sorted(set(expected.codes) - {each.code for each in report.findings})
    assert "XX001" not in found, [dict(f.data) for f in report.findings if f.code == "XX001"]
    assert (report.verdict, missing) == (expected.verdict, []), (
        f"regimens/{name}.toml expects {expected.verdict} with {list(expected.codes)} "
        f"({expected.why}); the check says {report.verdict} with {sorted(found)}; "
        f"forbidden by {sorted({f.code for f in report.findings if f.severity == 'forbid'})}"
    )


@pytest.mark.parametrize("name", JUDGED)
def test_no_published_cocktail_is_clear(name: str, catalog: Catalog, judge: Judge) -> None:
    """Nobody was asked anything: what was printed in a journal is not clear for a patient."""
    assert judge(**_case(name, catalog)).verdict in ("blocked", "incomplete")


def test_published_cocktails_are_judged() -> None:
    assert len(JUDGED) >= 50
