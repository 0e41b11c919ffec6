"""How severe the effect of a caution is."""

from mesoplan.rules.rule import Severity

SEVERITY: dict[str, Severity] = {"contraindicated": "forbid", "caution": "caution", "note": "note"}
