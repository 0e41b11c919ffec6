"""What is wrong with how a piece of work ended: only refusals in words are right."""

from collections.abc import Callable
from typing import Any

from mesoplan.errors import INTERNAL, MesoplanError


def tried(work: Callable[[], Any]) -> str:
    """What is wrong with how a piece of work ended."""
    try:
        found = work()
    except MesoplanError as error:
        if error.exit_code == INTERNAL or not str(error).strip():
            return f"{type(error).__name__} says nothing or exits 70"
        return ""
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:120]}"
    report = getattr(found, "result", None)
    crashed = [each.subjects for each in getattr(report, "findings", ()) if each.code == "XX001"]
    return f"a rule crashed: {crashed[0]}" if crashed else ""
