"""A case in YAML is the same case; what only YAML can do is refused."""

from pathlib import Path

import pytest

from mesoplan.cases.fault import CaseError
from mesoplan.cases.read import read_case

pytest.importorskip("yaml")

_TOML = """
goal = "neck-pain"
jurisdiction = "NO"
[patient]
age = 34
pregnant = false
weight = "62.5 kg"
conditions = []
[[cocktail]]
item = "lidocaine 2 %"
volume = "1 mL"
syringe = 1
"""
_YAML = """
goal: neck-pain
jurisdiction: NO
patient:
  age: 34
  pregnant: false
  weight: 62.5 kg
  conditions: []
cocktail:
  - item: lidocaine 2 %
    volume: 1 mL
    syringe: 1
"""


def _written(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize("name", ["case.yaml", "case.yml", "CASE.YAML"])
def test_yaml_and_toml_are_the_same_case(name: str, tmp_path: Path) -> None:
    assert read_case(_written(tmp_path, name, _YAML)) == read_case(_written(tmp_path, "case.toml", _TOML))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("goal: &a x\nzone: *a\n", "alias"),
        ("goal: a\ngoal: b\n", "stands twice"),
        ("goal: !!python/name:os.system x\n", "tag"),
        ("goal: [\n", "line"),
        ("? [a]\n: b\n", "key"),
        ("- goal\n", "table"),
        ("goal: 12:30\n  zone: x\n", "line"),
        ("<<: {goal: x}\n", "unknown key"),
        ("a: " + "[" * 50 + "]" * 50 + "\n", "nests"),
        ("a: " + "[" * 5000 + "]" * 5000 + "\n", "nests"),
    ],
)
def test_what_only_yaml_can_do_is_refused(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        read_case(_written(tmp_path, "case.yaml", text))
    assert says in str(caught.value)
