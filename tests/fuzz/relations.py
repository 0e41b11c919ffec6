"""Pairs of cases of which the second may not be judged milder, or has to be judged the same."""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from tests.fuzz.draw import Draw, Raw


class Pair(NamedTuple):
    """Two cases; ``same``: both verdicts are equal, else the second is not the milder one.

    ``unless_open``: the second may be milder when it is open (what was not said is unknown).
    ``but``: rules whose findings are left out of both: what a syringe holds by itself does change.
    """

    before: Raw
    after: Raw
    same: bool = False
    unless_open: bool = False
    but: tuple[str, ...] = ()


def _rows(case: Raw, rows: list[Raw]) -> Raw:
    return {**case, "cocktail": rows}


def reordered(draw: Draw, case: Raw) -> Pair:
    """The order of items means nothing."""
    rows = list(case["cocktail"])
    draw.rng.shuffle(rows)
    return Pair(case, _rows(case, rows), same=True)


def renumbered(draw: Draw, case: Raw) -> Pair:
    """Nor do the numbers of syringes."""
    new = dict(zip((1, 2, 3), draw.rng.sample(range(1, 12), 3), strict=True))
    rows = [{**row, "syringe": new[row["syringe"]]} for row in case["cocktail"]]
    return Pair(case, _rows(case, rows), same=True)


def in_other_units(draw: Draw, case: Raw) -> Pair:
    """0.5 mg is 500 ug, 1 mL is 1000 uL."""
    rows = [dict(row) for row in case["cocktail"]]
    for row in rows:
        for key, small in (("amount", "ug"), ("volume", "uL")):
            if key in row:
                row[key] = f"{Decimal(row[key].split()[0]) * 1000:f} {small}"
    return Pair(case, _rows(case, rows), same=True)


def renamed(draw: Draw, case: Raw) -> Pair:
    """Another name of the same thing."""
    rows = [dict(row) for row in case["cocktail"]]
    for row in rows:
        if "ingredient" in row:
            names = draw.catalog.ingredient(row["ingredient"]).synonyms
            named = [each for each in map(str, names) if _is_name(draw, each, row["ingredient"])]
            row["ingredient"] = draw.rng.choice([row["ingredient"].upper(), *named])
    return Pair(case, _rows(case, rows), same=True)


def _is_name(draw: Draw, name: str, of: str) -> bool:
    try:
        found = draw.catalog.resolve(name, ("substance",), "ingredient called")
    except LookupError:
        return False
    return (found.kind, found.id, found.form) == ("ingredient", of, "")


def halved(draw: Draw, case: Raw) -> Pair:
    """Two halves of an item in the same syringe are the item."""
    rows = [dict(row) for row in case["cocktail"]]
    row = draw.rng.choice(rows)
    for key in ("amount", "volume"):
        if key in row:
            number, unit = row[key].split()
            row[key] = f"{Decimal(number) / 2:f} {unit}"
    return Pair(case, _rows(case, [*rows, dict(row)]), same=True)


def halved_over_syringes(draw: Draw, case: Raw) -> Pair:
    """Halves in two syringes are no less than the whole; only a mixture's concentration falls."""
    pair = halved(draw, case)
    rows = [*pair.after["cocktail"]]
    rows[-1] = {**rows[-1], "syringe": 9}
    return Pair(case, _rows(case, rows), but=("MX307",))


def joined_by_another(draw: Draw, case: Raw) -> Pair:
    """One more item elsewhere forgives nothing."""
    return Pair(case, _rows(case, [*case["cocktail"], {**draw.row(), "syringe": 9}]))


def with_a_fact(draw: Draw, case: Raw) -> Pair:
    """One more condition forgives nothing."""
    before = {**case, "patient": {**case["patient"], "conditions": []}}
    after = {**case, "patient": {**case["patient"], "conditions": [draw.one("fact")]}}
    return Pair(before, after)


def with_more(draw: Draw, case: Raw) -> Pair:
    """More of everything in a syringe, which dilutes nothing, forgives nothing."""
    rows = [dict(row) for row in case["cocktail"]]
    syringe = draw.rng.choice(rows)["syringe"]
    for row in rows:
        for key in ("amount", "volume") if row["syringe"] == syringe else ():
            if key in row:
                number, unit = row[key].split()
                row[key] = f"{Decimal(number) * 4:f} {unit}"
    return Pair(case, _rows(case, rows))


def with_less_said(draw: Draw, case: Raw) -> Pair:
    """What is left out leaves a clear case no clearer than what was said."""
    keys = [("patient", key) for key in case["patient"]] + [
        ("session", key) for key in case.get("session", {})
    ]
    keys += [("", key) for key in ("zone", "jurisdiction", "technique", "goal") if key in case]
    table, key = draw.rng.choice(keys or [("", "goal")])
    if not table:
        return Pair(case, {k: v for k, v in case.items() if k != key}, unless_open=True)
    less = {k: v for k, v in case[table].items() if k != key}
    return Pair(case, {**case, table: less}, unless_open=True)


def in_a_part_of_the_zone(draw: Draw, case: Raw) -> Pair | None:
    """What may not be given in a place may not be given in a part of it that does not say so."""
    wholes = {
        part: above for part, above in _held(draw, "zone").items() if not draw.catalog.zone(part).free_of
    }
    if not wholes:
        return None
    part = draw.rng.choice(sorted(wholes))
    return Pair({**case, "zone": draw.rng.choice(wholes[part])}, {**case, "zone": part})


def in_a_member_of_the_union(draw: Draw, case: Raw) -> Pair | None:
    """The law of a union holds in its members."""
    unions = _held(draw, "jurisdiction")
    if not unions:
        return None
    member = draw.rng.choice(sorted(unions))
    union = draw.rng.choice(unions[member])
    return Pair({**case, "jurisdiction": union}, {**case, "jurisdiction": member}, unless_open=True)


def _held(draw: Draw, kind: str) -> dict[str, list[str]]:
    """What lies in something larger of its kind, and in what."""
    table = draw.catalog.table(kind)
    found = {each: sorted({*draw.catalog.lineage(kind, each)} - {each}) for each in table}
    return {each: above for each, above in found.items() if above}


RELATIONS: tuple[Callable[[Draw, Raw], Pair | None], ...] = (
    reordered,
    renumbered,
    in_other_units,
    renamed,
    halved,
    halved_over_syringes,
    joined_by_another,
    with_a_fact,
    with_more,
    with_less_said,
    with_less_said,
    in_a_part_of_the_zone,
    in_a_member_of_the_union,
)
