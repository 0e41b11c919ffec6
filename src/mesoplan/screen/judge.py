"""One row to one answer, by the rules themselves."""

from mesoplan.cases.fault import CaseError
from mesoplan.catalog.catalog import Catalog
from mesoplan.errors import USAGE, MesoplanError
from mesoplan.knowledge.questions import Knowledge
from mesoplan.model.case import ResolvedCase
from mesoplan.model.finding import CheckReport, Finding
from mesoplan.rules.run import check
from mesoplan.rules.scene import Scene
from mesoplan.screen.reading import CaseReader, Unreadable
from mesoplan.screen.row import Row, Status, fault


class Judge:
    """Answers rows with one catalog; one serves a whole process. ``named``: what answers call the catalog."""

    def __init__(self, catalog: Catalog, named: str = "") -> None:
        self.catalog = catalog
        self.named = named or catalog.hash
        self.knowledge = Knowledge(catalog)
        self.reader = CaseReader(catalog)

    def row(self, identity: str, text: object) -> Row:
        """The answer to the case in ``text``. Raises nothing: whatever happens is a row."""
        try:
            case = self.reader.read(text)
            return self._checked(identity, case)
        except Unreadable as error:
            return fault(identity, "unreadable", str(error), self.named)
        except CaseError as error:
            return fault(identity, "refused", str(error), self.named)
        except MesoplanError as error:
            status: Status = "refused" if error.exit_code == USAGE else "crashed"
            return fault(identity, status, f"{type(error).__name__}: {error}", self.named)
        except Exception as error:  # one row out for every row in, whatever is in it
            return fault(identity, "crashed", f"{type(error).__name__}: {error}", self.named)

    def report(self, case: ResolvedCase) -> CheckReport:
        """What the rules say of a case."""
        return check(Scene(case, self.knowledge))

    def _checked(self, identity: str, case: ResolvedCase) -> Row:
        report = self.report(case)
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
            *(f"{key}={value}" for key, value in each.data.items()),
            *(f"{ref.id} {ref.at} {ref.access}" for ref in each.statements),
            *(f"{fix.kind} {fix.target} {fix.detail} {fix.amount}" for fix in each.fixes),
            *("/".join(need) for need in each.needs),
            *each.waivers,
        )
        said.update("\x1f".join(parts).encode("utf-8", "surrogatepass"))
        said.update(b"\x1e")
    return said.hexdigest()
