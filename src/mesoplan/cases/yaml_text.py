"""A case in YAML: the tables, lists and texts of the other formats, and nothing else that YAML can do.

Plain words are text, also ``NO`` and ``yes``; only ``true``, ``false``, ``null`` and numbers in digits are
read as such. Anchors, aliases, tags and repeated keys are refused.
"""

import re
from decimal import Decimal
from typing import Any

_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,14})\Z")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}\Z")
_TAGS = ("str", "int", "float", "bool", "null", "map", "seq", "timestamp", "merge", "value")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


class NotYaml(ValueError):
    """The text is no YAML that a case may be; the message says where."""


def yaml_tables(text: str) -> Any:
    """What the text holds, with exact decimals. Raises `NotYaml`."""
    try:
        import yaml  # type: ignore  # no types, and only a case in YAML needs it
    except ImportError:
        raise NotYaml("YAML needs the library PyYAML (pip install pyyaml); TOML and JSON do not") from None
    try:
        return _value(yaml.compose(text, Loader=yaml.SafeLoader), yaml, set())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark is not None else ""
        raise NotYaml(f"{place}{getattr(error, 'problem', None) or 'not valid YAML'}") from None


def _value(node: Any, yaml: Any, seen: set[int]) -> Any:
    if node is None:
        return {}
    place = f"line {node.start_mark.line + 1}"
    if id(node) in seen:
        raise NotYaml(f"{place}: an alias is used; write it out")
    seen.add(id(node))
    if node.tag.rpartition(":")[2] not in _TAGS:
        raise NotYaml(f"{place}: the tag {node.tag[:40]} is not used")
    if isinstance(node, yaml.MappingNode):
        table: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise NotYaml(f"{place}: a key must be text")
            if key.value in table:
                raise NotYaml(f"line {key.start_mark.line + 1}: the key {key.value[:40]} stands twice")
            table[key.value] = _value(value, yaml, seen)
        return table
    if isinstance(node, yaml.SequenceNode):
        return [_value(each, yaml, seen) for each in node.value]
    return _scalar(node.value) if node.style is None else node.value


def _scalar(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.match(text):
        return int(text)
    if _DECIMAL.match(text):
        return Decimal(text)
    return text
