"""The catalog's words of the field: checked, and entered where names are looked up."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.named import Named
from mesoplan.catalog.names import normal

if TYPE_CHECKING:
    from mesoplan.catalog.read import Entry

Entries = Mapping[str, Mapping[str, "Entry"]]

#: The kinds of entity that a word of a space may mean.
_KINDS: dict[str, tuple[str, ...]] = {
    "substance": ("ingredient", "product"),
    "zone": ("zone",),
    "goal": ("goal",),
    "jurisdiction": ("jurisdiction",),
    "technique": ("technique",),
    "condition": ("fact",),
    "allergy": ("fact", "ingredient", "class"),
    "medicine": ("fact",),
}
#: Where names of a space are looked up, when that is not the space itself.
_SPACES = {"condition": "fact:condition", "allergy": "fact:allergy", "medicine": "fact:medicine"}


def meanings(word: Any, tables: Mapping[str, Any]) -> tuple[Named, ...]:
    """What a word means, in the order in which the catalog says it."""
    note = word.why if word.near else ""
    return tuple(
        Named(kind=kind, id=identity, form=word.form, near=note)
        for identity in word.means
        for kind in _KINDS[word.space]
        if identity in tables[kind]
    )


def add_words(entries: Entries, names: dict[str, dict[str, Named]]) -> Iterator[Fault]:
    """Enters every word among the names; yields a fault for each that cannot stand."""
    for identity, entry in sorted(entries["word"].items()):
        word = entry.record
        yield from _word_faults(entry, entries)
        space = names.setdefault(_SPACES.get(word.space, word.space), {})
        for spelling in word.names:
            taken = space.setdefault(normal(spelling), Named(kind="word", id=identity))
            if taken.id != identity:
                yield _fault(
                    entry,
                    "names",
                    f'the name "{spelling}" also stands for {taken.id}.',
                    "A case that uses it could mean either.",
                    "Keep it on one of them.",
                    "CA012",
                )


def _word_faults(entry: "Entry", entries: Entries) -> Iterator[Fault]:
    word = entry.record
    for identity in word.means:
        if not any(identity in entries[kind] for kind in _KINDS[word.space]):
            yield _fault(
                entry,
                "means",
                f'no {" or ".join(_KINDS[word.space])} "{identity}".',
                "The word points at nothing.",
                "Correct the id.",
                "CA010",
            )
    if (word.near or len(word.means) != 1) and not word.why:
        yield _fault(
            entry,
            "why",
            "is missing.",
            "A word that is asked, refused or only near needs its reason.",
            "Write one sentence.",
            "CA003",
        )


def _fault(entry: "Entry", key: str, what: str, so_what: str, following: str, code: str) -> Fault:
    return Fault(
        code=code,
        file=entry.file,
        key=f"{entry.key}.{key}" if entry.key else key,
        what=what,
        so_what=so_what,
        next=following,
    )
