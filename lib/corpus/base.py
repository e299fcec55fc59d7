"""What the benchmark asks of a source of meshes."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from lib.geometry.mesh import Mesh

LACKING = "cannot be read in full, missing"
"""How a mesh is refused whose textures or materials are not there."""


@dataclass(frozen=True)
class Asked:
    """A neighbour that a file names.

    Attributes
    ----------
    folder : Path
        Where the file that names it lies.
    name : str
        As it is named there.
    found : Path or None
        What was taken for it.
    """

    folder: Path
    name: str
    found: Path | None


@dataclass(frozen=True)
class Reading:
    """A mesh, and what its file names or holds beside it.

    Attributes
    ----------
    mesh : Mesh
        Checked, z-up.
    missing : tuple of str
        Neighbours that the file names and that were not found or cannot be read,
        each once, e.g. ``texture wood.png (not found)``.
    passed_over : tuple of str
        What the file holds beside the mesh, counted, e.g. ``3 lines``.
    asked : tuple of Asked
        Every neighbour that was looked for, found or not, each once.
    texture_pixels : int
        Of the largest picture that the mesh has; 0 where it has none.
    triangles : int
        Of the file, before any was split for its texture or dropped.
    """

    mesh: Mesh
    missing: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()
    texture_pixels: int = 0
    triangles: int = 0


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
    read : callable
        Returns the checked, z-up mesh and what its file holds beside it.
        Picklable, so that workers can call it.
    """

    id: str
    class_name: str
    split: str
    read: Callable[[], Reading] = field(compare=False, repr=False)

    def load(self) -> Mesh:
        """Return the mesh alone."""
        return self.read().mesh


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
        Axis that points up in the files, ``x``, ``y`` or ``z``, or ``auto`` where
        it depends on the kind of file. Loaded meshes are z-up whatever it says.
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

    def files(self) -> Sequence[tuple[str, Path]]:
        """Every file on this machine that the meshes depend on, sorted by name.

        Returns
        -------
        sequence of (str, Path)
            Name in the corpus, and where the file lies; nothing where the user has
            none, as in a corpus that is made or downloaded.
        """
        return ()

    def survey(self) -> Sequence[str]:
        """Say what was found and what was passed over, in lines for log and card."""
        return ()

    def advice(self) -> str | None:
        """Say what the user may want to set otherwise, one sentence for the log."""
        return None

    @abstractmethod
    def items(self) -> Sequence[Item]:
        """Every item, in a stable order: by class name, then by id.

        Raises
        ------
        BenchError
            Before :meth:`fetch`, where there is something to fetch.
        """
