"""A threshold that knows what it is for, and scores that say where they come from."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args

import numpy as np
import numpy.typing as npt
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from lib.artifacts import write_text
from lib.calibration.log import DecisionLog
from lib.calibration.similarities import RISING, similarities
from lib.errors import BenchError

SCHEMA_VERSION: Final = 1
"""Version of the record's JSON; it grows with every change that older code would misread."""

Similarity = Literal["cosine", "l2", "l2_unit", "score", "distance"]
"""The benchmark's three, and a user's own: ``score`` grows, ``distance`` falls with likeness."""

LOWER_IS_CLOSER: frozenset[str] = frozenset({"l2", "l2_unit", "distance"})

RANGES: Mapping[str, tuple[float, float]] = {
    "cosine": (-1.0, 1.0),
    "l2": (0.0, np.inf),
    "l2_unit": (0.0, 2.0),
    "score": (-np.inf, np.inf),
    "distance": (-np.inf, np.inf),
}
"""What a similarity's values can be, up to `SLACK`."""

SLACK = 1e-6

Rate = Annotated[float, Field(gt=0, lt=1)]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores of pairs, with what they were measured by.

    Attributes
    ----------
    values : ndarray of float64, shape (N,)
        As the similarity gives them: a distance stays a distance.
    similarity : {"cosine", "l2", "l2_unit", "score", "distance"}
    encoder : str or None
        Whose vectors were compared; None where nobody said.
    weights_sha256 : str or None
        Fingerprint of the encoder's weights.

    Raises
    ------
    BenchError
        If the values are no finite vector of numbers in the similarity's range,
        or the similarity is unknown.
    """

    values: Floats
    similarity: Similarity
    encoder: str | None = None
    weights_sha256: str | None = None

    def __post_init__(self) -> None:
        values = np.asarray(self.values)
        if self.similarity not in get_args(Similarity):
            raise BenchError(
                f"unknown similarity {self.similarity!r}",
                f"choose from {', '.join(get_args(Similarity))}",
            )
        if values.ndim != 1:
            raise BenchError(
                f"scores must have shape (N,), got {values.shape}: these look like vectors",
                "Scores.of(a, b, similarity=...) computes scores from two sets of vectors",
            )
        try:
            values = values.astype(np.float64)
        except (TypeError, ValueError):
            raise BenchError(f"scores must be numbers, got {values.dtype}", "convert them first")
        require_in_range(values, self.similarity)
        object.__setattr__(self, "values", values)

    @classmethod
    def of(
        cls,
        a: npt.ArrayLike,
        b: npt.ArrayLike,
        *,
        similarity: Literal["cosine", "l2", "l2_unit"],
        encoder: str | None = None,
        weights_sha256: str | None = None,
    ) -> "Scores":
        """Compare row i of `a` with row i of `b`.

        Parameters
        ----------
        a, b : array-like, shape (N, D)
            Vectors; scaled to unit length first, except for ``l2``.
        similarity : {"cosine", "l2", "l2_unit"}
        encoder, weights_sha256 : str, optional
            As in the class.

        Raises
        ------
        BenchError
            If the shapes differ, or a row is zero or not finite.
        """
        if similarity not in RISING:
            raise BenchError(
                f"vectors cannot be compared by {similarity!r}", f"choose from {', '.join(RISING)}"
            )
        try:
            values = similarities(a, b)[similarity]
        except ValueError as error:
            raise BenchError(
                str(error), "row i of the first matrix is compared with row i of the second"
            )
        return cls(values, similarity, encoder, weights_sha256)


class Threshold(BaseModel):
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

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    value: float
    similarity: Similarity
    encoder: str | None
    weights_sha256: str | None
    base_rate: Rate
    min_precision: Rate
    confidence: Rate | None
    made_at: AwareDatetime = Field(default_factory=lambda: made_now())
    made_from: str
    schema_version: Literal[1] = SCHEMA_VERSION

    @property
    def id(self) -> str:
        """First 12 hexadecimal digits of the SHA-256 of the record."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:12]

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
        lower = self.similarity in LOWER_IS_CLOSER
        flagged = scores.values <= self.value if lower else scores.values >= self.value
        if log is not None:
            if ids is None or isinstance(ids, str) or len(ids) != len(flagged):
                got = "none" if ids is None or isinstance(ids, str) else f"{len(ids):,}"
                raise BenchError(
                    f"a log needs one id a pair: {len(flagged):,} scores, {got} given as a list",
                    "decide(scores, log=log, ids=[...]); labels are joined by id later",
                )
            log.write(
                ids,
                scores.values,
                flagged,
                threshold=self.value,
                threshold_id=self.id,
                **self.model_dump(
                    include={
                        "similarity",
                        "encoder",
                        "weights_sha256",
                        "base_rate",
                        "min_precision",
                    }
                ),
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
        try:
            found = json.loads(text)
        except json.JSONDecodeError as error:
            raise BenchError(
                f"{name} is not valid JSON, line {error.lineno}: {error.msg}",
                "make it anew: python -m lib calibrate",
            )
        if isinstance(found, dict) and isinstance(found.get("threshold"), dict):
            found = found["threshold"]
        if not isinstance(found, dict):
            raise BenchError(
                f"{name} holds no record of a threshold", "make one: python -m lib calibrate"
            )
        require_version(found.get("schema_version"), SCHEMA_VERSION, name)
        try:
            return cls.model_validate_json(json.dumps(found))
        except ValidationError as error:
            raise BenchError(
                f"{name}: " + "; ".join(_explain(problem) for problem in error.errors()),
                f"its keys are {', '.join(cls.model_fields)}",
            )

    def save(self, path: Path) -> None:
        """Write the record to a file, whole or not at all."""
        write_text(path, self.to_json())

    @classmethod
    def load(cls, path: Path) -> "Threshold":
        """Read a file that :meth:`save` or `python -m lib calibrate` wrote."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            raise BenchError(
                f"{path} cannot be read: {reason}", "make one: python -m lib calibrate"
            )
        return cls.from_json(text, str(path))

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


def require_in_range(values: Floats, similarity: Similarity, first: int = 0) -> None:
    """Raise a `BenchError` for the first value that the similarity cannot have.

    Parameters
    ----------
    values : ndarray of float64, shape (N,)
    similarity : str
    first : int, optional
        Number of the first value, for the message.
    """
    low, high = RANGES[similarity]
    bad = ~np.isfinite(values)
    if bad.any():
        index = int(np.flatnonzero(bad)[0])
        raise BenchError(
            f"score {index + first} is {values[index]}: {int(bad.sum()):,} of {len(values):,} "
            "are not finite",
            "a pair without a score cannot be decided: leave it out, or mend its vectors",
        )
    bad = (values < low - SLACK) | (values > high + SLACK)
    if bad.any():
        index = int(np.flatnonzero(bad)[0])
        raise BenchError(
            f"score {index + first} is {values[index]:g}, {similarity} lies in [{low:g}, {high:g}]",
            "say which similarity it is",
        )


def require_version(found: Any, known: int, name: str) -> None:
    """Raise a `BenchError` where a file is of a newer schema, or of none."""
    if isinstance(found, int) and found > known:
        raise BenchError(
            f"{name} was made by a newer version: its schema is {found}, this one knows {known}",
            "upgrade this project, or make the file again with this version",
        )
    if found != known:
        raise BenchError(
            f"{name} has schema_version {found!r}, it must be {known}",
            "make it anew: python -m lib calibrate",
        )


def made_now() -> datetime:
    """Return the time to stamp a record with: SOURCE_DATE_EPOCH if set, else now, whole seconds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise BenchError(
            f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds since 1970",
            "unset it, or set it to a whole number",
        )


def _explain(problem: Any) -> str:
    key = ".".join(str(part) for part in problem["loc"])
    match problem["type"]:
        case "extra_forbidden":
            return f"unknown key {key!r}"
        case "missing":
            return f"missing key {key!r}"
    return f"{key}: {problem['msg']} (got {problem['input']!r})"
