"""How every page and document of the project is rendered."""

from collections.abc import Callable
from pathlib import Path

import jinja2


def template(folder: Path, name: str, **filters: Callable[..., object]) -> jinja2.Template:
    """Load a template; a name that it is not given is an error.

    Parameters
    ----------
    folder : Path
        Where templates lie that may include each other.
    name : str
        Values are escaped where it ends in ``.html.j2``.
    **filters
        Functions of one value, by the names that the template calls them.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        autoescape=name.endswith(".html.j2"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= filters
    return environment.get_template(name)
