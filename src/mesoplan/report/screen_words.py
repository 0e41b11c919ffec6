"""Words to a run over many cases."""

from mesoplan.model.population import Told
from mesoplan.report.page import Grid, Page, Pairs, Section, Text, Tone

_STATUS = {
    "checked": "judged whole",
    "refused": "read, but something in it is not understood; nothing was judged",
    "unreadable": "no case; nothing was judged",
    "crashed": "a fault of mesoplan; nothing was judged",
}
_VERDICT = {
    "blocked": "something forbids it",
    "incomplete": "something needed is not known",
    "caution": "allowed, with cautions",
    "clear": "every check answered, nothing found",
}


def screen_page(told: Told) -> Page:
    """What a run over many cases came to."""
    lost = told.rows - told.status["checked"]
    tone: Tone = "bad" if told.status["crashed"] else "open" if lost else ""
    before = f", {told.kept} of them by an earlier start" if told.kept else ""
    headline = (
        f"{told.rows} rows answered{before}; {told.status['checked']} were judged, {lost} could not be."
    )
    status = tuple((name, str(told.status[name]), words) for name, words in _STATUS.items())
    verdicts = tuple((name, str(told.verdicts.get(name, 0)), words) for name, words in _VERDICT.items())
    return Page(
        title="Screen",
        headline=Text(headline, tone, strong=True),
        sections=(
            Section("Rows", (Grid(("status", "rows", "meaning"), status),)),
            Section("Verdicts", (Grid(("verdict", "rows", "meaning"), verdicts),)),
            Section("", (Pairs((("answers", told.folder), ("catalog", told.catalog))),)),
        ),
        foot=("The column `error` says why a row could not be judged.",),
    )
