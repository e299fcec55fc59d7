"""A threshold that knows what it is for."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final, Literal

import numpy as np
import numpy.typing as npt
from pydantic import AwareDatetime, Field, ValidationError

from lib.catalogue.asked_rate import RateOf
from lib.catalogue.decision_log import COLUMNS, DecisionLog
from lib.catalogue.json_file import Stored, made_now, parse, read_text, require_version
from lib.catalogue.scores import Scores, Similarity
from lib.core.errors import BenchError
from lib.core.explain import explain
from lib.core.files import write_text
from lib.thresholds.similarities import oriented

SCHEMA_VERSION: Final = 1
"""Version of the record's JSON; it grows with every change that older code would misread."""

_HINT = "make one: python -m lib calibrate"

Rate = Annotated[float, Field(gt=0, lt=1)]


class Threshold(Stored):
    """A threshold together with all that it holds for.

    Attributes
    ----------
    value : float
        In the similarity's own units.
    similarity : {"cosine", "l2", "l2_unit", "score", "distance"}
        A pair is flagged from `value` on upwards; for ``l2``, ``l2_unit`` and
        ``distance`` from `value` on downwards.
    encoder, weights_sha256 : str or None
        Whose vectors; None where nobody said.
    base_rate : float
        Share of true pairs in production that it was made for, in (0, 1).
    rate_of : {"pairs", "candidates"}
        What that is a share of: of all pairs that are scored, each item with each other, or
        of the candidates that a search returns. Older records do not say, and mean pairs.
    min_precision : float
        Precision that it was made to reach, in (0, 1).
    confidence : float or None
        With which it does; None where it is a point estimate, not certified.
    made_at : datetime
        With a time zone.
    made_from : str
        SHA-256 of the scores that it was made from.
    schema_version : int
    """

    value: float
    similarity: Similarity
    encoder: str | None
    weights_sha256: str | None
    base_rate: Rate
    min_precision: Rate
    confidence: Rate | None
    made_at: AwareDatetime = Field(default_factory=made_now)
    made_from: str
    rate_of: RateOf = "pairs"
    schema_version: Literal[1] = SCHEMA_VERSION

    @property
    def id(self) -> str:
        """First 12 hexadecimal digits of the SHA-256 of the record."""
        # Records that are older than the field, and logs that name them, keep their ids.
        unsaid = {"rate_of"} if self.rate_of == "pairs" else set()
        text = self.model_dump_json(indent=2, exclude=unsaid) + "\n"
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def decide(
        self, scores: Scores, log: DecisionLog | None = None, ids: Sequence[str] | None = None
    ) -> npt.NDArray[np.bool_]:
        """Flag pairs.

        Parameters
        ----------
        scores : Scores
        log : DecisionLog, optional
            Where each decision goes, together with this threshold.
        ids : sequence of str, optional
            Names of the pairs, by which labels find them later; `log` needs them.

        Returns
        -------
        ndarray of bool, shape (N,)
            True where the pair counts as a true one.

        Raises
        ------
        BenchError
            If the scores are bare numbers, or come from another encoder, other
            weights or another similarity.
        """
        self._require_own(scores)
        values = oriented(scores.values, self.similarity)
        flagged = values >= oriented(self.value, self.similarity)
        if log is not None:
            if ids is None or isinstance(ids, str) or len(ids) != len(flagged):
                got = "none" if ids is None or isinstance(ids, str) else f"{len(ids):,}"
                raise BenchError(
                    f"a log needs one id a pair: {len(flagged):,} scores, {got} given as a list",
                    "decide(scores, log=log, ids=[...]); labels are joined by id later",
                )
            made_for = self.model_dump(include=set(COLUMNS))
            log.write(
                ids, scores.values, flagged, threshold=self.value, threshold_id=self.id, **made_for
            )
        return flagged

    def to_json(self) -> str:
        """Write the record as indented JSON; :meth:`from_json` gives an equal one."""
        return self.model_dump_json(indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str, name: str = "the threshold") -> "Threshold":
        """Read what :meth:`to_json` wrote.

        Parameters
        ----------
        text : str
            A record, or a calibration.json with one under the key `threshold`.
        name : str, optional
            What messages call it.

        Raises
        ------
        BenchError
            If it is no record, or one that this version does not understand.
        """
        found = parse(text, name, _HINT)
        if isinstance(found.get("threshold"), dict):
            found = found["threshold"]
        require_version(found.get("schema_version"), SCHEMA_VERSION, name)
        try:
            return cls.model_validate(found)
        except ValidationError as error:
            raise BenchError(
                f"{name}: " + "; ".join(explain(error, cls)),
                f"its keys are {', '.join(cls.model_fields)}",
            )

    def save(self, path: str | Path) -> None:
        """Write the record to a file, whole or not at all."""
        write_text(Path(path), self.to_json())

    @classmethod
    def load(cls, path: str | Path) -> "Threshold":
        """Read a file that :meth:`save` or `python -m lib calibrate` wrote."""
        return cls.from_json(read_text(Path(path), _HINT), str(path))

    def _require_own(self, scores: object) -> None:
        if not isinstance(scores, Scores):
            raise BenchError(
                f"decide needs Scores, which say where they come from, got {type(scores).__name__}",
                f"Scores(values, similarity={self.similarity!r}, encoder={self.encoder!r}, "
                f"weights_sha256={self.weights_sha256!r}), or Scores.of(a, b, ...) from vectors",
            )
        for what in ("similarity", "encoder", "weights_sha256"):
            ours, theirs = getattr(self, what), getattr(scores, what)
            if ours != theirs:
                raise BenchError(
                    f"this threshold is for {what} {ours or 'unknown'}, "
                    f"the scores are of {what} {theirs or 'unknown'}",
                    "a threshold does not carry over: calibrate again on scores of that kind",
                )
