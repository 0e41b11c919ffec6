"""What the parts of a check's first page share: gists, names, groups, and the codes at the end of a line."""

import re
from collections.abc import Callable, Iterable, Mapping

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.case import Item
from mesoplan.model.finding import Finding
from mesoplan.report.names import short_label
from mesoplan.report.words.gist import Gist
from mesoplan.report.words.template import fields_of, fill_part, listed

#: From so many parts of one product on they are counted, not named.
NAMED = 3


def gist_of(
    findings: Iterable[Finding],
    gists: Mapping[tuple[str, str], Gist],
    catalog: Catalog,
    joint: str = " · ",
    items: tuple[Item, ...] = (),
) -> str:
    """The gists of findings, those with the same lead as one; what nobody read is said to be recalled."""
    parts: dict[tuple[str, str, str], list[str]] = {}
    for each in findings:
        gist, fields = gists[kind_of(each)], short_fields(each, catalog, items)
        recalled = " (recalled)" if _only_recalled(each) else ""
        into = parts.setdefault((fill_part(gist.lead, fields), gist.tail, recalled), [])
        if part := fill_part(gist.part, fields).strip().rstrip("."):
            into.append(part)
    return joint.join(
        f"{lead}{', '.join(dict.fromkeys(some))}{tail}{recalled if some else ''}"
        for (lead, tail, recalled), some in parts.items()
    )


def _only_recalled(finding: Finding) -> bool:
    """Whether a warning rests on nothing that was read. What is open says so in its own words."""
    said = finding.statements
    return finding.severity == "caution" and bool(said) and all(each.access == "recalled" for each in said)


def short_fields(finding: Finding, catalog: Catalog, items: tuple[Item, ...] = ()) -> dict[str, str]:
    """What a gist may use: a finding's own words, with products by their short names."""
    fields = fields_of(finding, catalog)
    substances = [each for each in finding.subjects if is_substance(each, catalog)]
    fields["short"] = names_of(substances, catalog, items)
    for key, value in finding.data.items():
        if value in catalog.table("product"):
            fields[key] = short_label(value, catalog)
    return fields


def grouped(
    findings: Iterable[Finding], key: Callable[[Finding], tuple[str, ...]]
) -> dict[tuple[str, ...], list[Finding]]:
    """Findings by what ``key`` says of them, in their order."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for each in findings:
        groups.setdefault(key(each), []).append(each)
    return groups


def kind_of(finding: Finding) -> tuple[str, str]:
    """The code and the topic, by which gists are found."""
    return finding.code, finding.topic


def codes_of(findings: Iterable[Finding], source: str = "") -> str:
    """What stands at the end of a line: the codes, a family's prefix once, and the source if named."""
    families: dict[str, list[str]] = {}
    for code in sorted({each.code for each in findings}):
        families.setdefault(code[:2], []).append(code[2:])
    codes = " ".join(family + "/".join(numbers) for family, numbers in families.items())
    return f"{codes}; {source}" if source else codes


def is_substance(identity: str, catalog: Catalog) -> bool:
    """Whether an id is an ingredient's or a product's."""
    return identity in catalog.table("product") or identity in catalog.table("ingredient")


def names_of(identities: Iterable[str], catalog: Catalog, items: tuple[Item, ...] = ()) -> str:
    """Names; where they are every line of the cocktail, "all 3"."""
    names = list(identities)
    if len(items) > 1 and {item.name for item in items} == set(names):
        return "both" if len(items) == 2 else f"all {len(items)}"
    labels = [short_label(each, catalog) for each in names]
    for item in items:
        parts = [each for each in names if each in item.ingredients]
        if item.product and len(parts) >= NAMED:
            if len(parts) == len(item.ingredients) == len(names):
                return short_label(item.product, catalog)
            rest = [label for each, label in zip(names, labels, strict=True) if each not in parts]
            return listed([*rest, f"{len(parts)} parts of {short_label(item.product, catalog)}"])
    return listed(labels)


def first_sentence(text: str) -> str:
    """The first sentence, with its full stop."""
    return re.split(r"(?<=[a-z)])\. (?=[A-Z])", text)[0].removesuffix(".") + "."


def some_of(names: list[str], most: int) -> str:
    """The first names, and how many more there are."""
    more = len(names) - most
    return "; ".join(names[:most]) + (f"; and {more} more" if more > 0 else "")
