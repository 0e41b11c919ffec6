"""One row to one answer, by the rules themselves."""

from collections.abc import Iterable
from functools import cached_property

from mesoplan.cases.fault import CaseError
from mesoplan.cases.read import case_from, json_table
from mesoplan.catalog.catalog import Catalog
from mesoplan.engine import Engine
from mesoplan.errors import USAGE, MesoplanError
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import ResolvedCase
from mesoplan.model.finding import CheckReport, Finding
from mesoplan.rules.put_aside import put_aside
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene
from mesoplan.screen.masks import Masks
from mesoplan.screen.reading import CaseReader, Unreadable
from mesoplan.screen.readset import numbers, watched
from mesoplan.screen.row import Row, Status, fault
from mesoplan.screen.verdicts import Verdicts


class Judge:
    """Answers rows with one catalog; one serves a whole process. ``named``: what answers call the catalog."""

    def __init__(self, catalog: Catalog, named: str = "", knowledge: Knowledge | None = None) -> None:
        self.catalog = catalog
        self.named = named or catalog.hash
        self.knowledge = knowledge or Knowledge(catalog)
        self.reader = CaseReader(catalog)

    @cached_property
    def _engine(self) -> Engine:
        return Engine(self.catalog)

    @cached_property
    def masks(self) -> Masks:
        """The masks of this catalog; made when they are first needed."""
        return Masks(self.knowledge)

    @cached_property
    def _verdicts(self) -> Verdicts:
        return Verdicts(self.masks, self.reader, self.named, self._failed)

    def row(self, identity: str, text: object) -> Row:
        """The whole answer to the case in ``text``. Raises nothing: whatever happens is a row."""
        try:
            return self._checked(identity, text)
        except Exception as error:  # one row out for every row in, whatever is in it
            return self._failed(identity, error)

    def verdict(self, identity: str, text: object) -> Row:
        """The verdict alone, by masks; of every so many rows the rules themselves are asked as well.

        Where the two differ the row is a crash, and so the run fails: masks are never believed blindly.
        """
        return self.verdicts((identity,), (text,))[0]

    def verdicts(self, ids: Iterable[str], cases: Iterable[object]) -> list[Row]:
        """The same of many rows, in their order."""
        return self._verdicts.rows(ids, cases)

    def whole(self, text: object) -> str:
        """The whole answer to the case in ``text``, as `mesoplan check --format json` prints it."""
        return self._engine.check(case_from(json_table(str(text)))).to_json()

    def row_and_reads(self, identity: str, text: object) -> tuple[Row, list[int]]:
        """The whole answer, and all of the catalog that was read for it, from the first name on."""
        knowledge, seen = watched(self.knowledge)
        row = Judge(knowledge.catalog, self.named, knowledge).row(identity, text)
        return row, numbers(seen)

    def _failed(self, identity: str, error: Exception) -> Row:
        if isinstance(error, Unreadable):
            return fault(identity, "unreadable", str(error), self.named)
        if isinstance(error, CaseError):
            return fault(identity, "refused", str(error), self.named)
        usage = isinstance(error, MesoplanError) and error.exit_code == USAGE
        status: Status = "refused" if usage else "crashed"
        return fault(identity, status, f"{type(error).__name__}: {error}", self.named)

    def report(self, case: ResolvedCase) -> CheckReport:
        """What the rules say of a case, with what its record puts aside."""
        return put_aside(check(Scene(case, self.knowledge)), case.record)

    def _checked(self, identity: str, text: object) -> Row:
        report = self.report(self.reader.read(text))
        return Row(
            id=identity,
            status="checked",
            verdict=report.verdict,
            codes=" ".join(sorted({each.code for each in report.findings if each.severity != "note"})),
            required=report.coverage.required,
            answered=report.coverage.answered,
            digest=digest_of(report.findings),
            error=None,
            catalog=self.named,
        )


def digest_of(findings: tuple[Finding, ...]) -> str:
    """A hash of findings without their words: of what they are about, how grave, and by which statements."""
    from hashlib import blake2b

    said = blake2b(digest_size=8)
    for each in findings:
        parts = (
            each.id,
            each.severity,
            *(f"{key}={value}" for key, value in sorted(each.data.items())),
            *(f"{ref.id} {ref.at} {ref.access}" for ref in each.statements),
            *(f"{fix.kind} {fix.target} {fix.detail} {fix.amount}" for fix in each.fixes),
            *("/".join(need) for need in each.needs),
            *each.waivers,
            *(f"{over.finding} {over.since} {over.until} {over.severity}" for over in each.overridden),
        )
        said.update("\x1f".join(parts).encode("utf-8", "surrogatepass"))
        said.update(b"\x1e")
    return said.hexdigest()
