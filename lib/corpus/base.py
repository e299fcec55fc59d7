"""What the benchmark asks of a source of meshes."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from lib.geometry.mesh import Mesh


@dataclass(frozen=True)
class Item:
    """One mesh of a corpus, not loaded yet.

    Attributes
    ----------
    id : str
        Unique in the corpus, ``<class>/<name>``, e.g. ``chair/chair_0001``.
    class_name : str
        What it is, e.g. ``chair``.
    split : str
        The corpus's own partition, ``train`` or ``test``; not the benchmark's.
    load : callable
        Returns the checked, z-up mesh. Picklable, so that workers can call it.
    """

    id: str
    class_name: str
    split: str
    load: Callable[[], Mesh] = field(compare=False, repr=False)


class Corpus(ABC):
    """A source of meshes.

    Attributes
    ----------
    name : str
        The value in ``corpora`` of params.yaml and the first part of every path.
    title : str
        Name in prose.
    source : str
        Where the meshes come from, one sentence for the card.
    licence : str
        SPDX identifier or short name of the licence of the meshes.
    licence_notice : str
        What a user must know before using or sharing them, for log and card.
    up_axis : str
        Axis that points up in the files, ``x``, ``y`` or ``z``. Loaded meshes
        are z-up whatever it says.
    """

    name: ClassVar[str]
    title: str
    source: str
    licence: str
    licence_notice: str = ""
    up_axis: str = "z"

    @abstractmethod
    def fetch(self) -> None:
        """Bring the meshes to this machine; does nothing when they are there.

        Raises
        ------
        BenchError
            If they cannot be had, or are not what they should be.
        """

    @abstractmethod
    def items(self) -> Sequence[Item]:
        """Every item, in a stable order: by class name, then by id.

        Raises
        ------
        BenchError
            Before :meth:`fetch`, where there is something to fetch.
        """
