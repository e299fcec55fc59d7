import pytest

from lib.core.params import Params
from lib.core.params.names import CORPORA
from lib.core.params.sections import FolderParams
from lib.corpus.base import Corpus
from lib.corpus.registry import open_corpus


def params(**sections: object) -> Params:
    """Corpora only: no encoder needs to be there."""
    return Params.model_construct(**sections)


@pytest.mark.parametrize("name", CORPORA)
def test_every_corpus_of_the_parameters_opens(name: str) -> None:
    corpus = open_corpus(name, params())
    assert isinstance(corpus, Corpus)
    assert corpus.name == name
    assert corpus.title
    assert corpus.source
    assert corpus.licence
    assert corpus.up_axis in {"auto", "x", "y", "z"}


def test_corpus_gets_its_own_section() -> None:
    section = FolderParams(path="meshes", up_axis="y", licence="CC0-1.0")
    corpus = open_corpus("folder", params(folder=section))
    assert (corpus.up_axis, corpus.licence) == ("y", "CC0-1.0")


def test_unknown_corpus() -> None:
    with pytest.raises(ValueError, match="shapenet"):
        open_corpus("shapenet", params())
