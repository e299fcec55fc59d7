"""Values out of the JSON of a glTF file, checked as they are taken."""

from typing import Any

import numpy as np

from lib.core.arrays import Floats
from lib.corpus.files.contents import Refused

Tree = dict[str, Any]

_BROKEN = "the file breaks the glTF standard: export it again"


def whole_number(tree: Tree, key: str, default: int | None = None) -> int:
    """Take a number of 0 or more.

    Raises
    ------
    Refused
        If it is another thing, or missing without a default.
    """
    value = tree.get(key, default)
    # JSON knows one kind of number: 12.0 and 12 are the same.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Refused(f"its JSON has no whole number under {key}: {str(value)[:40]}", _BROKEN)
    return value


def numbers(tree: Tree, key: str, default: list[float]) -> Floats:
    """Take as many numbers as the default has.

    Raises
    ------
    Refused
        If they are others, or not so many.
    """
    values = tree.get(key, default)
    if (
        not isinstance(values, list)
        or len(values) != len(default)
        or not all(isinstance(value, int | float) for value in values)
    ):
        raise Refused(f"its JSON does not hold {len(default)} numbers under {key}", _BROKEN)
    return np.array(values, dtype=np.float64)


def whole_numbers(tree: Tree, key: str) -> list[int]:
    """Take a list of numbers of 0 or more, empty where there is none."""
    values = tree.get(key, [])
    if not isinstance(values, list):
        raise Refused(f"its JSON does not hold a list under {key}", _BROKEN)
    return [whole_number({key: value}, key) for value in values]


def table(tree: Tree, key: str) -> Tree:
    """Take an object, empty where there is none."""
    value = tree.get(key, {})
    if not isinstance(value, dict):
        raise Refused(f"its JSON does not hold an object under {key}", _BROKEN)
    return value


def tables(tree: Tree, key: str) -> list[Tree]:
    """Take a list of objects, empty where there is none."""
    values = tree.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise Refused(f"its JSON does not hold a list of objects under {key}", _BROKEN)
    return values


def words(tree: Tree, key: str) -> list[str]:
    """Take a list of strings, empty where there is none."""
    values = tree.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise Refused(f"its JSON does not hold a list of strings under {key}", _BROKEN)
    return values


def extension(tree: Tree, name: str) -> Tree | None:
    """Take what an extension says of an object, or None."""
    extensions = table(tree, "extensions")
    return table(extensions, name) if name in extensions else None
