"""The move of 2026-11-27: recipes, doses of ingredients and regimens inside evidence to `catalog/regimens/`.

Run once over a catalog of the old layout: ``python tools/move_regimens.py catalog docs/regimen-move.md``.
Kept for the record of what went where; the wheel does not hold it.
"""

import json
import re
import shutil
import sys
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

Raw = dict[str, Any]

#: Designs that look at many regimens, or at none that a patient got.
POOLED = {"search", "meta-analysis", "systematic-review", "survey", "in-vitro", "animal", "vendor-claim"}

#: Words of `with_also` that name a partner without saying what it was.
UNNAMED = {
    "androgenetic-alopecia/cellcurex-microneedling": (["long-acting growth-factor mixture"], []),
    "androgenetic-alopecia/cellcurin-fgf5s-nmn-microneedling": (
        ["growth-factor mixture with FGF5s and NMN, other contents not in this catalog"],
        [],
    ),
    "androgenetic-alopecia/cellcurin-microneedling": (["growth-factor mixture put on the skin"], []),
    "cellulite/sylwia-2017-21-women": (["composition not stated in the abstract"], []),
    "female-pattern-hair-loss/delrobai-mesotherapy-add-on": (
        ["contents of the injection not said"],
        ["topical minoxidil 2 % and oral finasteride in both groups"],
    ),
    "female-pattern-hair-loss/moftah-2013-dutasteride": (["other contents of the preparation, not read"], []),
    "hair-loss/homeopathic-patchy-alopecia-2009": (["homeopathic cocktail, contents not read"], []),
    "hair-loss/late-scarring-alopecia-2017": (["contents not read"], []),
    "hair-loss/scalp-abscess-2008": (["contents not read"], []),
    "localised-fat/del-solar-lima-mycobacteria": (["mixtures not specified"], []),
    "localised-fat/dermaheal-ll-skin-reaction": (["unnamed peptides"], []),
    "localised-fat/maia-2020-pressurised-intradermotherapy": (["unnamed lipolytic mixture"], ["by pressure"]),
    "male-pattern-hair-loss/abdallah-2009-dutasteride": (
        [],
        ["said to be compounded with biotin, pyridoxine and dexpanthenol; not read"],
    ),
    "male-pattern-hair-loss/gajjar-2019-mesosolution": (["undefined mesosolution"], ["microneedling"]),
    "musculoskeletal-pain/colombo-1981-cocktail": (
        ["vasodilators, anti-inflammatories and muscle relaxants, not named"],
        [],
    ),
    "musculoskeletal-pain/pezone-1981-cocktail": (
        ["an anti-inflammatory, a muscle relaxant, a vasodilator and an anaesthetic, not named"],
        [],
    ),
    "musculoskeletal-pain/piantoni-1981-nsaid": (["anti-inflammatories, not named"], []),
    "musculoskeletal-pain/ruggeri-1981-nsaid-relaxant-procaine": (
        ["anti-inflammatories and muscle relaxants, not named"],
        [],
    ),
    "musculoskeletal-pain/saraceni-1981-cocktail": (
        ["an anti-inflammatory, a muscle relaxant, a vasodilator and an anaesthetic, not named"],
        [],
    ),
    "neck-pain/palermo-1991-cervicobrachialgia": (["a muscle relaxant, not named"], ["TENS in 6 sessions"]),
    "sacroiliac-pain/monticone-2004-sacroiliac": (
        ["an anti-inflammatory, not named"],
        ["exercise and dynamic support in the same arm"],
    ),
    "skin-rejuvenation/el-domyati-2012-multivitamin-plants": (["plant extracts, not named"], []),
    "skin-rejuvenation/ning-perifolliculitis-neutropenia": (["substance unknown"], []),
    "skin-rejuvenation/savoia-2013-formulation-a": (["minerals, coenzymes, antioxidants"], []),
    "enlarged-pores/vachiramon-2025-botulinum-filler": (
        ["hyaluronic acid filler into the dermis on one side, kind not read"],
        [],
    ),
}
#: Named only in words, as procaine is in these two.
PROCAINE = {
    "musculoskeletal-pain/colombo-1981-cocktail",
    "musculoskeletal-pain/ruggeri-1981-nsaid-relaxant-procaine",
}

#: Doses that were maxima: the limit they are, or why it is one already. (ingredient, source, amount)
MAXIMA: dict[tuple[str, str, str], str] = {
    ("deoxycholic-acid", "kybella-label-us", "100 mg"): "is the limit of 100 mg a session already",
    ("deoxycholic-acid", "nct00422188-atx-101-lipoma", "25 mg"): "lower arm; words of the regimen",
    ("deoxycholic-acid", "nct00422188-atx-101-lipoma", "50 mg"): "lower arm; words of the regimen",
    ("deoxycholic-acid", "nct00422188-atx-101-lipoma", "100 mg"): "lower arm; words of the regimen",
    ("deoxycholic-acid", "nct00422188-atx-101-lipoma", "200 mg"): "new limit of basis studied",
    ("deoxycholic-acid", "nct00608842-atx-101-lipoma", "48 mg"): "lower arm; words of the regimen",
    ("deoxycholic-acid", "nct00608842-atx-101-lipoma", "96 mg"): "lower arm; words of the regimen",
    ("deoxycholic-acid", "nct00608842-atx-101-lipoma", "192 mg"): "new limit of basis studied",
    ("procaine", "procain-loges-1-label-de", "10 mg"): "largest wheal; new limit a point",
}
LIMIT_OF_MAXIMUM = {"200 mg", "192 mg", "10 mg"}

#: Doses and recipes of one page of a practice that are one regimen: id to what it holds.
LIPODISSOLVE = {
    "f16-lipodissolve-double-chin-6-ml": ("3 mL", "6 mL"),
    "f16-lipodissolve-flank-30-ml": ("20 mL", "30 mL"),
    "f16-lipodissolve-abdomen-60-ml": ("40 mL", "60 mL"),
}
LIPODISSOLVE_SOURCE = "beyondbeautiful-lipodissolve-page"

#: Recipes whose zone was a stand-in, not printed.
NO_ZONE = {
    "f19-us-hybrid-pc-collagenase-hyaluronidase",
    "f19-washington-2005-artichoke-thuja-graphites-procaine",
}

#: Doses of several products or routes of one label, kept apart: (ingredient, source) to the field that parts.
PARTED_BY = {
    ("polidocanol", "asclera-label-us"): "concentration",
    ("polydeoxyribonucleotide", "placentex-label-it"): "concentration",
}


def main(catalog: Path, table: Path) -> None:
    """Move everything, write the table."""
    move = Move(catalog)
    move.studies()
    move.doses()
    move.write()
    table.write_text(move.table(), "utf-8")


class Move:
    """The old records, the new ones, and what went where."""

    def __init__(self, catalog: Path) -> None:
        self.root = catalog
        self.evidence = {
            f"{file.parent.name}/{file.stem}": load(file) for file in catalog.glob("evidence/*/*.toml")
        }
        self.recipes = {file.stem: load(file) for file in sorted(catalog.glob("recipes/*.toml"))}
        self.ingredients = {file.stem: load(file) for file in sorted(catalog.glob("ingredients/*.toml"))}
        self.products = {file.stem: load(file) for file in catalog.glob("products/*.toml")}
        self.regimens: dict[str, Raw] = {}
        self.of_study: dict[str, str] = {}
        self.bare: dict[str, Raw] = {}
        self.rows: list[tuple[str, str, str]] = []
        self.limits: dict[str, list[Raw]] = defaultdict(list)

    # ------------------------------------------------------------------ studies and recipes

    def studies(self) -> None:
        """Regimens of studies and recipes, one for each thing that was given."""
        groups: dict[str, list[str]] = defaultdict(list)
        for key, study in sorted(self.evidence.items()):
            if is_bare(key, study):
                inner = study["regimen"]
                self.bare[key] = {
                    "ingredients": [item["ingredient"] for item in inner["items"]],
                    "route": inner.get("route", "intradermal"),
                }
                self.rows.append((f"evidence/{key}", "names its ingredients", study["design"]))
                continue
            content = json.dumps([study["regimen"], study["cite"]["source"]], sort_keys=True)
            groups[content].append(key)
        by_set: dict[tuple[str, frozenset[str]], list[list[str]]] = defaultdict(list)
        for keys in groups.values():
            first = self.evidence[keys[0]]
            by_set[first["cite"]["source"], self.set_of(first["regimen"]["items"])].append(keys)
        twins: dict[str, list[str]] = {}
        for name, recipe in self.recipes.items():
            key = recipe["cite"]["source"], self.set_of(recipe["cocktail"])
            found = [
                keys
                for keys in by_set.get(key, [])
                if len(by_set[key]) == 1 or recipe["goal"] in {self.evidence[each]["goal"] for each in keys}
            ]
            rivals = [
                other
                for other, record in self.recipes.items()
                if (record["cite"]["source"], self.set_of(record["cocktail"])) == key
            ]
            if len(found) == 1 and (len(rivals) == 1 or name == "p01a-costantino-days-1-4"):
                twins[name] = found[0]
        taken = {key for keys in twins.values() for key in keys}
        for keys in groups.values():
            if keys[0] not in taken:
                identity = keys[0].split("/")[1]
                self.regimens[identity] = self.from_study(keys)
                self.note_study(keys, identity)
        for name, recipe in self.recipes.items():
            keys = twins.get(name, [])
            self.regimens[name] = self.from_recipe(name, recipe, keys)
            self.rows.append((f"recipes/{name}", name, "the same as its study" if keys else ""))
            self.note_study(keys, name)

    def note_study(self, keys: list[str], identity: str) -> None:
        for key in keys:
            self.of_study[key] = identity
            note = "one regimen for several goals" if len(keys) > 1 else ""
            self.rows.append((f"evidence/{key}", identity, note))

    def set_of(self, items: list[Raw]) -> frozenset[str]:
        found: set[str] = set()
        for item in items:
            if item.get("product"):
                found |= {part["ingredient"] for part in self.products[item["product"]]["contains"]}
            else:
                found.add(item["ingredient"])
        return frozenset(found)

    def from_study(self, keys: list[str]) -> Raw:
        study = self.evidence[keys[0]]
        inner = study["regimen"]
        basis = {"vendor-claim": "vendor", "survey": "practice"}.get(study["design"], "studied")
        made: Raw = {"label": "", "basis": basis}
        made["goals"] = sorted({self.evidence[key]["goal"] for key in keys}, key=lambda g: g != study["goal"])
        zones = list(dict.fromkeys(self.evidence[key].get("zone", "") for key in keys))
        made["zones"] = [zone for zone in zones if zone and keys[0] != BROW]
        if keys[0] == BROW:
            made["note"] = "Eyebrows and lashes."
        made["route"] = inner.get("route", "intradermal")
        for field in ("technique", "depth_mm"):
            if field in inner:
                made[field] = inner[field]
        made["items"] = self.items(inner["items"])
        unnamed, besides = UNNAMED.get(keys[0], ([], [inner["with_also"]] if "with_also" in inner else []))
        if keys[0] in PROCAINE:
            made["items"].append({"ingredient": "procaine", "printed": "procaine"})
        if not made["items"] and not unnamed:
            unnamed = ["composition not in what was read"]
        made["items"] += [{"unnamed": words} for words in unnamed]
        made["given_as"] = given_as(made["items"], inner.get("volume"))
        put_sessions(made, inner.get("sessions"), inner.get("schedule", ""))
        for field in ("interval", "schedule", "volume"):
            if field in inner:
                made[field] = inner[field]
        put_points(made, inner)
        if besides:
            made["besides"] = besides
        made["cite"] = study["cite"]
        made["label"] = f"{self.words(made['items'])} ({keys[0].split('/')[1]})"
        return made

    def from_recipe(self, name: str, recipe: Raw, keys: list[str]) -> Raw:
        basis = {"vendor": "vendor", "label": "label"}.get(recipe["cite"]["access"], "studied")
        if recipe["cite"]["source"] == LIPODISSOLVE_SOURCE:
            basis = "practice"
        made = self.from_study(keys) if keys else {"label": "", "basis": basis, "goals": [], "items": []}
        made["label"] = recipe["label"]
        made["goals"] = list(dict.fromkeys([recipe["goal"], *made["goals"]]))
        zone = "" if name in NO_ZONE else recipe.get("zone", "")
        made["zones"] = list(dict.fromkeys([*([zone] if zone else []), *made.get("zones", [])]))
        made.setdefault("route", self.route_of(recipe))
        for field in ("technique", "jurisdiction", "note"):
            if field in recipe:
                made.setdefault(field, recipe[field])
        if "not_in_catalog" in recipe and not any("unnamed" in item for item in made["items"]):
            if set(recipe["not_in_catalog"]) <= BESIDES:
                made.setdefault("besides", recipe["not_in_catalog"])
            else:
                made["not_in_catalog"] = recipe["not_in_catalog"]
        mine = self.items(recipe["cocktail"])
        made["items"] = merged(made["items"], mine)
        numbers = {item.get("syringe", 1) for item in recipe["cocktail"]}
        if len(numbers) > 1:
            made["given_as"] = "separate"
        else:
            made.setdefault("given_as", given_as(made["items"], None))
        if "sessions" in recipe and "sessions" not in made:
            made["sessions"] = recipe["sessions"]
        text = recipe.get("interval", "")
        if text and re.fullmatch(r"[\d.]+ (d|wk|mo)", text):
            made.setdefault("interval", text)
        elif text:
            made["schedule"] = "; ".join(filter(None, [made.get("schedule", ""), text]))
        made["reported"] = recipe["reported"] + ("" if keys else f" Reported as: {recipe['direction']}.")
        made["expected"] = recipe["expected"]
        made.setdefault("cite", recipe["cite"])
        if name in LIPODISSOLVE:
            low, high = LIPODISSOLVE[name]
            printed = next((i["printed"] for i in recipe["cocktail"] if "printed" in i), "")
            span = {"low": low, "high": high}
            made["items"] = [{"product": "lipodissolve-compounded", "per_session": span, "printed": printed}]
            made["given_as"] = "one-syringe"
        if name == "f18-kybella-label":
            made["items"] = []
        return made

    def route_of(self, recipe: Raw) -> str:
        """The route of a study of the same source with these ingredients, else that of the technique."""
        mine = self.set_of(recipe["cocktail"])
        for study in self.evidence.values():
            inner = study["regimen"]
            same = study["cite"]["source"] == recipe["cite"]["source"]
            if same and mine and mine <= self.set_of(inner["items"]):
                return inner.get("route", "intradermal")
        ways = {
            "nappage": "intradermal",
            "hypodermic": "subcutaneous",
            "point-by-point-shallow": "intradermal",
        }
        return ways.get(recipe.get("technique", ""), "unclear")

    def items(self, given: list[Raw]) -> list[Raw]:
        """Items in the new form; those of one product become one item."""
        made: list[Raw] = []
        for old in given:
            product = old.get("product", "")
            several = product and len({p["ingredient"] for p in self.products[product]["contains"]}) > 1
            if product and any(each.get("product") == product for each in made):
                continue
            inside = {
                p["ingredient"]
                for each in made
                if "product" in each
                for p in self.products[each["product"]]["contains"]
            }
            if not product and old.get("ingredient") in inside and set(old) <= {"ingredient", "printed"}:
                continue
            item: Raw = {"product": product} if product else {"ingredient": old["ingredient"]}
            if "form" in old and not product:
                item["form"] = old["form"]
            if "concentration" in old:
                item["concentration"] = old["concentration"]
            amount, volume = old.get("amount"), old.get("volume")
            maximum = "maximum" in old.get("printed", "")
            if amount and not several and not maximum:
                item["per_session"] = amount
                if volume and volume != amount:
                    item["volume"] = volume
            elif volume:
                item["per_session" if product or is_fluid(old) else "volume"] = volume
            if old.get("syringe", 1) > 1:
                item["syringe"] = old["syringe"]
            if old.get("printed"):
                item["printed"] = old["printed"]
            made.append(item)
        if any("syringe" in item for item in made):
            for item in made:
                item.setdefault("syringe", 1)
        return made

    def words(self, items: list[Raw]) -> str:
        """A label: what was given, with its amount where it is printed."""
        parts = []
        for item in items:
            if "product" in item:
                name = self.products[item["product"]]["label"]
            elif "ingredient" in item:
                name = self.ingredients[item["ingredient"]]["label"]
            else:
                name = item["unnamed"]
            amount = next((item[key] for key in AMOUNTS if key in item), "")
            parts.append(f"{name} {spell(amount)}".strip() if amount else name)
        return " + ".join(parts)

    # ------------------------------------------------------------------ doses

    def doses(self) -> None:
        """Doses of ingredients: into the regimen of their study, else a regimen of their own."""
        left: dict[tuple[Any, ...], list[tuple[str, Raw]]] = defaultdict(list)
        for ingredient, record in self.ingredients.items():
            for dose in record.get("doses", []):
                where = self.settle(ingredient, dose)
                if where is None:
                    parted = PARTED_BY.get((ingredient, dose["cite"]["source"]), "")
                    key = (
                        ingredient,
                        dose["cite"]["source"],
                        dose["cite"]["at"],
                        dose["basis"],
                        dose.get("route", "intradermal"),
                        tuple(dose.get("goals", [])),
                        tuple(dose.get("zones", [])),
                        dose.get(parted, ""),
                    )
                    left[key].append((ingredient, dose))
                else:
                    self.row(ingredient, dose, *where)
        for key, doses in left.items():
            self.own(key, [dose for _, dose in doses])

    def row(self, ingredient: str, dose: Raw, where: str, note: str) -> None:
        over = dose.get("over", "session")
        self.rows.append((f"ingredients/{ingredient} dose {dose['amount']} a {over}", where, note))

    def settle(self, ingredient: str, dose: Raw) -> tuple[str, str] | None:
        """Where a dose belongs that has a regimen already; None when it needs one of its own."""
        source, amount = dose["cite"]["source"], dose["amount"]
        if (ingredient, source, amount) in MAXIMA:
            if amount in LIMIT_OF_MAXIMUM and source != "kybella-label-us":
                self.limits[ingredient].append(limit_of(dose))
            return "a limit", MAXIMA[ingredient, source, amount]
        if source == LIPODISSOLVE_SOURCE:
            zones = dose.get("zones", [])
            name = next(n for n in LIPODISSOLVE if self.regimens[n]["zones"][0] in zones)
            self.regimens[name]["zones"] = list(dict.fromkeys([*self.regimens[name]["zones"], *zones]))
            return name, "an end of the range of the compounded mixture"
        if dose["basis"] != "studied":
            return None
        near = [
            (name, item)
            for name, regimen in self.regimens.items()
            if source in self.sources_of(name)
            for item in regimen["items"]
            if ingredient in self.set_of([item] if "unnamed" not in item else [])
        ]
        goals = set(dose.get("goals", []))
        near = [pair for pair in near if goals & set(self.regimens[pair[0]]["goals"])] or near
        slot = {"session": "per_session", "point": "per_point", "cm2": "per_cm2"}[dose.get("over", "session")]
        for name, item in near:
            if item.get(slot) == amount:
                fill(item, dose, slot)
                if self.regimens[name]["route"] == "unclear":
                    self.regimens[name]["route"] = dose.get("route", "intradermal")
                return name, "the same fact"
        open_ones = [pair for pair in near if slot not in pair[1] or slot == "per_cm2"]
        if len(open_ones) == 1 and len(near) == 1:
            name, item = open_ones[0]
            value = amount
            if "product" in item and len(self.set_of([item])) > 1:
                value = dose.get("volume", amount)
            if item.get(slot) not in (None, value):
                return name, "the same, given in the volume of the product"
            item[slot] = value
            fill(item, dose, slot)
            regimen = self.regimens[name]
            regimen["goals"] = list(dict.fromkeys([*regimen["goals"], *dose.get("goals", [])]))
            regimen["zones"] = list(dict.fromkeys([*regimen["zones"], *dose.get("zones", [])]))
            add_note(regimen, dose)
            return name, "fills its amount"
        if near and len(near) == 1 and near[0][1].get(slot):
            return near[0][0], f"given there as {spell(near[0][1][slot])}"
        return None

    def sources_of(self, name: str) -> set[str]:
        studies = {
            self.evidence[key]["cite"]["source"] for key, value in self.of_study.items() if value == name
        }
        return studies | {self.regimens[name]["cite"]["source"]}

    def own(self, key: tuple[Any, ...], doses: list[Raw]) -> None:
        """A regimen of one ingredient from the doses of one place of one source."""
        ingredient, source, _, basis, route, goals, zones, parted = key
        first = doses[0]
        item: Raw = {"ingredient": ingredient}
        product = PRODUCT_OF.get((ingredient, source))
        if product:
            item = {"product": product}
        elif first.get("form"):
            item["form"] = first["form"]
        for over, slot in (
            ("session", "per_session"),
            ("day", "per_session"),
            ("point", "per_point"),
            ("cm2", "per_cm2"),
        ):
            mine = [dose for dose in doses if dose.get("over", "session") == over]
            if mine:
                unit = "/cm2" if over == "cm2" else ""
                amounts = [dose["amount"] for dose in mine]
                item[slot] = span([each if each.endswith(unit) else each + unit for each in amounts])
        volumes = [
            dose["volume"]
            for dose in doses
            if "volume" in dose and dose.get("over", "session") in ("session", "day")
        ]
        if product == "kybella":
            item["per_point"] = "0.2 mL"
        strengths = [dose["concentration"] for dose in doses if "concentration" in dose]
        if strengths and not product:
            item["concentration"] = span(strengths)
        if volumes and item.get("per_session") not in (span(volumes),):
            item["volume"] = span(volumes)
        made: Raw = {"label": "", "basis": basis, "goals": list(goals), "zones": list(zones)}
        made["route"] = "unclear" if route == "any" else route
        made["given_as"] = "one-syringe"
        made["items"] = [item]
        if any(dose.get("over") == "day" for dose in doses):
            made["schedule"] = "the amount of a day"
        points = {dose["volume"] for dose in doses if dose.get("over") == "point" and "volume" in dose}
        if points:
            made["points"] = {"volume": span(sorted(points, key=number))}
        made["cite"] = first["cite"]
        for dose in doses:
            add_note(made, dose)
        tail = goals[0] if goals else "any-goal" if basis != "label" else "any-use"
        stem = product or ingredient
        identity = OWN_ID.get(key[:2]) or "-".join(
            filter(
                None,
                [
                    stem,
                    {"label": "label", "practice": "practice", "studied": "studied"}[basis],
                    route if not goals and route != "any" else tail,
                ],
            )
        )
        if identity in self.regimens and identity != "kybella-label-submental-fat":
            identity += "-" + re.sub(r"[^a-z0-9]+", "-", (str(parted) or source).lower()).strip("-")
        if identity in self.regimens:
            identity += "-" + source
        what = self.words([item])
        way = f", {route}" if basis == "label" and route != "any" else ""
        made["label"] = f"{what}{way}, {'label' if basis == 'label' else basis}"
        if product == "kybella":
            old = self.regimens.pop("f18-kybella-label")
            self.rows = [
                (a, identity, "its amount was the maximum, which is a limit")
                if b == "f18-kybella-label"
                else (a, b, c)
                for a, b, c in self.rows
            ]
            made.update({k: old[k] for k in ("jurisdiction", "reported", "expected")})
            made |= {"label": "Kybella, as labelled", "sessions": {"low": 1, "high": 6}, "interval": "1 mo"}
            made["technique"] = "hypodermic"
            made["points"] |= {"spacing_mm": 10}
            made["schedule"] = (
                "up to 6 sessions, at least 1 month apart; at most 50 points or 10 mL a session"
            )
            item["printed"] = "2 mg/cm2, points of 0.2 mL, 1 cm apart"
        self.regimens[identity] = made
        for dose in doses:
            self.row(ingredient, dose, identity, "one end of a range" if len(doses) > 1 else "")

    # ------------------------------------------------------------------ writing

    def write(self) -> None:
        """The new files, and the old ones without what moved."""
        folder = self.root / "regimens"
        folder.mkdir(exist_ok=True)
        for name, regimen in sorted(self.regimens.items()):
            (folder / f"{name}.toml").write_text(toml(regimen), "utf-8")
        for key in self.evidence:
            file = self.root / "evidence" / f"{key}.toml"
            head = file.read_text("utf-8").split("\n[regimen]")[0].rstrip("\n") + "\n"
            if key in self.bare:
                line = f"ingredients = {inline(self.bare[key]['ingredients'])}\n"
                words = self.evidence[key]["regimen"].get("with_also")
                if words:
                    line += f"note = {inline(words)}\n"
                if self.bare[key]["route"] != "unclear":
                    line += f'route = "{self.bare[key]["route"]}"\n'
            else:
                line = f'regimen = "{self.of_study[key]}"\n'
            file.write_text(re.sub(r"^(design = )", line + r"\1", head, count=1, flags=re.M), "utf-8")
        for name, record in self.ingredients.items():
            file = self.root / "ingredients" / f"{name}.toml"
            text = file.read_text("utf-8")
            if "doses" in record:
                text = re.sub(r"^\[\[doses\]\]\n(?:(?!\[\[|\[[a-z]).*\n?)*", "", text, flags=re.M)
            for limit in self.limits.get(name, []):
                text = text.rstrip("\n") + "\n\n[[limits]]\n" + plain(limit)
            if name == "deoxycholic-acid":
                text = re.sub(r"\[\[limits\]\]\nmax = \"1.7 mg/kg\"\n(?:(?!\[\[).*\n)*", "", text)
                self.rows.append(
                    (f"ingredients/{name} limit 1.7 mg/kg", "gone", "a comparison with animals, not a limit")
                )
            file.write_text(text, "utf-8")
        shutil.rmtree(self.root / "recipes", ignore_errors=True)

    def table(self) -> str:
        """What went where, as a page."""
        given = sum(len(record.get("doses", [])) for record in self.ingredients.values())
        lines = [
            "# What went where: one record of a regimen",
            "",
            "Written by `tools/move_regimens.py` on 2026-11-27. Recipes, doses of ingredients and regimens",
            "inside evidence became `catalog/regimens/`; a fact that was written twice is written once.",
            "",
            f"{len(self.recipes)} recipes, {len(self.evidence)} evidence files and {given} doses became "
            f"{len(self.regimens)} regimens.",
            "",
            "| before | now | why |",
            "|---|---|---|",
        ]
        lines += [f"| {a} | {b} | {c} |" for a, b, c in sorted(set(self.rows))]
        return "\n".join(lines) + "\n"


PRODUCT_OF = {
    ("deoxycholic-acid", "kybella-label-us"): "kybella",
    ("collagenase", "qwo-label-us"): "qwo",
    ("hyaluronic-acid", "profhilo-ifu-it"): "profhilo",
}
OWN_ID = {
    ("lidocaine", "lidocaine-pfizer-medical-information"): "lidocaine-label-infiltration",
    ("deoxycholic-acid", "nct00422188-atx-101-lipoma"): "nct00422188-atx-101-lipoma",
}
#: Hair outside the zones of its goal.
BROW = "hair-loss/bimatoprost-eyebrow-topical"
#: What recipes listed as unknown though it was done beside the injection.
BESIDES = {"anti-ageing cream", "salicylic acid peel"}
AMOUNTS = ("per_session", "per_point", "per_cm2", "per_kg")


def load(file: Path) -> Raw:
    """A TOML file, numbers as written."""
    return tomllib.loads(file.read_text("utf-8"), parse_float=str)


def is_bare(key: str, study: Raw) -> bool:
    """Whether nothing but ingredients and a route is said of what was given."""
    inner = study["regimen"]
    if study["design"] not in POOLED:
        return False
    words = inner.get("with_also", "")
    if set(inner) - {"items", "route"} and words not in ANY:
        return False
    return all(set(item) == {"ingredient"} for item in inner["items"])


ANY = {
    "aesthetic mesotherapy mixtures of any kind",
    "mesotherapy compounds for cellulite",
    "cosmetic mesotherapy of any kind",
    "all routes pooled",
    "intramuscular and intradermal studies together",
}


def is_fluid(item: Raw) -> bool:
    """Measured by volume: what is autologous or a diluent has no other amount."""
    return item["ingredient"] in {
        "platelet-rich-plasma",
        "adsc-conditioned-medium",
        "water-for-injection",
        "sodium-chloride-solution",
        "traumeel",
    }


def given_as(items: list[Raw], volume: str | None) -> str:
    """One syringe where one thing was given, or where the volumes of the things add up to the whole."""
    if len(items) <= 1 and not any("unnamed" in item for item in items):
        return "one-syringe"
    parts = [item.get("volume") or item.get("per_session", "") for item in items]
    printed = volume and all(isinstance(p, str) and p.endswith(" mL") for p in parts)
    if printed and abs(sum(number(p) for p in parts) - number(str(volume))) < 1e-9:
        return "one-syringe"
    return "unclear"


def put_sessions(made: Raw, sessions: int | None, schedule: str) -> None:
    """The number of sessions; "up to six" is one to six."""
    between = re.search(r"\b(\d+) to (\d+) (?:sessions|times)", schedule)
    most = re.search(r"(?:up to|at most) (\d+)", schedule)
    if between:
        made["sessions"] = {"low": int(between[1]), "high": int(between[2])}
    elif most and sessions == int(most[1]):
        made["sessions"] = {"low": 1, "high": sessions}
    elif sessions:
        made["sessions"] = sessions


def put_points(made: Raw, inner: Raw) -> None:
    """Points as far as they were fields or stand in what was printed."""
    points: Raw = {}
    texts = " ".join([inner.get("schedule", ""), *(i.get("printed", "") for i in inner["items"])])
    count = re.search(r"\b(\d+) (?:x [\d.]+ (?:mL|uL)|points of|points in|intracutaneous injections)", texts)
    if count:
        points["count"] = int(count[1])
    if "point_volume" in inner:
        points["volume"] = inner["point_volume"]
    if points:
        made["points"] = points


def merged(ours: list[Raw], theirs: list[Raw]) -> list[Raw]:
    """The items of a study filled up from the recipe of the same regimen."""
    if not ours:
        return theirs
    result = [dict(item) for item in ours]
    for item in theirs:
        name = item.get("product") or item["ingredient"]
        twin = next((each for each in result if name in (each.get("product"), each.get("ingredient"))), None)
        if twin is None:
            single = [each for each in result if "ingredient" in each] if "product" in item else []
            twin = single[0] if len(single) == 1 and len(theirs) == 1 else None
            if twin is not None:
                twin.pop("ingredient")
                twin.pop("form", None)
                twin["product"] = item["product"]
                if "volume" in twin and "per_session" not in twin:
                    twin["per_session"] = twin.pop("volume")
        if twin is None:
            result.append(item)
            continue
        for field, value in item.items():
            if field not in ("product", "ingredient"):
                twin.setdefault(field, value)
    return [ordered(item) for item in result]


def ordered(item: Raw) -> Raw:
    """The keys of an item in the order of its record."""
    order = (
        "product",
        "ingredient",
        "unnamed",
        "form",
        "concentration",
        *AMOUNTS,
        "volume",
        "syringe",
        "printed",
    )
    return {key: item[key] for key in order if key in item}


def fill(item: Raw, dose: Raw, slot: str) -> None:
    """What a dose knows beside its amount."""
    if dose.get("concentration") and "product" not in item:
        item.setdefault("concentration", dose["concentration"])
    if dose.get("form") and "product" not in item:
        item.setdefault("form", dose["form"])
    volume = dose.get("volume")
    if volume and slot == "per_session" and item.get("per_session") != volume and "product" not in item:
        item.setdefault("volume", volume)


def limit_of(dose: Raw) -> Raw:
    """A dose that was a maximum, as a limit."""
    over = dose.get("over", "session")
    made = {
        "max": dose["amount"],
        "over": over,
        "basis": dose["basis"],
        "route": dose.get("route", "intradermal"),
    }
    return made | {k: dose[k] for k in ("goals", "note") if k in dose} | {"cite": dose["cite"]}


def add_note(regimen: Raw, dose: Raw) -> None:
    """A dose's own words, once."""
    words = dose.get("note", "")
    if words and words not in regimen.get("note", ""):
        regimen["note"] = "; ".join(filter(None, [regimen.get("note", ""), words]))


def number(text: str) -> float:
    """The number of an amount."""
    return float(text.split(" ")[0])


def span(amounts: list[str]) -> Any:
    """One amount, or the two ends of what is given."""
    kept = sorted(dict.fromkeys(amounts), key=number)
    return kept[0] if len(kept) == 1 else {"low": kept[0], "high": kept[-1]}


def spell(value: Any) -> str:
    """An amount or range in words."""
    text = value if isinstance(value, str) else f"{value['low']} to {value['high']}"
    return re.sub(r"\[(iU|U|USP'U)\]\{[a-z-]+\}", lambda m: {"iU": "IU", "U": "U"}.get(m[1], "U"), text)


def inline(value: Any) -> str:
    """A TOML value on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {inline(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(inline(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def plain(table: Raw) -> str:
    """Key = value lines."""
    return "".join(f"{key} = {inline(value)}\n" for key, value in table.items())


def toml(regimen: Raw) -> str:
    """A regimen as its file."""
    order = (
        "label",
        "basis",
        "goals",
        "zones",
        "route",
        "technique",
        "depth_mm",
        "given_as",
        "sessions",
        "interval",
        "schedule",
        "volume",
        "jurisdiction",
        "besides",
        "not_in_catalog",
        "reported",
        "note",
        "cite",
    )
    head = {key: regimen[key] for key in order if regimen.get(key) not in (None, "", [])}
    text = plain(head)
    for item in regimen["items"]:
        text += "\n[[items]]\n" + plain(ordered(item))
    for name in ("points", "population", "expected"):
        if regimen.get(name):
            text += f"\n[{name}]\n" + plain(regimen[name])
    return text


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
