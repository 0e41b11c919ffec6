"""Overlays that try to take away what the base says: refused, waived, or without effect on any verdict."""

import datetime
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from tests.fuzz.base import TODAY, below, below_shipped, small_engine
from tests.fuzz.draw import Draw, Raw

from mesoplan import Engine
from mesoplan.catalog.build import Below, draft, finish
from mesoplan.catalog.catalog import Catalog
from mesoplan.cli.keep import toml_value
from mesoplan.model.finding import VERDICT_RANK

CASES = 40


@cache
def _entities(root: Path) -> tuple[tuple[str, str, Raw], ...]:
    """File, table ("" when the file is the entity) and content of every entity of a catalog."""
    found: list[tuple[str, str, Raw]] = []
    for file in sorted(root.rglob("*.toml")):
        name, raw = str(file.relative_to(root)), tomllib.loads(file.read_text("utf-8"))
        if "/" in name:
            found.append((name, "", raw))
        elif name not in ("catalog.toml", "waivers.toml"):
            found += [(name, table, each) for table, rows in raw.items() for each in _tables(rows)]
    return tuple(found)


def _tables(value: Any) -> list[Raw]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


@cache
def _vocabulary(root: Path) -> dict[str, tuple[Any, ...]]:
    """Every value that stands anywhere under a key."""
    seen: dict[str, list[Any]] = {}

    def walk(value: Any) -> None:
        for key, each in value.items():
            for one in each if isinstance(each, list) else [each]:
                if isinstance(one, dict):
                    walk(one)
                elif one not in seen.setdefault(key, []):
                    seen[key].append(one)

    for _, _, raw in _entities(root):
        walk(raw)
    return {key: tuple(values) for key, values in seen.items()}


def draw_loosening(draw: Draw) -> list[Any]:
    """An overlay of one file: a statement of the base said again, milder, narrower or wider."""
    return [_drawn(draw.rng, below().folder.path)]


def draw_shipped(draw: Draw) -> list[Any]:
    """The same over the shipped catalog."""
    return [_drawn(draw.rng, below_shipped().folder.path)]


def _drawn(rng: Random, root: Path) -> Raw:
    words = _vocabulary(root)
    name, table, raw = rng.choice(_entities(root))
    keys = [key for key in raw if key not in ("id", "cite", "label")]
    key = rng.choice(keys or list(raw))
    new: Raw = {"id": raw["id"]} if "id" in raw else {}
    rows = _tables(raw[key])
    new[key] = [_altered(rng, rng.choice(rows), words)] if rows else _value(rng, key, raw[key], words)
    if rng.random() < 0.15:
        new = {**raw, key: new[key], **({"id": f"{raw['id']}-too"} if "id" in raw else {})}
        name = name if table else name.replace(".toml", "-too.toml")
    text = _toml({table: [new]} if table else new)
    return {"name": name, "text": text, "about": raw.get("id", Path(name).stem)}


def _altered(rng: Random, row: Raw, words: dict[str, tuple[Any, ...]]) -> Raw:
    new = dict(row)
    for _ in range(rng.randint(1, 3)):
        key = rng.choice([each for each in new if each != "cite"] or list(new))
        if rng.random() < 0.2 and len(new) > 2:
            del new[key]
        else:
            new[key] = _value(rng, key, new.get(key), words)
    if rng.random() < 0.3:
        extra = rng.choice(
            ("partners", "goals", "zones", "overrides_class", "sex", "until", "route", "above")
        )
        if values := words.get(extra):
            new[extra] = (
                [rng.choice(values)] if extra in ("partners", "goals", "zones") else rng.choice(values)
            )
    return new


def _value(rng: Random, key: str, old: Any, words: dict[str, tuple[Any, ...]]) -> Any:
    """Another value of this key; a number that is much larger or smaller."""
    if isinstance(old, bool):
        return not old
    if isinstance(old, int | float):
        return rng.choice((0, old * 1000, old / 1000, -old))
    if isinstance(old, list):
        return [rng.choice(words.get(key) or (old or [""]))]
    if isinstance(old, str) and old[:1].isdigit():
        number, _, unit = old.partition(" ")
        return f"{rng.choice(('0', '0.0001', '9000', number + '000'))} {unit}".strip()
    return rng.choice(words.get(key) or (old,))


def _toml(raw: Raw) -> str:
    def lines(value: Raw, path: str) -> Iterator[str]:
        for key, each in value.items():
            if not isinstance(each, dict) and not _tables(each):
                yield f"{key} = {_plain(each)}"
        for key, each in value.items():
            here = f"{path}.{key}" if path else key
            for one in _tables(each):
                yield f"[[{here}]]"
                yield from lines(one, here)
            if isinstance(each, dict):
                yield f"[{here}]"
                yield from lines(each, here)

    return "\n".join(lines(raw, "")) + "\n"


def _plain(value: Any) -> str:
    if isinstance(value, datetime.date) or (isinstance(value, float) and not isinstance(value, bool)):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(_plain(each) for each in value) + "]"
    return toml_value(value)


def laid_over(asked: Any, base: Below | None = None) -> Catalog | None:
    """The fixture (or another base) with the overlay over it; None when that is refused."""
    under = base or below()
    with TemporaryDirectory() as place:
        for name, text in {asked["name"]: asked["text"], **asked.get("more", {})}.items():
            file = Path(place) / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        read = draft(under.folder.path, (Path(place),), TODAY, under)
    return None if any(each.level == "error" for each in read.faults) else finish(read, TODAY)


def try_loosening(engine: Engine, asked: Any) -> str:
    """No case is judged milder, or less is forbidden, with the overlay than without it."""
    over = laid_over(asked)
    return "" if over is None else milder_with(over, small_engine(), asked)


def try_shipped(engine: Engine, asked: Any) -> str:
    """The same over the shipped catalog."""
    over = laid_over(asked, below_shipped())
    return "" if over is None else milder_with(over, engine, asked)


def milder_with(over: Catalog, plain: Engine, asked: Any, cases: int = CASES) -> str:
    """The first of some random cases about an overlay's subject that is judged milder with it, in words."""
    from tests.fuzz.answers import forget, judged

    loose = Engine(over)
    try:
        for number in range(cases):
            draw = Draw(Random(f"{asked['text']} {number}"), plain.catalog)
            case = _about(draw, asked["about"])
            before, after = judged(plain, case), judged(loose, case)
            if before and after and VERDICT_RANK.get(after, -1) > VERDICT_RANK.get(before, -1):
                return f"{asked['name']}: {before}, then {after} for {case}"
        return ""
    finally:
        forget(loose)


def _about(draw: Draw, identity: str) -> Raw:
    """A case in which the entity has something to say, where that can be arranged."""
    case, catalog = draw.case(), draw.catalog
    members = [each for each in identity.split("--") if each in catalog.table("ingredient")]
    for each in members:
        case["cocktail"].append({"ingredient": each, "amount": "100 mg", "volume": "2 mL", "syringe": 1})
    if identity in catalog.table("product"):
        case["cocktail"].append({"product": identity, "volume": "3 mL", "syringe": 1})
    for kind in ("goal", "zone", "jurisdiction", "technique"):
        if identity in catalog.table(kind):
            case[kind] = identity
    if identity in catalog.table("fact"):
        case["patient"]["conditions"] = [identity]
    elif draw.rng.random() < 0.5:
        case["patient"]["conditions"] = [draw.one("fact")]
    return case
