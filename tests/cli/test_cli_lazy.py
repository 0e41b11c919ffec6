"""Help costs almost nothing, and what it says is true."""

import subprocess
import sys

import click

from mesoplan.cli import catalog as catalog_group
from mesoplan.cli.main import COMMANDS, cli

HEAVY = ("pydantic", "networkx", "tabulate", "rapidfuzz", "mesoplan.rules", "mesoplan.catalog.catalog")


def test_importing_the_entry_point_imports_no_heavy_library() -> None:
    code = f"import sys, mesoplan.cli.main\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_imports_no_command() -> None:
    code = (
        "import sys\nfrom mesoplan.cli.main import cli\n"
        "try:\n    cli(['--help'], prog_name='mesoplan')\nexcept SystemExit:\n    pass\n"
        "print([name for name in sys.modules if name.startswith('mesoplan.cli.') "
        "and name.rsplit('.', 1)[1] not in ('main', 'lazy', 'guard', 'streams', 'codes')], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "Commands:" in done.stdout


def test_a_warm_check_needs_no_heavy_library(tmp_path: object) -> None:
    code = (
        "import sys, mesoplan.api, mesoplan.report.check_page, mesoplan.report.json_out\n"
        "print([name for name in ('pydantic', 'networkx', 'tabulate', 'rapidfuzz', 'click') "
        "if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_command_of_the_tables_exists_and_has_help() -> None:
    for group, table in ((cli, COMMANDS), (catalog_group.command, catalog_group.COMMANDS)):
        context = click.Context(group)
        for name, (_, line) in table.items():
            command = group.get_command(context, name)
            assert command is not None
            assert command.name == name
            assert command.help, name
            assert line.endswith((".", "?", "..."))
