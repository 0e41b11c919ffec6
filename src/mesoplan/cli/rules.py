"""`mesoplan rules`."""

from typing import TYPE_CHECKING

import click

from mesoplan.cli import complete, options

if TYPE_CHECKING:
    from mesoplan.rules.rule import Rule


@click.command("rules", epilog="\b\nExamples:\n  mesoplan rules\n  mesoplan rules MX301")
@click.argument("code", required=False, shell_complete=complete.rules)
@options.format_option("table", "json", "markdown", "html")
def command(code: str | None, format_: str) -> None:
    """The rules that a check runs; with CODE, why that rule is there and what to do instead."""
    from mesoplan.cli.output import emit, emit_page
    from mesoplan.report.json_out import dumped
    from mesoplan.report.lists import rule_data, rule_page, rules_page
    from mesoplan.rules.registry import RULES

    if code is not None:
        rule = find_rule(code)
        if format_ == "json":
            emit(dumped(rule_data(rule)))
        else:
            emit_page(rule_page(rule), format_)
    elif format_ == "json":
        emit(dumped([rule_data(rule) for rule in RULES]))
    else:
        emit_page(rules_page(RULES), format_)


def find_rule(code: str) -> "Rule":
    """The rule with this code or name; a usage error with near codes otherwise."""
    import difflib

    from mesoplan.rules.registry import RULES

    for rule in RULES:
        if code.upper() == rule.code or code.lower() == rule.name:
            return rule
    known = [word for rule in RULES for word in (rule.code, rule.name)]
    near = difflib.get_close_matches(code.upper(), known, 1) or difflib.get_close_matches(
        code.lower(), known, 1
    )
    offer = f" Did you mean {near[0]}?" if near else " `mesoplan rules` lists them."
    raise click.UsageError(f'no rule "{code}".{offer}')
