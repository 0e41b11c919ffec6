"""Exit codes of the public contract."""

from mesoplan.errors import BLOCKED, CATALOG, INCOMPLETE, INTERNAL, LEDGER, NO_PLAN, OK, USAGE

INTERRUPTED = 130

#: Of several cases, worst first: what cannot be read was not checked, which is worse than any verdict.
WORST = (USAGE, BLOCKED, INCOMPLETE, OK)

FAIL_ON = ("blocked", "incomplete", "caution")

_LINES = {
    "blocked": {"blocked": BLOCKED},
    "incomplete": {"blocked": BLOCKED, "incomplete": INCOMPLETE},
    "caution": {
        "blocked": BLOCKED,
        "incomplete": INCOMPLETE,
        "overridden": BLOCKED,
        "caution": BLOCKED,
    },
}


def exit_code(verdict: str, fail_on: str = "incomplete") -> int:
    """The exit code of a verdict, where ``fail_on`` names the mildest verdict that fails."""
    return _LINES[fail_on].get(verdict, OK)


__all__ = [
    "BLOCKED",
    "CATALOG",
    "FAIL_ON",
    "INCOMPLETE",
    "INTERNAL",
    "INTERRUPTED",
    "LEDGER",
    "NO_PLAN",
    "OK",
    "USAGE",
    "WORST",
    "exit_code",
]
