"""Flat YAML, key by key with its line, from a stranger.

`yaml.BaseLoader` makes text of every value: no tag is obeyed, no number or date guessed
from what a word looks like. What is not flat is refused before it is made into anything.
"""

from typing import NamedTuple

import yaml

from lib.core.errors import BenchError

_EMPTY = ("", "~", "null", "Null", "NULL")
_HINT = "write `key: value`, a line a key, and nothing else; quote a value with : # or quotes in it"


class Value(NamedTuple):
    """A value as it was written, and the line of its key, from 1."""

    text: str
    line: int


def parse_flat(text: str, where: str) -> dict[str, Value]:
    """Read one YAML mapping of plain keys to plain values.

    Parameters
    ----------
    text : str
    where : str
        What messages call the file.

    Returns
    -------
    dict of str to Value
        In the order of the file. Every value is text; an empty or null one is
        the empty string.

    Raises
    ------
    BenchError
        If the text is no YAML, has lists, nested mappings or a second document, or
        has a key twice; with the line.
    """
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    # An escape or a directive with a number out of range is a ValueError.
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
        raise BenchError(f"{where}{line} is not valid YAML: {problem}", _HINT)
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        raise BenchError(f"{where}, line {_line(node)}: text or a list without a key", _HINT)
    found: dict[str, Value] = {}
    for key, value in node.value:
        for part in (key, value):
            if not isinstance(part, yaml.ScalarNode):
                raise BenchError(
                    f"{where}, line {_line(part)}: a list, or a mapping within the mapping", _HINT
                )
        if key.value in found:
            raise BenchError(
                f"{where}, line {_line(key)}: {key.value!r} is there already "
                f"(line {found[key.value].line})",
                "keep one of the two",
            )
        null = value.style is None and value.value in _EMPTY
        found[key.value] = Value("" if null else value.value.strip(), _line(key))
    return found


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
