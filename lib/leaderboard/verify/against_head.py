"""Whether the run that lies here is the committed one, in a line a corpus."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.core.git import file_at, git
from lib.core.params import Params
from lib.core.paths import Paths
from lib.leaderboard.compare.revision import tables
from lib.leaderboard.verify.agree import Level, agreement
from lib.leaderboard.verify.drift import Drift, drift
from lib.leaderboard.verify.dvc_files import LOCK, Stage, parse_lock, read_lock
from lib.report.wording import listed

HEAD = "HEAD"


class _Table(NamedTuple):
    """What is graded: a file, its key and numbers, and how a row is called."""

    name: str
    keys: Sequence[str]
    numbers: Sequence[str]
    row: str


_GRADED = {
    "mAP": (
        _Table(
            "baseline-results.csv",
            ("encoder", "tier", "gallery"),
            ("map",),
            "{encoder}, T{tier}, gallery {gallery}",
        ),
        _Table(
            "hard-gallery.csv",
            ("encoder", "tier", "miner"),
            ("map",),
            "{encoder}, T{tier}, among what {miner} mined",
        ),
    ),
    "threshold": (
        _Table(
            "threshold-by-base-rate.csv",
            ("encoder", "base_rate", "negatives"),
            ("threshold", "lowest_threshold", "balanced_threshold", "certified_threshold"),
            "{encoder}, base rate {base_rate:g}, {negatives} negatives",
        ),
    ),
}


@dataclass(frozen=True)
class Verdict:
    """What is said of a run.

    Attributes
    ----------
    line : str
        One line, without a newline.
    ok : bool
        False where the same code and parameters gave another table.
    """

    line: str
    ok: bool = True


def reproduced(params: Params) -> list[Verdict]:
    """Hold dvc.lock and the tables against those of Git's HEAD.

    Parameters
    ----------
    params : Params
        Its corpora and encoders are looked at: dvc.lock remembers others, too.

    Returns
    -------
    list of Verdict
        One a corpus; a single one where there is nothing to compare with.

    Raises
    ------
    BenchError
        If one of the files is malformed.
    """
    text = _committed_lock()
    if isinstance(text, str):
        return [Verdict(f"unknown: {text}, so there is nothing to compare with")]
    if not LOCK.exists():
        return [Verdict(f"unknown: {LOCK} is not here, make repro writes it")]
    old, new = parse_lock(text, f"{HEAD}:{LOCK}"), read_lock()
    return [
        _verdict(Paths(corpus), _own(old, corpus, params), _own(new, corpus, params))
        for corpus in params.corpora
    ]


def _committed_lock() -> bytes | str:
    """Return the lock file of HEAD; in words, why there is none."""
    if shutil.which("git") is None:
        return "git is not installed"
    at = git("rev-parse", "--show-prefix")
    if at.returncode:
        return f"this is no Git checkout ({at.stderr.decode().strip().splitlines()[0]})"
    if at.stdout.strip():
        return "this folder is not the root of a Git checkout"
    text = file_at(HEAD, LOCK)
    return f"Git's {HEAD} has no {LOCK}" if text is None else text


def _own(lock: Mapping[str, Stage], corpus: str, params: Params) -> dict[str, Stage]:
    cells = {corpus, *(f"{corpus}-{encoder}" for encoder in params.encoders)}
    return {name: stage for name, stage in lock.items() if name.partition("@")[2] in cells}


def _verdict(paths: Paths, old: Mapping[str, Stage], new: Mapping[str, Stage]) -> Verdict:
    corpus = paths.corpus
    if not old:
        return Verdict(f"{corpus}: unknown, no run of it is committed")
    found = drift(old, new)
    absent = [path for stage in new.values() for path in stage.outs if not Path(path).exists()]
    if absent:
        share = f"{len(absent)} of its {found.n_outs} outputs are not here"
        return Verdict(f"{corpus}: unknown, {share}: make repro", ok=False)
    if not found.differing:
        return Verdict(f"{corpus}: yes, all {found.n_outs} outputs have the committed bytes")
    if found.changes:
        return Verdict(f"{corpus}: {_expected(found)}")
    if file_at(HEAD, paths.table("baseline-results.csv")) is None:
        return Verdict(f"{corpus}: {_unexpected(found)}; no rows of it are committed")
    grade, moved = _graded(paths)
    line = f"{corpus}: {_unexpected(found)}; {moved}: {grade[0].value}"
    return Verdict(line + (f" ({grade[1][0]})" if grade[1] else ""), grade[0] != Level.NONE)


def _expected(found: Drift) -> str:
    words = (
        "not comparable, it ran with other parameters or code than the commit "
        f"({listed(found.changes)}); as expected, {len(found.differing)} of {found.n_outs} outputs "
        f"differ, from {found.stages[0]} on"
    )
    if found.origins:
        words += f"; {listed(found.origins)} gave other bytes from the same inputs"
    return words


def _unexpected(found: Drift) -> str:
    first = found.stages[0]
    follow = "1 output follows" if found.followers == 1 else f"{found.followers} outputs follow"
    words = f"not to the byte, {first} is the first stage whose output differs, {follow} from it"
    apart = [name for name in found.origins if name != first]
    return f"{words} (by itself, too: {listed(apart)})" if apart else words


def _graded(paths: Paths) -> tuple[tuple[Level, list[str]], str]:
    """Grade what is printed with the worst of its tables, and say how far it moved."""
    grades, parts = [], []
    for what, graded in _GRADED.items():
        moves = [(0.0, "")]
        for table in graded:
            old, new = tables(HEAD, paths.data / table.name)
            if old is None or new is None:
                grades.append((Level.NONE, [f"{table.name} is on one side only"]))
                continue
            grades.append(agreement(table.name, old, new))
            moves += _moves(old, new, table)
        largest, where = max(moves)
        if largest == np.inf:
            parts.append(f"a {what} comes or goes ({where})")
        elif largest:
            parts.append(f"largest change of a {what} {largest:.2g} ({where})")
        else:
            parts.append(f"no {what} moved")
    return max(grades, key=lambda grade: list(Level).index(grade[0])), ", ".join(parts)


def _moves(old: pd.DataFrame, new: pd.DataFrame, table: _Table) -> Iterator[tuple[float, str]]:
    """Yield how far each number moved: infinitely, where only one side has it."""
    both = old.merge(new, on=list(table.keys), how="outer", suffixes=("_old", "_new"))
    rows = [table.row.format(**row) for row in both[list(table.keys)].to_dict("records")]
    for column in table.numbers:
        was, now = both[f"{column}_old"], both[f"{column}_new"]
        gaps = (now - was).abs().mask(was.isna() != now.isna(), np.inf).fillna(0)
        yield from zip(map(float, gaps), rows, strict=True)
