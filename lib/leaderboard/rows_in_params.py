"""Which rows lie in the repository, and the list of those that are run.

A row is a file, or a folder of submitted vectors. The list in params.yaml follows from
those, so that no two contributors have to write in it.
"""

import re
from collections.abc import Sequence

import yaml

from lib.core.errors import BenchError
from lib.core.params import Params
from lib.core.params.names import SUBMISSIONS, encoder_names
from lib.encoders._registry import load_encoder

_LIST = re.compile(r"^encoders:[ \t]*\n((?:[ \t]*-.*\n)+)", re.MULTILINE)
_ITEM = re.compile(r"([ \t]*-[ \t]+)([^\s#]+)")


def unlisted(params: Params) -> list[str]:
    """Name the rows that are there, could be run at once, and are not on the list.

    Parameters
    ----------
    params : Params

    Returns
    -------
    list of str
        Sorted: encoders that need no download, and submissions to every corpus on
        the list of corpora.
    """
    code = [name for name in encoder_names() if load_encoder(name, params.embed).listed]
    sent = [
        {folder.name for folder in (SUBMISSIONS / corpus).glob("*/")} for corpus in params.corpora
    ]
    return sorted({*code, *set.intersection(*sent)} - set(params.encoders))


def with_rows(text: str, names: Sequence[str]) -> str:
    """Put names on the list of encoders, and leave the rest as it is.

    Parameters
    ----------
    text : str
        Of params.yaml.
    names : sequence of str
        Not on the list yet.

    Returns
    -------
    str
        With the list in alphabetical order.

    Raises
    ------
    BenchError
        If the list is not written with a line a name.
    """
    found = _LIST.search(text)
    lines = found[1].splitlines(keepends=True) if found else []
    items = [_ITEM.match(line) for line in lines]
    if not found or not all(items):
        raise BenchError(
            "params.yaml: `encoders` is not written as a list with a line a name",
            "write it so, each line as `  - name`",
        )
    listed = {item[2].strip("\"'"): line for item, line in zip(items, lines, strict=True) if item}
    dash = items[0][1] if items[0] else ""
    # `no` and `1e3` are names, too, but not to YAML.
    plain = {name: isinstance(yaml.safe_load(name), str) for name in names}
    listed |= {name: f"{dash}{name}\n" if plain[name] else f'{dash}"{name}"\n' for name in names}
    return (
        text[: found.start(1)]
        + "".join(listed[name] for name in sorted(listed))
        + text[found.end(1) :]
    )
