"""What encoders have learned: files that `python -m lib train` writes and Git holds."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from lib.core.errors import BenchError
from lib.core.files import atomic, sha256_of
from lib.core.params.embed import EmbedParams
from lib.encoders._base import Encoder

FOLDER = Path("trained")
"""Where they lie, ``<encoder>/``, below the repository root."""

ALL, BLIND = "all-classes", "left-out-classes"
"""Trained on every class; trained without those that `train.left_out` names."""


class Trained(NamedTuple):
    """What one training gave.

    Attributes
    ----------
    arrays : dict of str to ndarray
    facts : dict
        JSON-able: corpus, split_sha256, seed, left_out (names of classes) and whatever
        else is to be said of the training.
    sha256 : str
        Of the file.
    """

    arrays: dict[str, npt.NDArray[Any]]
    facts: dict[str, Any]
    sha256: str


def trained_file(encoder: str, blind: bool = False) -> Path:
    """Where the result of a training lies."""
    return FOLDER / encoder / f"{BLIND if blind else ALL}.safetensors"


def write_trained(path: Path, arrays: dict[str, npt.NDArray[Any]], facts: dict[str, Any]) -> None:
    """Write arrays and facts as safetensors; the same ones give the same bytes."""
    ordered = {name: np.ascontiguousarray(arrays[name]) for name in sorted(arrays)}
    with atomic(path) as part:
        save_file(ordered, part, metadata={"facts": json.dumps(facts, sort_keys=True)})


def read_trained(path: Path) -> Trained:
    """Read what :func:`write_trained` wrote.

    Raises
    ------
    BenchError
        If it is not there, or is no such file.
    """
    hint = f"git checkout {path} brings it back; python -m lib train {path.parent.name} makes it"
    if not path.exists():
        raise BenchError(f"{path} is not there", hint)
    try:
        with safe_open(path, framework="numpy") as file:
            facts = json.loads(file.metadata()["facts"])
            arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        raise BenchError(f"{path} does not hold a training: {error}", hint)
    return Trained(arrays, facts, sha256_of(path))


class TrainedEncoder(Encoder):
    """An encoder that learned from the train part of a corpus.

    Attributes
    ----------
    basis : str
        What it builds on that was trained elsewhere, e.g. ``ImageNet``; empty where
        nothing was.
    """

    basis: ClassVar[str] = ""

    def __init__(self, params: EmbedParams) -> None:
        super().__init__(params)
        self._file = trained_file(type(self).__module__.rpartition(".")[2])
        self._trained: Trained | None = None

    @property
    def learned(self) -> Trained:
        """What the training gave; read once.

        Raises
        ------
        BenchError
            As :func:`read_trained`.
        """
        if self._trained is None:
            self._trained = read_trained(self._file)
        return self._trained

    def prepare(self) -> None:
        """Read the file, see :meth:`Encoder.prepare`."""
        assert self.learned

    def provenance(self) -> dict[str, str]:
        """Name the file and what it was made from, see :meth:`Encoder.provenance`."""
        facts = self.learned.facts
        return {
            "model": self._file.as_posix(),
            "revision": f"seed {facts['seed']}, split {facts['split_sha256'][:12]}",
            "sha256": self.learned.sha256,
        }

    @property
    def trained_on(self) -> str:
        """The corpus, and what the encoder builds on; see :class:`Encoder`."""
        own = f"{self.learned.facts['corpus']} train"
        return f"{self.basis}, {own}" if self.basis else own

    def blind_to(self, classes: Collection[str]) -> "TrainedEncoder":
        """Give the encoder as trained without `classes`, see :meth:`Encoder.blind_to`."""
        if not classes:
            return self
        # Not a copy: a subclass keeps what it has made of the other file's arrays.
        blind = type(self)(self.params)
        blind._file = trained_file(self._file.parent.name, blind=True)
        seen = sorted(set(classes) - set(blind.learned.facts["left_out"]))
        if seen:
            raise BenchError(
                f"{blind._file} was trained on {', '.join(seen)}, which train.left_out names",
                f"python -m lib train {self._file.parent.name} makes it anew",
            )
        return blind
