"""A template is valid TOML, is a fault until it is filled in, and right once it is."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from mesoplan.catalog.build import draft
from mesoplan.catalog.layout import is_id
from mesoplan.catalog.template import KINDS, UnusableName, id_of, ingredient_template, new_file

_NAMES = {
    "ingredient": "zinc gluconate",
    "product": "Zinc 1 mg/mL",
    "interaction": "minoxidil + lidocaine",
    "evidence": "hair-loss/Smith 2024",
    "source": "Smith 2024, zinc in hair loss",
    "regimen": "Smith 2024",
}
_FILLED = {
    "role": "active",
    "material": "chemical",
    "classes": "injected",
    "summary": "A mineral.",
    "source": "lidocaine-label-us",
    "at": "section 2",
    "access": "label",
    "effect": "forbid",
    "basis": "measured",
    "why": "Turns milky.",
    "action": "Separate.",
    "ingredient": "lidocaine",
    "strength": "1 mg/mL",
    "goal": "hair-loss",
    "goals": "hair-loss",
    "regimen": "costantino-2011",
    "route": "intradermal",
    "given_as": "one-syringe",
    "design": "rct",
    "direction": "benefit",
    "comparator": "placebo",
    "result": "More hair.",
    "printed": "1 mg",
    "reviewed": "2026-11-23",
}
_KIND_OF = {"product": "compounded", "interaction": "incompatible", "source": "trial"}


def _filled(kind: str, text: str) -> str:
    text = text.replace('[vehicle]\nkind = "TODO"', '[vehicle]\nkind = "aqueous"')
    if kind in _KIND_OF:
        text = text.replace('\nkind = "TODO"', f'\nkind = "{_KIND_OF[kind]}"')
    if kind == "regimen":
        text = text.replace('basis = "TODO"', 'basis = "studied"')
    for key, value in _FILLED.items():
        text = text.replace(f'{key} = "TODO"', f'{key} = "{value}"')
        text = text.replace(f'{key} = ["TODO"]', f'{key} = ["{value}"]')
    return text


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_toml_and_a_fault(kind: str, small: Path, today: Any) -> None:
    path, text = new_file(kind, _NAMES[kind])
    tomllib.loads(text)
    _put(small / path, text)
    assert {fault.file for fault in draft(small, (), today).faults} == {path}


@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_template_is_right(kind: str, small: Path, today: Any) -> None:
    path, text = new_file(kind, _NAMES[kind])
    _put(small / path, _filled(kind, text))
    assert [str(fault) for fault in draft(small, (), today).faults] == []


def _put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


@pytest.mark.parametrize("kind", ["ingredient", "product"])
def test_the_offers_are_toml_too(kind: str) -> None:
    lines = new_file(kind, _NAMES[kind]).text.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("label"))
    offered = [line.removeprefix("# ") for line in lines[start:]]
    assert len(tomllib.loads("\n".join(offered))) > 6


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("Zinc Gluconate", "zinc-gluconate"),
        ("  Ácido  fólico ", "acido-folico"),
        ("α-tocopherol", "alpha-tocopherol"),
        ("N-acetyl--cysteine (NAC)", "n-acetyl-cysteine-nac"),
        ("vitamin B12", "vitamin-b12"),
        ("0.9 % NaCl", "0-9-nacl"),
    ],
)
def test_ids_are_made_from_names(name: str, identity: str) -> None:
    assert id_of(name) == identity
    assert is_id(identity)


@pytest.mark.parametrize("name", ["", "  ", "—", "水"])
def test_a_name_without_letters_is_refused(name: str) -> None:
    with pytest.raises(UnusableName, match="no id can be made"):
        id_of(name)


def test_an_interaction_needs_two_and_evidence_a_goal() -> None:
    with pytest.raises(UnusableName, match=r"Join two or more with \+"):
        new_file("interaction", "lidocaine + Lidocaine")
    with pytest.raises(UnusableName, match="names no goal"):
        new_file("evidence", "smith-2024")


def test_members_are_sorted_in_name_and_text() -> None:
    path, text = new_file("interaction", "Minoxidil + ketoprofen")
    assert path == "interactions/ketoprofen--minoxidil.toml"
    assert 'members = ["ketoprofen", "minoxidil"]' in text


@pytest.mark.parametrize("name", ['5" needle', "back\\slash", "tab\tand\nline", "del\x7f", "émile"])
def test_any_name_is_quoted_rightly(name: str) -> None:
    assert tomllib.loads(ingredient_template(name))["label"] == " ".join(name.split())
