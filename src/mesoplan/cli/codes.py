"""Exit codes of the public contract."""

OK = 0
BLOCKED = 1
USAGE = 2
INCOMPLETE = 3
NO_PLAN = 4
CATALOG = 5
INTERNAL = 70
INTERRUPTED = 130

FAIL_ON = ("blocked", "incomplete", "caution")

_LINES = {
    "blocked": {"blocked": BLOCKED},
    "incomplete": {"blocked": BLOCKED, "incomplete": INCOMPLETE},
    "caution": {"blocked": BLOCKED, "incomplete": INCOMPLETE, "caution": BLOCKED},
}


def exit_code(verdict: str, fail_on: str = "incomplete") -> int:
    """The exit code of a verdict, where ``fail_on`` names the mildest verdict that fails."""
    return _LINES[fail_on].get(verdict, OK)
