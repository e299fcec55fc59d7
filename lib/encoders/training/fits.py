"""The two fits of an encoder: on all classes, and without those that are left out."""

import importlib
import pkgutil
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Protocol

import lib.encoders.training
from lib.core.errors import BenchError
from lib.core.explain import did_you_mean
from lib.core.files import sha256_of
from lib.core.fingerprint import code_sha256
from lib.core.parallel import Task, finished
from lib.core.params.names import encoder_names
from lib.core.paths import Paths
from lib.encoders._trained import trained_file, write_trained
from lib.encoders.training.ground import Fit, Ground, unfinished
from lib.encoders.training.pairs.fits import PAIR_FITS

MOST_BYTES = 2_000_000
"""Git holds the files."""


class Training(Protocol):
    """What ``lib/encoders/training/<encoder>.py`` defines."""

    def fit(self, ground: Ground, left_out: Collection[str]) -> Fit:
        """Learn from `ground`, never from the classes that are left out."""


def trainable() -> tuple[str, ...]:
    """Names of the encoders that can be trained: those with a module of that name here."""
    here = {module.name for module in pkgutil.iter_modules(lib.encoders.training.__path__)}
    return tuple(name for name in encoder_names() if name in here)


def require_trainable(names: Collection[str]) -> None:
    """Raise a `BenchError` for the first name that nothing which can be trained has."""
    known = (*trainable(), *PAIR_FITS)
    for name in names:
        if name not in known:
            raise BenchError(
                f"encoder {name!r} has nothing to train{did_you_mean(name, known)}",
                f"choose from {', '.join(known)}",
            )


def require_ground(corpus: str) -> None:
    """Raise a `BenchError` where the graph has not made what a training starts from."""
    paths = Paths(corpus)
    tables = [paths.table(name) for name in ("objects.csv", "duplicates.csv", "splits.csv")]
    for path in (*tables, paths.meshes, paths.views):
        if not path.exists():
            raise BenchError(
                f"{path} is not there, and a training starts from it",
                f"run dvc repro with {corpus} among `corpora` first",
            )


def fit_encoder(name: str, ground: Ground) -> list[Path]:
    """Fit an encoder on all classes, then without `train.left_out`, and write both files.

    An interrupted run keeps the first fit, and whatever the second keeps of itself.

    Parameters
    ----------
    name : str
        One of :func:`trainable`.
    ground : Ground

    Returns
    -------
    list of Path
        One file, where the corpus has none of the classes that are left out: the second
        is then removed, for it would be of another corpus.

    Raises
    ------
    BenchError
        If a file would be larger than `MOST_BYTES`.
    """
    left_out = sorted(ground.params.train.left_out)
    parts = [(trained_file(name), list[str]())]
    blind = trained_file(name, blind=True)
    if set(left_out) & set(ground.objects["class"]):
        parts.append((blind, left_out))
    else:
        print(
            f"{name}: {ground.corpus} has none of the classes of train.left_out, "
            "so there is no second fit"
        )
        if blind.exists():
            blind.unlink()
            print(f"{blind} was of other classes: removed")
    facts = _facts(name, ground)
    tasks = [Task(path.name, 1, (name, ground, without, facts)) for path, without in parts]
    paths = Paths(ground.corpus)
    depends = [
        facts,
        left_out,
        ground.params.model_dump(mode="json", include={"perturb"}),
        [sha256_of(paths.table(table)) for table in ("objects.csv", "duplicates.csv")],
    ]
    # Side by side, each would take as many cores as there are.
    with finished(
        _fit, tasks, Path("fits") / name, depends=depends, workers=1, unit="fit"
    ) as shards:
        for (path, _), shard in zip(parts, shards, strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            shard.replace(path)
    shutil.rmtree(unfinished(name), ignore_errors=True)
    return [path for path, _ in parts]


def _facts(name: str, ground: Ground) -> dict[str, object]:
    splits = Paths(ground.corpus).read("splits.csv")
    return {
        "encoder": name,
        "corpus": ground.corpus,
        "split_sha256": str(splits["split_sha256"].iloc[0]),
        "seed": ground.params.train.seed,
        "code_sha256": code_sha256([f"lib.encoders.training.{name}"]),
    }


def _fit(job: tuple[str, Ground, list[str], dict[str, object]], path: Path) -> None:
    name, ground, left_out, facts = job
    module: Training = importlib.import_module(f"lib.encoders.training.{name}")
    fit = module.fit(ground, left_out)
    size = sum(array.nbytes for array in fit.arrays.values())
    if size > MOST_BYTES:
        raise BenchError(
            f"{name}: the fit has {size:,} bytes, and Git is to hold at most {MOST_BYTES:,}",
            "let it have fewer weights, or fewer bytes a weight",
        )
    history = {}
    if fit.history is not None:
        # Facts are written with their keys in order, which is not that of the columns.
        table = fit.history.to_dict(orient="split", index=False)
        history = {"history": table}
    write_trained(path, fit.arrays, {**fit.facts, **history, **facts, "left_out": left_out})
