"""Records to a linked catalog: references resolved, names unique, hierarchies without loops."""

from collections.abc import Iterator, Mapping
from typing import Any

from mesoplan.catalog.catalog import Index
from mesoplan.catalog.fault import Fault
from mesoplan.catalog.named import Named
from mesoplan.catalog.names import close_names, normal
from mesoplan.catalog.read import Entry
from mesoplan.catalog.words import add_words
from mesoplan.model.cite import Cite
from mesoplan.model.ingredient import called
from mesoplan.model.statement import statements_of

Entries = Mapping[str, Mapping[str, Entry]]

_SUBSTANCE = ("ingredient", "class", "product")

#: Which kinds a field's ids may be of, by record and field name; "*" stands for any record.
_REFERENCES: dict[tuple[str, str], tuple[str, ...]] = {
    ("Ingredient", "classes"): ("class",),
    ("Checked", "by"): ("reviewer",),
    ("Care", "given"): _SUBSTANCE,
    ("ActsVia", "id"): ("mechanism",),
    ("GoalMechanism", "id"): ("mechanism",),
    ("Screening", "names"): ("fact",),
    ("Fact", "medicine_of"): ("ingredient", "class"),
    ("*", "fact"): ("fact",),
    ("*", "facts"): ("fact",),
    ("*", "goal"): ("goal",),
    ("*", "goals"): ("goal",),
    ("*", "zone"): ("zone",),
    ("*", "zones"): ("zone",),
    ("*", "except_zones"): ("zone",),
    ("*", "technique"): ("technique",),
    ("*", "techniques"): ("technique",),
    ("*", "ingredient"): ("ingredient",),
    ("*", "product"): ("product",),
    ("*", "default_for"): ("ingredient",),
    ("*", "partners"): _SUBSTANCE,
    ("*", "members"): _SUBSTANCE,
    ("*", "member"): _SUBSTANCE,
    ("*", "subject"): _SUBSTANCE,
    ("*", "vehicles"): ("ingredient",),
    ("Evidence", "regimen"): ("regimen",),
    ("Evidence", "against"): ("regimen",),
    ("Evidence", "ingredients"): ("ingredient",),
    ("*", "allergens"): ("ingredient", "class"),
    ("*", "tolerance"): ("tolerance",),
    ("*", "diluents"): ("ingredient",),
    ("*", "jurisdiction"): ("jurisdiction",),
    ("*", "jurisdictions"): ("jurisdiction",),
}

_HIERARCHIES = ("class", "fact", "goal", "zone", "jurisdiction")


def link_faults(entries: Entries) -> tuple[Fault, ...]:
    """Dangling ids, unknown sources, loops, colliding names and doubled statements."""
    faults: list[Fault] = []
    for kind, table in entries.items():
        for identity, entry in table.items():
            faults.extend(_dangling(entries, kind, entry))
            faults.extend(_bad_cites(entries, entry))
            faults.extend(_doubled_statements(identity, entry))
    for kind in _HIERARCHIES:
        faults.extend(_loops(kind, entries[kind]))
    faults.extend(_shared_ids(entries))
    faults.extend(_interaction_names(entries))
    _, collisions = _names(entries)
    faults.extend(collisions)
    return tuple(faults)


def build_index(entries: Entries) -> Index:
    """The look-up tables of a catalog without link faults, but for the largest amounts."""
    names, _ = _names(entries)
    ancestors = {kind: _ancestors(entries[kind]) for kind in _HIERARCHIES}
    ancestors["ingredient"] = {
        identity: _merged([(parent, 1) for parent in entry.record.classes], ancestors["class"])
        for identity, entry in entries["ingredient"].items()
    }
    products_of: dict[str, list[str]] = {}
    for identity, entry in entries["product"].items():
        for part in entry.record.contains:
            products_of.setdefault(part.ingredient, []).append(identity)
    same_as: dict[str, list[str]] = {}
    for identity, entry in entries["product"].items():
        for same in entry.record.same_as:
            same_as.setdefault(same.product, []).append(identity)
    labelled: dict[str, str] = {}
    for identity, entry in entries["product"].items():
        for part in entry.record.contains:
            if part.cite.access == "label":
                labelled.setdefault(part.cite.source, identity)
    taken_as: dict[str, list[str]] = {}
    for identity, entry in entries["fact"].items():
        for substance in entry.record.medicine_of:
            taken_as.setdefault(substance, []).append(identity)
    interactions_of: dict[str, list[str]] = {}
    for identity, entry in entries["interaction"].items():
        for member in entry.record.members:
            interactions_of.setdefault(member, []).append(identity)
    regimens_of: dict[str, list[str]] = {}
    regimens_for: dict[str, list[str]] = {}
    given_by = {identity: _given(entry.record, entries) for identity, entry in entries["regimen"].items()}
    for identity, entry in entries["regimen"].items():
        for used in given_by[identity]:
            regimens_of.setdefault(used, []).append(identity)
        for goal in entry.record.goals:
            regimens_for.setdefault(goal, []).append(identity)
    evidence_of: dict[str, list[str]] = {}
    studies_of: dict[str, list[str]] = {}
    studied_by: dict[str, list[str]] = {}
    compared_in: dict[str, list[str]] = {}
    for identity, entry in entries["evidence"].items():
        study = entry.record
        evidence_of.setdefault(study.goal, []).append(identity)
        if study.regimen:
            studied_by.setdefault(study.regimen, []).append(identity)
        if study.against:
            compared_in.setdefault(study.against, []).append(identity)
        for used in given_by.get(study.regimen, ()) if study.regimen else study.ingredients:
            studies_of.setdefault(used, []).append(identity)
    members_of: dict[str, list[str]] = {}
    for identity, lineage in ancestors["ingredient"].items():
        for ancestor, _ in lineage:
            members_of.setdefault(ancestor, []).append(identity)
    acting_via: dict[str, list[str]] = {}
    for identity, entry in entries["ingredient"].items():
        for mechanism in entry.record.mechanisms:
            acting_via.setdefault(mechanism.id, []).append(identity)
    facts_below: dict[str, list[str]] = {}
    for identity, lineage in ancestors["fact"].items():
        for ancestor, _ in lineage:
            facts_below.setdefault(ancestor, []).append(identity)
    return Index(
        names=names,
        ancestors=ancestors,
        products_of=_frozen(products_of),
        interactions_of=_frozen(interactions_of),
        evidence_of=_frozen(evidence_of),
        studies_of=_frozen(studies_of),
        members_of=_frozen(members_of),
        acting_via=_frozen(acting_via),
        facts_below=_frozen(facts_below),
        regimens_of=_frozen(regimens_of),
        regimens_for=_frozen(regimens_for),
        given_by=given_by,
        studied_by=_frozen(studied_by),
        compared_in=_frozen(compared_in),
        unread={
            identity: entry.record.cite.access
            for identity, entry in entries["regimen"].items()
            if not entry.record.cite.supports
        },
        roles={identity: entry.record.role for identity, entry in entries["ingredient"].items()},
        labelled=labelled,
        taken_as=_frozen(taken_as),
        same_as=_frozen(same_as),
        largest_in_skin={},
        largest_volume={},
        largest_in_zone={},
    )


def _given(regimen: Any, entries: Entries) -> tuple[str, ...]:
    """The ingredients that a regimen gives; those of a product are all that it contains."""
    found: set[str] = set()
    for item in regimen.items:
        if item.ingredient:
            found.add(item.ingredient)
        if item.product in entries["product"]:
            found.update(part.ingredient for part in entries["product"][item.product].record.contains)
    return tuple(sorted(found))


def walk_records(record: Any, path: str = "") -> Iterator[tuple[Any, str]]:
    """Every record inside a record, itself first, with its key path."""
    yield record, path
    for name in record._fields:
        value = getattr(record, name)
        inner = f"{path}.{name}" if path else name
        if isinstance(value, tuple):
            if hasattr(value, "_fields"):
                yield from walk_records(value, inner)
            else:
                for position, part in enumerate(value):
                    if isinstance(part, tuple) and hasattr(part, "_fields"):
                        yield from walk_records(part, f"{inner}[{position}]")


def _frozen(table: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(sorted(set(values))) for key, values in sorted(table.items())}


def _key(entry: Entry, path: str) -> str:
    return f"{entry.key}.{path}" if entry.key and path else entry.key or path


def _dangling(entries: Entries, kind: str, entry: Entry) -> Iterator[Fault]:
    for record, path in walk_records(entry.record):
        for name in record._fields:
            kinds = _REFERENCES.get((type(record).__name__, name)) or _REFERENCES.get(("*", name))
            if name == "parents":
                kinds = (kind,)
            if kinds is None:
                continue
            value = getattr(record, name)
            named = value if isinstance(value, tuple) else (value,) if value else ()
            for wanted in named:
                if any(wanted in entries[each] for each in kinds):
                    continue
                known = [each for one in kinds for each in entries[one]]
                yield Fault(
                    code="CA010",
                    file=entry.file,
                    key=_key(entry, f"{path}.{name}" if path else name),
                    what=f'no {" or ".join(kinds)} "{wanted}".',
                    so_what="The statement points at nothing.",
                    next=_closest(wanted, known),
                )


def _closest(wanted: str, known: list[str]) -> str:
    near = close_names(wanted, known)
    if near:
        return f'Closest: "{near[0]}".'
    return "Add it to the catalog or correct the id."


def _bad_cites(entries: Entries, entry: Entry) -> Iterator[Fault]:
    for record, path in walk_records(entry.record):
        if not isinstance(record, Cite):
            continue
        source = entries["source"].get(record.source)
        if source is None:
            yield Fault(
                code="CA020",
                file=entry.file,
                key=_key(entry, path),
                what=f'no source "{record.source}".',
                so_what="The statement has no support and cannot be used.",
                next=_closest(record.source, list(entries["source"])),
            )
        elif source.record.kind == "background" and record.access != "recalled":
            yield Fault(
                code="CA021",
                file=entry.file,
                key=_key(entry, path),
                what=f'background knowledge is cited with access "{record.access}".',
                so_what="What was not read would support a plan.",
                next='Write access = "recalled".',
            )
        elif not record.at.strip():
            yield Fault(
                code="CA020",
                file=entry.file,
                key=_key(entry, path),
                what="the place in the source is empty.",
                so_what="Nobody can look it up.",
                next='Name the section, table or page ("abstract").',
            )


def _doubled_statements(identity: str, entry: Entry) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for path, stated in statements_of(identity, entry.record):
        if stated.id in seen and "[" in path:
            yield Fault(
                code="CA014",
                file=entry.file,
                key=_key(entry, path),
                what=f"states the same as {seen[stated.id]} from the same source.",
                so_what="One fact would count twice.",
                next="Keep one of them.",
            )
        seen[stated.id] = path


def _loops(kind: str, table: Mapping[str, Entry]) -> Iterator[Fault]:
    for identity, entry in table.items():
        seen: set[str] = set()
        todo = list(entry.record.parents)
        while todo:
            parent = todo.pop()
            if parent == identity:
                yield Fault(
                    code="CA013",
                    file=entry.file,
                    key=_key(entry, "parents"),
                    what=f'the {kind} "{identity}" is its own ancestor.',
                    so_what="Inheritance has no end.",
                    next="Remove one of the parents.",
                )
                break
            if parent not in seen and parent in table:
                seen.add(parent)
                todo.extend(table[parent].record.parents)


def _shared_ids(entries: Entries) -> Iterator[Fault]:
    seen: dict[str, Entry] = {}
    for kind in ("ingredient", "product", "class", "zone"):
        for identity, entry in entries[kind].items():
            if identity in seen:
                yield Fault(
                    code="CA011",
                    file=entry.file,
                    key=entry.key,
                    what=f'the id "{identity}" is also in {seen[identity].file}.',
                    so_what="A finding about it could mean either.",
                    next="Give one of them another id.",
                )
            seen[identity] = entry


def _interaction_names(entries: Entries) -> Iterator[Fault]:
    for identity, entry in entries["interaction"].items():
        members = entry.record.members
        expected = "--".join(sorted(members))
        if len(set(members)) < 2:
            yield Fault(
                code="CA051",
                file=entry.file,
                key="members",
                what="an interaction needs two or more members.",
                so_what="Nothing interacts with itself.",
                next="Name the members or remove the file.",
            )
        elif identity != expected:
            yield Fault(
                code="CA050",
                file=entry.file,
                key="members",
                what=f"the file should be called {expected}.toml.",
                so_what="The same members could get a second, one-sided file.",
                next="Rename the file.",
            )


def _ancestors(table: Mapping[str, Entry]) -> dict[str, tuple[tuple[str, int], ...]]:
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for identity in table:
        distance: dict[str, int] = {}
        level, depth = [identity], 0
        while level:
            depth += 1
            above = [parent for each in level if each in table for parent in table[each].record.parents]
            level = [parent for parent in dict.fromkeys(above) if parent not in distance]
            for parent in level:
                if parent != identity:
                    distance[parent] = depth
            if depth > len(table):
                break
        found[identity] = tuple(sorted(distance.items(), key=lambda pair: (pair[1], pair[0])))
    return found


def _merged(
    nearest: list[tuple[str, int]], above: Mapping[str, tuple[tuple[str, int], ...]]
) -> tuple[tuple[str, int], ...]:
    distance: dict[str, int] = {}
    for parent, steps in nearest:
        distance[parent] = min(steps, distance.get(parent, steps))
        for ancestor, more in above.get(parent, ()):
            distance[ancestor] = min(steps + more, distance.get(ancestor, steps + more))
    return tuple(sorted(distance.items(), key=lambda pair: (pair[1], pair[0])))


def _spellings(kind: str, record: Any) -> Iterator[tuple[str, str]]:
    """Every name of an entity, with the form it means."""
    yield record.id, ""
    if kind == "regimen":
        return
    if hasattr(record, "label"):
        yield record.label, ""
    if kind == "ingredient":
        for form in record.forms:
            yield form.label, form.id
            if form.cas:
                yield form.cas, form.id
    for synonym in called(record):
        yield synonym, ""


def _code_spellings(record: Any) -> Iterator[str]:
    codes = getattr(record, "codes", None)
    if codes is None:
        return
    for name in ("cas", "unii", "atc", "snomed", "icd10"):
        yield from getattr(codes, name, ())


def _names(entries: Entries) -> tuple[dict[str, dict[str, Named]], list[Fault]]:
    """Normalised names by name space, and the names that two entities claim."""
    spaces: dict[str, dict[str, Named]] = {}
    faults: list[Fault] = []
    owners: dict[tuple[str, str], Entry] = {}
    for kind, table in entries.items():
        if kind in ("source", "waiver", "interaction", "evidence", "care", "word"):
            continue
        for identity, entry in sorted(table.items()):
            space = _name_space(kind, entry.record)
            names = spaces.setdefault(space, {})
            for spelling, form in _spellings(kind, entry.record):
                name = normal(spelling)
                taken = names.get(name)
                if taken is None:
                    names[name] = Named(kind, identity, form)
                    owners[space, name] = entry
                elif taken.id != identity:
                    faults.append(_collision(entry, spelling, owners[space, name]))
    for kind, table in entries.items():
        claims: dict[str, set[str]] = {}
        for identity, entry in table.items():
            for code in _code_spellings(entry.record):
                claims.setdefault(normal(code), set()).add(identity)
        for code, ids in claims.items():
            if len(ids) == 1:
                (identity,) = ids
                space = _name_space(kind, table[identity].record)
                spaces[space].setdefault(code, Named(kind, identity))
    faults.extend(add_words(entries, spaces))
    return {space: dict(sorted(names.items())) for space, names in sorted(spaces.items())}, faults


def _name_space(kind: str, record: Any) -> str:
    """Ingredients and products share one space; patient facts have one for each of their kinds."""
    if kind == "fact":
        return f"fact:{record.kind}"
    return "substance" if kind in ("ingredient", "product") else kind


def _collision(entry: Entry, spelling: str, first: Entry) -> Fault:
    return Fault(
        code="CA012",
        file=entry.file,
        key=_key(entry, "synonyms"),
        what=f'the name "{spelling}" also stands for {first.record.id} ({first.file}).',
        so_what="A case that uses it could mean either.",
        next="Keep it on one of them.",
    )
