"""Names of corpora to corpora."""

from lib.core.params import Params
from lib.corpus.base import Corpus


def open_corpus(name: str, params: Params) -> Corpus:
    """Return the corpus called `name`, set up but not fetched.

    Modules are imported when asked for, so that the default corpus does not wait
    for download libraries.

    Parameters
    ----------
    name : str
        One of `lib.core.params.CORPORA`.
    params : Params
        The corpus reads its own section.

    Raises
    ------
    ValueError
        If there is no such corpus; `Params` refuses such names by itself.
    """
    match name:
        case "parametric40":
            from lib.corpus.parametric.corpus import Parametric40

            return Parametric40(params.parametric40)
        case "modelnet40":
            from lib.corpus.modelnet40 import ModelNet40

            return ModelNet40(params.modelnet40)
        case "folder":
            from lib.corpus.folder import Folder

            return Folder(params.folder)
    raise ValueError(f"there is no corpus {name!r}")
