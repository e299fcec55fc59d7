"""The committed files of one corpus, and the parameters that they were made with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from pydantic import ValidationError

from lib.core.errors import BenchError
from lib.core.explain import explain
from lib.core.files import read_json
from lib.core.params import Params
from lib.core.params.names import CORPORA
from lib.core.paths import Paths
from lib.leaderboard.verify.dvc_files import LOCK, PARAMS, Stage, corpus_of
from lib.thresholds.sweep.scored import Sweep


@dataclass(frozen=True, eq=False)
class Committed:
    """The files of one corpus.

    Attributes
    ----------
    paths : Paths
    lock : mapping of str to Stage
        Recorded stages of this corpus alone.
    """

    paths: Paths
    lock: Mapping[str, Stage]

    def table(self, name: str) -> pd.DataFrame:
        """Read one of the corpus's tables, by file name."""
        return self.paths.read(name)

    def json(self, name: str) -> Any:
        """Read one of the corpus's JSON files, by file name."""
        return read_json(self.paths.data / name)

    @cached_property
    def encoders(self) -> list[str]:
        """Names of the rows, sorted."""
        return sorted(set(self.table("baseline-results.csv")["encoder"]))

    @cached_property
    def params(self) -> Params:
        """What params.yaml said when the corpus was run.

        Raises
        ------
        BenchError
            If dvc.lock holds parameters that are none.
        """
        values = yaml.safe_load(Path(PARAMS).read_text(encoding="utf-8"))
        for stage in self.lock.values():
            for key, value in stage.params.items():
                *sections, last = key.split(".")
                place = values
                for section in sections:
                    place = place.setdefault(section, {})
                place[last] = value
        try:
            return Params.model_validate(values)
        except ValidationError as error:
            raise BenchError(
                f"{LOCK}: the recorded parameters are none: {'; '.join(explain(error, Params))}"
            )

    def sweeps(self) -> Iterator[Sweep]:
        """Sweep the committed scores alone, encoder by encoder: rung 1 and sampled false pairs."""
        manifest, scores = self.table("pair-manifest.csv"), self.table("scores.csv")
        # False pairs without a kind: not all of any kind are here, only those that were drawn.
        kind = manifest["label"].map({1: "twin", 0: ""})
        pairs = manifest.assign(kind=kind, sampled=True, rung=manifest["label"])
        duplicates = self.table("duplicates.csv")
        for encoder, own in scores.groupby("encoder", sort=True):
            scored = pairs.merge(own.drop(columns="label"), on="pair_id", validate="1:1")
            yield Sweep(str(encoder), scored, duplicates, self.params.calibrate)

    def recorded(self, path: Path) -> str | None:
        """MD5 of an output in dvc.lock, whether it is here or not; None where it has none."""
        found = (stage.outs.get(path.as_posix()) for stage in self.lock.values())
        return next((one.md5 for one in found if one), None)


def committed(lock: Mapping[str, Stage]) -> list[Committed]:
    """List the corpora that have committed results, sorted by name."""
    return [
        Committed(
            Paths(corpus),
            {name: stage for name, stage in lock.items() if corpus_of(name) == corpus},
        )
        for corpus in sorted(CORPORA)
        if Paths(corpus).table("baseline-results.csv").exists()
    ]
