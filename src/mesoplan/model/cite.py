"""Where a statement was read, and how."""

from typing import Literal

from mesoplan.record import NamedTuple

Access = Literal["full-text", "label", "abstract", "secondary", "vendor", "recalled"]

#: Readings that may support a suggestion or answer a check. What a seller claims and what was
#: only recalled may make a plan more cautious, never less (third law).
SUPPORTING: frozenset[str] = frozenset({"full-text", "label", "abstract", "secondary"})

#: Best reading first; used to order statements that say the same.
ACCESS_RANK: dict[str, int] = {
    access: rank
    for rank, access in enumerate(("label", "full-text", "abstract", "secondary", "vendor", "recalled"))
}


VERDICTS = Literal["confirmed", "in-substance", "says-less", "not-found", "wrong"]


class Checked(NamedTuple):
    """A second reading: who held the statement against its source, when, and what came of it.

    ``by`` is a reviewer of ``reviewers.toml``: a role, not the statement's author.
    """

    by: str
    on: str
    verdict: VERDICTS


class Reviewer(NamedTuple):
    """Who read statements a second time, as a role; nobody is named who did not agree to it."""

    id: str
    label: str
    note: str = ""


class Cite(NamedTuple):
    """The source of one statement, the place in it, how it was read, and who read it again."""

    source: str
    at: str
    access: Access
    note: str = ""
    checked: Checked | None = None

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
