"""Imports go down; each third-party library has one home. A broken line is named with its reason."""

import sys
from typing import Any

#: Lowest first. A module may import its own floor and those before it.
FLOORS = (
    "errors",
    "version",
    "record",
    "quantity",
    "solver",
    "model",
    "catalog",
    "knowledge",
    "cases",
    "mixing",
    "rules",
    "asking",
    "worth",
    "planner",
    "repair",
    "preparation",
    "review",
    "report",
    "engine",
    "api",
    "screen",
    "ledger",
    "fhir",
    "hooks",
    "agent",
    "web",
    "cli",
    "bundle",
    "__main__",
)

#: What a floor is for: the reason that goes with a broken import.
BECAUSE = {
    "errors": "errors are raised everywhere and know nobody",
    "version": "the version is asked for everywhere and asks nobody",
    "record": "a record is made the same way on every floor",
    "quantity": "amounts know nothing but numbers and units",
    "solver": "the solver is pure and knows nothing of medicine",
    "model": "records hold what others compute",
    "catalog": "the catalog is read before anything is asked of it",
    "knowledge": "questions are about the catalog only",
    "cases": "a case is read, not judged",
    "mixing": "a mixture is computed, not judged",
    "rules": "the planner asks, the rules decide",
    "asking": "what to ask is decided from what is unknown, before it is put into words",
    "worth": "what a study is worth is known before anything is planned with it",
    "repair": "a written cocktail is changed and judged again, not planned again",
    "planner": "a plan is found before it is prepared or shown",
    "preparation": "what is prepared is a plan, not a page",
    "review": "a review looks at catalogs and verdicts, not at pages",
    "report": "reports render plans, checks and reviews; they compute none",
    "engine": "the library does not know its shell",
    "api": "the library does not know its shell",
    "screen": "many cases are asked through the doors that one is",
    "ledger": "an adapter hands cases to the engine and keeps its answers; nothing below knows it",
    "fhir": "another system's words are mapped to a case and from an answer, and judge nothing",
    "hooks": "cards are made of answers and of FHIR",
    "agent": "an agent asks the engine, as every other program does",
    "web": "a page or a request asks the engine; nothing below knows that there is one",
    "cli": "a command does not know how Python was started",
    "bundle": "a command does not know how Python was started",
}

#: What a repair has no use for: nothing is searched for it.
_OF_PLANS = ("plan", "ground", "problem", "demands", "worlds", "questions", "front", "sensitivity", "why")

#: What stands on a floor.
HOLDS = {
    "errors": "the tree of errors and the exit codes",
    "version": "the version of the engine",
    "record": "how a named tuple is made",
    "quantity": "exact amounts with units",
    "solver": "the exact search over integers",
    "model": "the frozen records of the catalog, of cases and of answers",
    "catalog": "files to a catalog: reading, linking, lint, overlays, ledger, cache",
    "knowledge": "questions about the catalog, and its graph",
    "cases": "a case as written to a case as understood",
    "mixing": "what a syringe holds: pH, osmolality, solubility",
    "rules": "one judgement a file, and the check that asks them all",
    "asking": "what would settle each unknown of an answer",
    "worth": "what something is worth: belief in studies, likeness to a plan, what a finding costs",
    "planner": "candidates, the integer problem, plans, why, why-not, sensitivity",
    "repair": "repairs and thresholds of a written cocktail",
    "preparation": "how a judged cocktail is drawn up and how long it keeps",
    "review": "what a change of the catalog changes, and what it lacks",
    "report": "words, pages, tables, JSON",
    "engine": "`Engine`, the one door: every question, every answer",
    "api": "the same questions as functions",
    "screen": "many cases at once: one kernel, on this machine or on a cluster",
    "ledger": "the log of what was planned, prepared and given: an adapter over the engine",
    "fhir": "FHIR resources to a case, answers to FHIR resources",
    "hooks": "CDS Hooks: requests to cards, feedback kept",
    "agent": "the tools of an AI agent",
    "web": "the desk, a page with a server or without one, and the API of the service",
    "cli": "the commands",
    "bundle": "the modules of an ordinary installation, compiled in one file",
}

#: Below in the order, but not to be known all the same.
NOT_THESE = {
    "repair": tuple(f"planner.{name}" for name in _OF_PLANS),
    "report": ("worth", "planner", "repair", "preparation"),
    "api": ("worth", "planner", "repair", "preparation", "rules", "mixing", "report"),
    "ledger": ("worth", "planner", "repair", "preparation", "rules", "mixing", "api"),
    "fhir": ("worth", "planner", "repair", "preparation", "rules", "mixing", "api"),
    "hooks": ("worth", "planner", "repair", "preparation", "rules", "mixing", "api"),
    "agent": ("worth", "planner", "repair", "preparation", "rules", "mixing", "api", "fhir", "hooks"),
    "web": ("worth", "planner", "repair", "preparation", "mixing", "api", "agent"),
    "cli": ("worth", "planner", "repair", "solver", "mixing", "api"),
}

#: All that a command may know: it hands a case in and an answer out.
THEY_KNOW = ("engine", "report", "model", "cases", "errors", "record", "version", "cli")

#: What some commands know besides, with the reason.
THESE_TOO = {
    "catalog": (("catalog", "review"), "looks after the catalog itself, which is no question about a case"),
    "catalog_lint": (("catalog", "rules"), "a lint asks which rules there are"),
    "desk": (("web",), "opens the page, which is a shell of its own"),
    "doctor": (("catalog",), "examines the installation"),
    "examine": (("catalog", "knowledge", "review"), "examines the installation"),
    "find": (("catalog",), "reads the catalog and starts in a blink, without the engine"),
    "goals": (("catalog",), "reads the catalog and starts in a blink, without the engine"),
    "mcp": (("agent",), "opens the door for agents"),
    "serve": (("web",), "opens the door over HTTP"),
    "graph": (("catalog", "knowledge"), "shows the graph of the catalog"),
    "ledger": (("catalog", "ledger"), "keeps answers, and the catalog that they came from"),
    "new": (("catalog",), "reads the catalog and starts in a blink, without the engine"),
    "rules": (("rules",), "lists the rules"),
    "screen": (("screen", "ledger"), "hands over many cases, of a file or of the ledger"),
    "show": (("catalog",), "reads the catalog and starts in a blink, without the engine"),
}

#: The one module, package or floor that may import a library.
HOMES = {
    "alembic": "mesoplan.ledger",
    "cryptography": "mesoplan.ledger.seal",
    "sqlalchemy": "mesoplan.ledger",
    "pydantic": "mesoplan.model.schema",
    "networkx": "mesoplan.knowledge.graph",
    "click": "mesoplan.cli",
    "tabulate": "mesoplan.report",
    "reportlab": "mesoplan.report.pdf",
    "pystrich": "mesoplan.report.pdf",
    "arabic_reshaper": "mesoplan.report.pdf",
    "bidi": "mesoplan.report.pdf",
    "rapidfuzz": "mesoplan.catalog.names",
    "yaml": "mesoplan.cases.yaml_text",
    "platformdirs": "mesoplan.catalog.cache",
    "numpy": "mesoplan.screen",
    "pyarrow": "mesoplan.screen",
    "pyspark": "mesoplan.screen.spark",
    "starlette": "mesoplan.web",
    "uvicorn": "mesoplan.web",
    "jwt": "mesoplan.web.api.trust",
    "mcp": "mesoplan.agent.server",
    "jinja2": "mesoplan.web.render",
    "markupsafe": "mesoplan.web.render",
}


def _below(name: str) -> str:
    return name.removeprefix("mesoplan.").partition(".")[0]


def _within(name: str, home: str) -> bool:
    return name == home or name.startswith(home + ".")


def test_every_folder_is_a_floor(modules: Any) -> None:
    assert {module.floor for module in modules} - {""} <= set(FLOORS)


def test_imports_go_down(modules: Any) -> None:
    broken = []
    for module in modules:
        if not module.floor:
            continue  # the package itself names what is public, and loads it when it is used
        for each in module.imports:
            if not each.module.startswith("mesoplan."):
                continue
            target = _below(each.module)
            too_high = target in FLOORS and FLOORS.index(target) > FLOORS.index(module.floor)
            barred = any(_within(each.module, f"mesoplan.{name}") for name in NOT_THESE.get(module.floor, ()))
            if too_high or barred:
                broken.append(f"{module.path}:{each.line} imports {target}: {BECAUSE[module.floor]}")
    assert not broken, "\n" + "\n".join(broken)


def _known_to(command: str) -> tuple[str, ...]:
    """The floors that a module of ``cli`` may import; those about the catalog share an entry."""
    own = command if command in THESE_TOO else command.partition("_")[0]
    return (*THEY_KNOW, *THESE_TOO.get(own, ((), ""))[0])


def test_a_command_knows_only_the_door(modules: Any) -> None:
    broken = [
        f"{module.path}:{each.line} imports {each.module}: a command hands a case in and an answer out"
        for module in modules
        if module.floor == "cli"
        for each in module.imports
        if each.module.startswith("mesoplan.")
        and not each.for_types
        and _below(each.module) not in _known_to(module.name.removeprefix("mesoplan.cli."))
    ]
    assert not broken, "\n" + "\n".join(broken)


def test_the_solver_knows_only_the_standard_library(modules: Any) -> None:
    broken = [
        f"{module.path}:{each.line} imports {each.module}: the solver is pure and knows no catalog"
        for module in modules
        if _within(module.name, "mesoplan.solver")
        for each in module.imports
        if not _within(each.module, "mesoplan.solver")
        and each.module != "mesoplan.record.NamedTuple"  # that of typing, made faster
        and each.module.partition(".")[0] not in sys.stdlib_module_names
    ]
    assert not broken, "\n" + "\n".join(broken)


def test_records_are_made_one_way(modules: Any) -> None:
    broken = [
        f"{module.path}:{each.line}: mesoplan.record.NamedTuple is made in a fifth of the time"
        for module in modules
        if module.floor != "record" and module.name != "mesoplan.report.answer"  # generic: typing's own
        for each in module.imports
        if each.module == "typing.NamedTuple"
    ]
    assert not broken, "\n" + "\n".join(broken)


def test_each_library_has_one_home(modules: Any) -> None:
    broken = []
    for module in modules:
        for each in module.imports:
            library = each.module.partition(".")[0]
            if library in sys.stdlib_module_names or library == "mesoplan" or each.for_types:
                continue
            home = HOMES.get(library)
            if home is None:
                broken.append(f"{module.path}:{each.line} imports {library}: it has no home yet, see HOMES")
            elif not _within(module.name, home):
                broken.append(f"{module.path}:{each.line} imports {library}: its only home is {home}")
    assert not broken, "\n" + "\n".join(broken)


def test_every_home_is_used(modules: Any) -> None:
    used = {each.module.partition(".")[0] for module in modules for each in module.imports}
    assert set(HOMES) <= used


def _family(name: str) -> str:
    """The family of a module of rules; empty for what stands above the families."""
    parts = name.split(".")
    return parts[2] if parts[:2] == ["mesoplan", "rules"] and len(parts) > 3 else ""


def test_families_of_rules_know_only_what_is_shared(modules: Any) -> None:
    families = {_family(module.name) for module in modules} - {"", "shared"}
    broken = [
        f"{module.path}:{each.line} imports {each.module}: lift it to rules/shared"
        for module in modules
        if _family(module.name)
        for each in module.imports
        if _family(each.module) in families - {_family(module.name)}
    ]
    assert not broken, "\n" + "\n".join(broken)
