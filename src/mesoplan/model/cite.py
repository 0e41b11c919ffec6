"""Where a statement was read, and how."""

from typing import Literal, NamedTuple

Access = Literal["full-text", "label", "abstract", "secondary", "vendor", "recalled"]

#: Readings that may support a suggestion or answer a check. What a seller claims and what was
#: only recalled may make a plan more cautious, never less (third law).
SUPPORTING: frozenset[str] = frozenset({"full-text", "label", "abstract", "secondary"})

#: Best reading first; used to order statements that say the same.
ACCESS_RANK: dict[str, int] = {
    access: rank
    for rank, access in enumerate(("label", "full-text", "abstract", "secondary", "vendor", "recalled"))
}


class Cite(NamedTuple):
    """The source of one statement, the place in it, and how it was read."""

    source: str
    at: str
    access: Access
    note: str = ""

    @property
    def supports(self) -> bool:
        """True when the reading is good enough to support a plan, not only to warn."""
        return self.access in SUPPORTING


class Source(NamedTuple):
    """A publication, label, guideline or notice."""

    title: str
    kind: Literal[
        "trial",
        "systematic-review",
        "review",
        "case-report",
        "outbreak",
        "cohort",
        "bench",
        "label",
        "monograph",
        "guideline",
        "consensus",
        "notice",
        "law",
        "registry",
        "vendor",
        "secondary-page",
        "thesis",
        "conference-abstract",
        "background",
    ]
    access: Access
    reviewed: str
    year: int | None = None
    authors: str = ""
    journal: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    nct: str = ""
    urls: tuple[str, ...] = ()
    title_is_description: bool = False
    note: str = ""
    dossier: tuple[str, ...] = ()
    id: str = ""
