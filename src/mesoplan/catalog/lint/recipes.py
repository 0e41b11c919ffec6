"""Published cocktails: what they expect must be something that a rule can say."""

from collections.abc import Iterator

from mesoplan.catalog.fault import Fault
from mesoplan.catalog.lint.look import Look, error
from mesoplan.catalog.names import close_names


def unknown_codes(look: Look) -> Iterator[Fault]:
    """CA067: an expected code that no rule has. Silent when the rules are not known."""
    if not look.rule_codes:
        return
    for entry in look.entries("recipe"):
        for place, code in enumerate(entry.record.expected.codes):
            if code not in look.rule_codes:
                near = close_names(code, sorted(look.rule_codes), 1)
                yield error(
                    "CA067",
                    entry,
                    f"expected.codes[{place}]",
                    f'no rule "{code}".',
                    "The recipe could never pass.",
                    f'Closest: "{near[0]}".' if near else "`mesoplan rules` lists the codes.",
                )
