# ruff: noqa: E501 - one invention a line reads better than one broken in five
"""Overlays over the shipped catalog that somebody wrote to take something away, kind by kind.

`python -m tests.fuzz --inventions`: each is refused, or forbids no less in cases that the catalog blocks.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.fuzz.answers import forget, knowledge_of
from tests.fuzz.base import TODAY, below_shipped
from tests.fuzz.draw import Draw, Raw

from mesoplan import Case, Engine, load_catalog
from mesoplan.cases.resolve import resolve
from mesoplan.catalog.build import draft, finish
from mesoplan.catalog.loosening import loosening_faults
from mesoplan.catalog.overlay import lay_over, overlay_faults
from mesoplan.catalog.read import decode, read_folder
from mesoplan.errors import MesoplanError
from mesoplan.model.finding import VERDICT_RANK
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene

CITE = 'cite = { source = "kybella-label-us", at = "section 2", access = "label" }'
_BLOCKED = 24


class Invention(NamedTuple):
    """What is tried, in the files of an overlay."""

    kind: str
    files: dict[str, str]


class Judged(NamedTuple):
    """A verdict and what forbids or is unknown behind it."""

    verdict: str
    against: frozenset[tuple[str, str, tuple[str, ...], str]]


def _row(head: str, *lines: str) -> str:
    return "\n".join((head, *lines, CITE, ""))


def inventions() -> Iterator[Invention]:
    """All of them, in one order."""
    yield from _limits()
    yield from _names()
    yield from _classes()
    yield from _places()
    yield from _statements()
    yield from _numbers()
    yield from _waivers()


_SUBSTANCES = ("lidocaine", "deoxycholic-acid", "dexamethasone", "ketoprofen", "phosphatidylcholine")


def _limits() -> Iterator[Invention]:
    """Maxima that are larger, in special cases or by another count."""
    special = (
        'zones = ["back"]',
        'goals = ["neck-pain"]',
        'facts = ["epilepsy"]',
        'route = "intradermal"',
        'partners = ["epinephrine"]',
        'partners = ["sodium-chloride"]\npartner_min = "0.000001 mg"',
    )
    for name in _SUBSTANCES:
        for line in special:
            text = _row("[[limits]]", 'max = "90000 mg"', 'over = "session"', 'basis = "label"', line)
            yield Invention("special limit", {f"ingredients/{name}.toml": text})
        text = _row("[[limits]]", 'max = "90000 mg"', 'over = "session"', 'basis = "label"')
        yield Invention("larger limit", {f"ingredients/{name}.toml": text})
        yield Invention("course", {f"ingredients/{name}.toml": _row("[[courses]]", 'min_interval = "1 d"')})
    for name in ("lidocaine-2-plain", "kybella", "aqualyx", "kenalog-40"):
        text = _row(
            "[[limits]]", 'max = "900 mL"', 'over = "session"', 'basis = "label"', 'route = "subcutaneous"'
        )
        yield Invention("limit of a product", {f"products/{name}.toml": text})


def _product(label: str, holds: str, strength: str, *more: str) -> str:
    return "\n".join(
        (
            f'label = "{label}"',
            'kind = "medicine"',
            *more,
            f'vehicle = {{ kind = "aqueous", {CITE.replace("cite = ", "cite = ")} }}',
            "excipients_complete = true",
            "[[contains]]",
            f'ingredient = "{holds}"',
            f'strength = "{strength}"',
            CITE,
            "",
        )
    )


def _names() -> Iterator[Invention]:
    """Names that are taken over, products that stand for others."""
    for label in ("Kybella", "Kybella 10 mg/mL", "KYBELLA", "lidocaine 2 % plain", "Aqualyx", "lidocaine"):
        text = _product(label, "sodium-chloride", "9 mg/mL")
        yield Invention("product of a name", {"products/clinic-mix.toml": text})
    for synonym in ("kybella", "lidocaine", "deoxycholic acid", "ketoprofen", "Lidocaine HCl"):
        text = _product("Clinic mix", "sodium-chloride", "9 mg/mL", f'synonyms = ["{synonym}"]')
        yield Invention("synonym of a product", {"products/clinic-mix.toml": text})
        text = f'label = "clinic salt"\nrole = "vehicle"\nmaterial = "chemical"\nsynonyms = ["{synonym}"]\n'
        yield Invention("synonym of an ingredient", {"ingredients/clinic-salt.toml": text})
        row = f'[[name]]\nid = "clinic-word"\nnames = ["{synonym}"]\nspace = "substance"\nmeans = ["sodium-chloride"]\n'
        yield Invention("word", {"names.toml": row})
        yield Invention("more synonyms", {"ingredients/sodium-chloride.toml": f'synonyms = ["{synonym}"]\n'})
    for name in _SUBSTANCES:
        text = _product("Clinic mix", name, "0.001 mg/mL", f'default_for = ["{name}"]')
        yield Invention("default for", {"products/clinic-mix.toml": text})
    for name in ("kybella", "aqualyx", "lidocaine-2-plain"):
        text = _product("Clinic mix", "sodium-chloride", "9 mg/mL") + _row(
            "[[same_as]]", f'product = "{name}"'
        )
        yield Invention("same as", {"products/clinic-mix.toml": text})
        text = _row("[[same_as]]", 'product = "sodium-chloride-0-9"')
        yield Invention("same as", {f"products/{name}.toml": text})
    for fact in ("pregnant", "anticoagulant", "epilepsy", "infection where the needle goes"):
        row = f'[[fact]]\nid = "clinic-fact"\nlabel = "{fact}"\nkind = "condition"\n'
        yield Invention("fact of a name", {"facts.toml": row})
        row = f'[[fact]]\nid = "clinic-fact"\nlabel = "clinic fact"\nkind = "condition"\nsynonyms = ["{fact}"]\n'
        yield Invention("synonym of a fact", {"facts.toml": row})


def _classes() -> Iterator[Invention]:
    """Taxonomies that are turned round, forms that weigh nothing, roles."""
    for name in _SUBSTANCES:
        yield Invention("one more class", {f"ingredients/{name}.toml": 'classes = ["vitamin"]\n'})
        form = _row(
            "[[forms]]", 'id = "clinic-salt"', 'label = "clinic salt"', 'kind = "salt"', "factor = 0.0001"
        )
        yield Invention("form", {f"ingredients/{name}.toml": form})
        for about in ("medicines", "conditions"):
            row = _row("[[screenings]]", f'about = "{about}"', 'section = "all"', "whole = true")
            yield Invention("screening", {f"ingredients/{name}.toml": row})
        yield Invention("searched", {f"ingredients/{name}.toml": _row("[[searched]]", 'about = "maximum"')})
        yield Invention("role", {f"ingredients/{name}.toml": 'role = "vehicle"\n'})
        yield Invention("admixture", {f"ingredients/{name}.toml": _row("[[admixtures]]", 'rule = "allowed"')})
    for name in ("local-anaesthetic", "nsaid", "corticosteroid", "fat-dissolver"):
        yield Invention(
            "parent of a class", {"classes.toml": f'[[class]]\nid = "{name}"\nparents = ["vitamin"]\n'}
        )
        row = _row(
            f'[[class]]\nid = "{name}"\n[[class.cautions]]',
            'fact = "pregnant"',
            'effect = "note"',
            'why = "x"',
        )
        yield Invention("caution of a class", {"classes.toml": row})
    for fact in ("pregnant", "epilepsy", "anticoagulant", "active-infection-at-site"):
        yield Invention(
            "parent of a fact", {"facts.toml": f'[[fact]]\nid = "{fact}"\nparents = ["latex-allergy"]\n'}
        )
        yield Invention("sex of a fact", {"facts.toml": f'[[fact]]\nid = "{fact}"\nsex = "female"\n'})
        for effect in ("note", "caution"):
            row = _row(
                "[[cautions]]",
                f'fact = "{fact}"',
                f'effect = "{effect}"',
                'why = "x"',
                "overrides_class = true",
            )
            yield Invention("overrides", {"ingredients/lidocaine.toml": row})


def _places() -> Iterator[Invention]:
    """Countries, zones, goals and techniques that are nearer and milder."""
    for status in ("licensed", "off-label", "restricted", "device"):
        for subject in ("buflomedil", "coumarin", "phosphatidylcholine", "deoxycholic-acid", "drug"):
            row = _row("[[statuses]]", f'subject = "{subject}"', f'status = "{status}"')
            yield Invention("status", {"jurisdictions/fr.toml": row})
    for subject in ("buflomedil", "coumarin"):
        row = _row("[[statuses]]", f'subject = "{subject}"', 'status = "licensed"', 'goals = ["cellulite"]')
        yield Invention(
            "new country", {"jurisdictions/clinic.toml": f'label = "clinic land"\nparents = ["fr"]\n{row}'}
        )
        yield Invention("country of a name", {"jurisdictions/clinic.toml": f'label = "France"\n{row}'})
        ended = _row("[[statuses]]", f'subject = "{subject}"', 'status = "withdrawn"', 'until = "2020-01-01"')
        yield Invention("ended status", {"jurisdictions/fr.toml": ended})
        yield Invention("parent of a country", {"jurisdictions/fr.toml": f'parents = ["us"]\n{row}'})
    for zone in ("submental", "periorbital", "back", "face", "scalp"):
        cap = f'volume = {{ max = "900 mL", {CITE} }}\n'
        yield Invention("zone cap", {"zones.toml": f'[[zone]]\nid = "{zone}"\n{cap}'})
        row = f'[[zone]]\nid = "clinic-zone"\nlabel = "clinic zone"\nparents = ["{zone}"]\n{cap}'
        yield Invention("part of a zone", {"zones.toml": row})
        yield Invention("parent of a zone", {"zones.toml": f'[[zone]]\nid = "{zone}"\nparents = ["hand"]\n'})
    for goal in ("submental-fat", "neck-pain", "cellulite", "hair-loss"):
        yield Invention("parent of a goal", {f"goals/{goal}.toml": 'parents = ["melasma"]\n'})
        yield Invention("zones of a goal", {f"goals/{goal}.toml": 'zones = ["periorbital", "hand"]\n'})
        yield Invention("goal", {f"goals/{goal}.toml": "cosmetic = false\n"})
    for product in ("kybella", "aqualyx", "lidocaine-2-plain"):
        for route in ("intradermal", "intravenous", "intramuscular"):
            row = _row("[[routes]]", f'route = "{route}"', 'permission = "licensed"')
            yield Invention("route", {f"products/{product}.toml": row})
        row = _row("[[markets]]", 'jurisdiction = "fr"', 'state = "marketed"')
        yield Invention("market", {f"products/{product}.toml": row})


def _statements() -> Iterator[Invention]:
    """What goes together, what was studied."""
    pairs = (("lidocaine", "sodium-bicarbonate"), ("ketoprofen", "diclofenac"), ("lidocaine", "mepivacaine"))
    for one, other in pairs:
        for kind in ("compatible", "synergy"):
            row = _row(
                "[[statements]]", f'kind = "{kind}"', 'effect = "note"', 'basis = "measured"', 'why = "x"'
            )
            members = f'members = ["{one}", "{other}"]\n\n'
            yield Invention("interaction", {f"interactions/{'--'.join(sorted((one, other)))}.toml": row})
            yield Invention(
                "interaction", {f"interactions/{'--'.join(sorted((one, other)))}.toml": members + row}
            )
    for name in _SUBSTANCES:
        item = f'[[items]]\ningredient = "{name}"\nper_session = {{ low = "1 mg", high = "90000 mg" }}\n'
        head = 'label = "clinic"\nbasis = "label"\ngoals = ["neck-pain", "submental-fat"]\nroute = "subcutaneous"\n'
        yield Invention("regimen", {"regimens/clinic.toml": f'{head}given_as = "separate"\n{CITE}\n{item}'})


def _numbers() -> Iterator[Invention]:
    """Policies and chemistry."""
    mixing = ("osmolality-max", "ph-tissue-min", "ph-tissue-max", "ph-acid-partner", "mixed-use-within")
    for name in mixing:
        for value in ("value = 0", "value = 99999", 'amount = "99999 h"'):
            row = _row("[[parameters]]", f'name = "{name}"', value, 'reason = "x"')
            yield Invention("policy", {"policies/clinic.toml": f'label = "clinic"\nkind = "mixing"\n{row}'})
    for name in _SUBSTANCES:
        yield Invention(
            "stability", {f"ingredients/{name}.toml": _row("[[stability]]", "ph_min = 1.0", "ph_max = 13.0")}
        )
        row = _row("[[solubility]]", 'max = "9000 mg/mL"', 'vehicle = "water"')
        yield Invention("solubility", {f"ingredients/{name}.toml": row})
    for name in ("kybella", "aqualyx", "lidocaine-2-plain", "sodium-bicarbonate-8-4"):
        row = _row("[[osmolality]]", 'value = "290 mosm/kg"', 'kind = "label"')
        yield Invention("osmolality", {f"products/{name}.toml": row})
        yield Invention("ph", {f"products/{name}.toml": _row("[[ph]]", "low = 7.0", "high = 7.4")})
        yield Invention("in use", {f"products/{name}.toml": _row("[[in_use]]", 'within = "90 d"')})
        yield Invention("excipients", {f"products/{name}.toml": "excipients_complete = true\n"})


@cache
def _ids() -> tuple[str, ...]:
    lines = below_shipped().folder.ledger or ()
    return tuple(line.split(" =")[0].split(" ")[0] for line in lines if not line.startswith("#"))


def _waivers() -> Iterator[Invention]:
    """Waivers that nobody stands for, that never end, or of what is no statement."""
    statement = next(each for each in _ids() if each.startswith("kybella#admixture"))
    right = {
        "owner": "Dr A. Example",
        "reason": "decided by the board of the clinic",
        "expires": "2026-12-31",
    }
    wrong = (
        {"owner": "."},
        {"owner": "none"},
        {"reason": "x"},
        {"expires": "9999-12-31"},
        {"expires": "2025-01-01"},
        {"expires": "never"},
        {"statement": "*"},
        {"statement": "kybella"},
        {"statement": statement.split("#")[0] + "#*"},
    )
    for each in wrong:
        values = {"statement": statement, **right, **each}
        lines = "\n".join(f'{key} = "{value}"' for key, value in values.items())
        yield Invention("waiver", {"waivers.toml": f'[[waiver]]\nid = "clinic"\n{lines}\n'})
    yield Invention("head", {"catalog.toml": 'schema = 99\nversion = "1"\nlicence = "x"\nrole = "overlay"\n'})


# ---------------------------------------------------------------------- what they do


def outcome(invention: Invention, engine: Engine) -> str:
    """``refused``, ``without effect``, or what is lost in which case."""
    under = below_shipped()
    with TemporaryDirectory() as place:
        for name, text in invention.files.items():
            file = Path(place) / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        if early := _refused_early(Path(place)):
            return f"refused {early}"
        read = draft(under.folder.path, (Path(place),), TODAY, under)
    errors = [each for each in read.faults if each.level == "error"]
    if errors:
        return f"refused {errors[0].code}"
    loose = Engine(finish(read, TODAY))
    try:
        for case, before in blocked(engine):
            after = judged(loose, case)
            if after is None:
                continue
            lost = {each for each in before.against - after.against if each[0] == "forbid"}
            if VERDICT_RANK[after.verdict] > VERDICT_RANK[before.verdict] or lost:
                return f"lost: {before.verdict}, then {after.verdict}; {sorted(lost)[:2]} in {case}"
    finally:
        forget(loose)
    return "without effect"


def _refused_early(folder: Path) -> str:
    """The code of a fault that is found before everything is linked; "" when there is none."""
    under = below_shipped()
    overlay = read_folder(folder)
    raw, clashes = lay_over(under.folder.raw, overlay)
    tables, wrong = decode(raw, (under.folder.raw, under.tables))
    faults = (*overlay.faults, *overlay_faults(overlay), *clashes, *wrong)
    faults = faults or tuple(loosening_faults(under.tables, tables, TODAY))
    return faults[0].code if faults else ""


def judged(engine: Engine, case: Raw) -> Judged | None:
    """What is said of a case; None when it cannot be read."""
    try:
        report = check(Scene(resolve(Case(**case), engine.catalog), knowledge_of(engine)))
    except MesoplanError:
        return None
    against = {
        (each.severity, each.code, tuple(sorted(each.subjects)), each.topic)
        for each in report.findings
        if each.severity in ("forbid", "unknown")
    }
    return Judged(report.verdict, frozenset(against))


_FULL = {"sex": "female", "age": 40, "weight": "60 kg", "pregnant": False, "breastfeeding": False}
_LISTS: Raw = {"conditions": [], "allergies": [], "medicines": []}
_WRITTEN: tuple[Raw, ...] = (
    {
        "goal": "submental-fat",
        "zone": "submental",
        "jurisdiction": "US",
        "cocktail": [{"product": "kybella", "volume": "12 mL"}],
    },
    {
        "goal": "neck-pain",
        "zone": "back",
        "jurisdiction": "US",
        "cocktail": [{"product": "lidocaine-2-plain", "volume": "30 mL"}],
    },
    {
        "goal": "cellulite",
        "zone": "back",
        "jurisdiction": "FR",
        "cocktail": [{"ingredient": "buflomedil", "amount": "50 mg", "volume": "5 mL"}],
    },
    {
        "goal": "cellulite",
        "zone": "back",
        "jurisdiction": "FR",
        "cocktail": [{"ingredient": "coumarin", "amount": "1 mg", "volume": "1 mL"}],
    },
    {
        "goal": "neck-pain",
        "zone": "back",
        "jurisdiction": "IT",
        "cocktail": [
            {"product": "lidocaine-2-plain", "volume": "2 mL"},
            {"product": "sodium-bicarbonate-8-4", "volume": "2 mL"},
        ],
    },
    {
        "goal": "neck-pain",
        "zone": "periorbital",
        "jurisdiction": "IT",
        "cocktail": [
            {"ingredient": "ketoprofen", "amount": "160 mg", "volume": "2 mL"},
            {"ingredient": "diclofenac", "amount": "75 mg", "volume": "3 mL"},
        ],
    },
    {
        "goal": "submental-fat",
        "zone": "face",
        "jurisdiction": "FR",
        "cocktail": [
            {"product": "aqualyx", "volume": "20 mL"},
            {"product": "lidocaine-2-plain", "volume": "2 mL"},
        ],
    },
)


@cache
def blocked(engine: Engine) -> tuple[tuple[Raw, Judged], ...]:
    """Cases that the shipped catalog blocks, for many different reasons."""
    found: list[tuple[Raw, Judged]] = []
    for case in _WRITTEN:
        for patient in ({**_FULL, **_LISTS}, {**_FULL, **_LISTS, "pregnant": True}):
            whole = {**case, "patient": patient}
            said = judged(engine, whole)
            if said is not None:
                found.append((whole, said))
    number = 0
    codes: Counter[str] = Counter()
    while len(found) < _BLOCKED + 2 * len(_WRITTEN):
        number += 1
        case = Draw(Random(f"blocked {number}"), engine.catalog).case()
        said = judged(engine, case)
        new = {each[1] for each in said.against if each[0] == "forbid"} if said else set()
        if said and new and min(codes[each] for each in new) < 3:
            codes.update(new)
            found.append((case, said))
    return tuple(found)


def run() -> int:
    """Try them all; 1 when something was lost."""
    engine, came, by_kind, lost = Engine(load_catalog()), Counter[str](), Counter[str](), 0
    for number, invention in enumerate(inventions()):
        said = outcome(invention, engine)
        by_kind[f"{invention.kind}: {said[:60]}"] += 1
        came[said if not said.startswith("lost") else "lost"] += 1
        if said.startswith("lost"):
            lost += 1
            print(f"{number} {invention.kind}: {said}\n{invention.files}", flush=True)
    print("\n".join(f"{count:4} {kind}" for kind, count in by_kind.items()))
    print(f"{sum(came.values())} overlays: {dict(came)}")
    return 1 if lost else 0
