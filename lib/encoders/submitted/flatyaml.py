"""Flat YAML, key by key with its line, from a stranger.

The parser's events are read and nothing is constructed from them: no tag is
looked up, no alias expanded, no number or date guessed from what a word looks like.
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
        If the text is no YAML, has anchors, aliases, tags, lists, nested
        mappings or a second document, or has a key twice; with the line.
    """
    found: dict[str, Value] = {}
    key: yaml.ScalarEvent | None = None
    mappings = documents = 0
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            line = event.start_mark.line + 1
            documents += isinstance(event, yaml.DocumentStartEvent)
            mappings += isinstance(event, yaml.MappingStartEvent)
            refused = _refusal(event, documents, mappings)
            if refused:
                raise BenchError(f"{where}, line {line}: {refused}", _HINT)
            if not isinstance(event, yaml.ScalarEvent):
                continue
            if mappings == 0:
                raise BenchError(f"{where}, line {line}: text without a key", _HINT)
            if key is None:
                key = event
                if key.value in found:
                    first = found[key.value].line
                    raise BenchError(
                        f"{where}, line {line}: {key.value!r} is there already (line {first})",
                        "keep one of the two",
                    )
            else:
                null = event.style is None and event.value in _EMPTY
                value = "" if null else event.value.strip()
                found[key.value] = Value(value, key.start_mark.line + 1)
                key = None
    # An escape or a directive with a number out of range is a ValueError.
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
        raise BenchError(f"{where}{line} is not valid YAML: {problem}", _HINT)
    return found


def _refusal(event: yaml.Event, documents: int, mappings: int) -> str:
    """Say why an event has no place in a flat mapping; empty where it has."""
    if isinstance(event, yaml.AliasEvent):
        return f"an alias, *{event.anchor}"
    if documents > 1:
        return "a second document"
    if not isinstance(event, yaml.NodeEvent):
        return ""
    if event.anchor is not None:
        return f"an anchor, &{event.anchor}"
    if getattr(event, "tag", None) is not None:
        return f"a tag, {event.tag}, which is never obeyed"
    if isinstance(event, yaml.SequenceStartEvent):
        return "a list"
    if isinstance(event, yaml.MappingStartEvent) and mappings > 1:
        return "a mapping within the mapping"
    return ""
