"""Pages that list: goals as a tree, rules, one rule, what a search found, all of a kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mesoplan.catalog.catalog import Catalog
from mesoplan.knowledge.questions import Knowledge
from mesoplan.report.look_up import Hit, label_of
from mesoplan.report.page import Block, Entry, Grid, Page, Section, Text
from mesoplan.report.show.parts import evidence_summary, made, pairs

if TYPE_CHECKING:
    from mesoplan.rules.rule import Rule

_FAMILIES = {
    "ID": "Identity",
    "PT": "Patient",
    "MX": "One syringe",
    "IX": "One session",
    "DS": "Dose",
    "RT": "Route",
    "RG": "Regulation",
    "EV": "Evidence",
}


def goals_page(catalog: Catalog) -> Page:
    """The goals as a tree, with how many studies each has."""
    goals, knowledge = catalog.table("goal"), Knowledge(catalog)
    lines: list[tuple[str, ...]] = []

    def add(identity: str, depth: int) -> None:
        related = knowledge.related_goals(identity)
        studies = [each for goal in sorted(related) for each in catalog.index.evidence_of.get(goal, ())]
        lines.append(
            (
                f"{'. ' * depth}{identity}",
                goals[identity].label,
                evidence_summary(studies, knowledge) or "no study recorded",
            )
        )
        for child in sorted(each for each, goal in goals.items() if identity in goal.parents):
            add(child, depth + 1)

    for identity in sorted(each for each, goal in goals.items() if not goal.parents):
        add(identity, 0)
    return made(
        "Goals",
        f"{len(goals)} goals",
        (Section("", (Grid(("id", "goal", "studies"), tuple(lines)),)),),
        catalog,
        foot=("`mesoplan show GOAL` has the evidence, `mesoplan plan GOAL` suggests cocktails.",),
    )


def rules_page(rules: Iterable[Rule]) -> Page:
    """Every rule with what it checks, by family."""
    families: dict[str, list[Rule]] = {}
    for rule in rules:
        families.setdefault(rule.code[:2], []).append(rule)
    sections = tuple(
        Section(
            _FAMILIES.get(prefix, prefix),
            tuple(Entry(rule.code, f"{rule.name}: {rule.checks}") for rule in members),
        )
        for prefix, members in families.items()
    )
    count = sum(len(each) for each in families.values())
    return Page(
        "Rules",
        Text(f"{count} rules; a check runs all of them."),
        sections,
        ("`mesoplan rules CODE` says why a rule is there and what to do instead.",),
    )


def rule_page(rule: Rule) -> Page:
    """The documentation of a rule, from the rule itself."""
    blocks: tuple[Block, ...] = (
        pairs(
            ("checks", rule.checks),
            ("why", rule.why),
            ("example", rule.example),
            ("instead", rule.instead),
            ("looks at", _SCOPES[rule.scope]),
        ),
    )
    return Page(f"{rule.code} {rule.name}", Text(f"{rule.code} {rule.name}"), (Section("", blocks),))


_SCOPES = {
    "item": "each item of the cocktail",
    "pair": "each two items of one syringe",
    "session-pair": "each two items of the session",
    "mixture": "each syringe",
    "total": "the whole session, summed",
    "case": "the case as a whole",
}


def rule_data(rule: Rule) -> dict[str, str]:
    """The documentation of a rule for programs."""
    return {
        name: getattr(rule, name) for name in ("code", "name", "scope", "checks", "why", "example", "instead")
    }


def hits_page(words: str, hits: tuple[Hit, ...], catalog: Catalog) -> Page:
    """What a search found."""
    count = f"{len(hits)} found" if hits else "nothing found"
    return made(
        f"Find: {words}",
        f'"{words}": {count}',
        (
            Section(
                "",
                (
                    Grid(
                        ("kind", "id", "what"),
                        tuple((hit.kind, hit.id, label_of(hit, catalog)) for hit in hits),
                    ),
                ),
            ),
        ),
        catalog,
    )


def kind_page(plural: str, kind: str, catalog: Catalog) -> Page:
    """Everything of one kind."""
    hits = [Hit(kind, each, each) for each in catalog.table(kind)]
    return made(
        plural.capitalize(),
        f"{len(hits)} {plural}",
        (Section("", (Grid(("id", "what"), tuple((hit.id, label_of(hit, catalog)) for hit in hits)),)),),
        catalog,
    )
