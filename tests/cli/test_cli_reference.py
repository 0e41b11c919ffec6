"""docs/cli.md is the commands' own help."""

from pathlib import Path

from mesoplan.cli.reference import reference

DOCS = Path(__file__).parents[2] / "docs" / "cli.md"


def test_the_reference_is_up_to_date() -> None:
    assert DOCS.read_text("utf-8") == reference(), (
        "docs/cli.md differs from --help. Run: python -m mesoplan.cli.reference docs/cli.md"
    )
