"""What `dvc repro` from nothing costs, stage by stage, in seconds of processor time.

    python -m benchmarks.cost [REV ...]       # HEAD by default; several are compared

Each commit is cloned into an empty folder and run in the environment at hand. User
and system time of every stage and its workers count, and DVC's own as a row of its
own. On a machine that does other things at the same time all figures grow: compare
commits within one call only.
"""

import json
import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from benchmarks.checkout import check_out
from lib.core.console import run
from lib.core.errors import BenchError
from lib.report.markdown import pipe_table

DVC = "(DVC itself)"

# Stands in for `python` on the path of `dvc repro`, and notes what each call used.
_SHIM = """#!{python} -ES
import json, os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
child = os.posix_spawn(
    sys.executable, [sys.executable, *sys.argv[1:]], os.environ, setsigdef=[signal.SIGINT]
)
_, status, used = os.wait4(child, 0)
with open({log!r}, "a") as log:
    print(json.dumps([sys.argv[1:], used.ru_utime + used.ru_stime]), file=log)
sys.exit(os.waitstatus_to_exitcode(status) & 255)
"""


def main(
    revisions: Annotated[list[str] | None, typer.Argument(help="Commits to run.")] = None,
) -> None:
    """Run the graph of each commit and print its cost by stage."""
    parts = {}
    for revision in revisions or ["HEAD"]:
        with tempfile.TemporaryDirectory() as folder:
            parts[revision] = cost(revision, Path(folder))
    print(pipe_table(*table(parts)))


def table(parts: dict[str, pd.Series]) -> tuple[list[str], list[list[str]]]:
    """Lay out the costs of commits side by side.

    Parameters
    ----------
    parts : dict of str to Series
        Seconds by stage, see :func:`cost`.

    Returns
    -------
    (list of str, list of list of str)
        Header and rows; where there are several commits, each later one also as a
        ratio to the first.
    """
    whole = pd.DataFrame(parts).fillna(0.0)
    order = whole.max(axis=1).sort_values(ascending=False).index
    whole = pd.concat([whole.loc[order], whole.sum().rename("all").to_frame().T])
    first, *others = parts
    header = ["stage", *(f"{one} {unit}" for one in parts for unit in ("CPU-s", "share"))]
    rows = []
    for stage, seconds in whole.iterrows():
        cells = [
            text
            for one in parts
            for text in (f"{seconds[one]:.1f}", f"{seconds[one] / whole.loc['all', one]:.1%}")
        ]
        ratios = [
            f"{seconds[one] / seconds[first]:.2f}" if seconds[first] else "-" for one in others
        ]
        rows.append([str(stage), *cells, *ratios])
    return [*header, *(f"{one} / {first}" for one in others)], rows


def cost(revision: str, folder: Path) -> pd.Series:
    """Run the graph of a commit in an empty folder.

    Returns
    -------
    pandas.Series
        Seconds of processor time by stage, all its cells together, and of `DVC`.

    Raises
    ------
    BenchError
        If the commit cannot be cloned, or its run fails.
    """
    clone, log, shim = folder / "clone", folder / "log", folder / "bin" / "python"
    check_out(revision, clone)
    environment = Path(".venv/bin").resolve()
    shim.parent.mkdir()
    shim.write_text(_SHIM.format(python=environment / "python", log=str(log)))
    shim.chmod(0o755)
    path = os.pathsep.join([str(shim.parent), str(environment), os.environ["PATH"]])
    before, start = os.times(), time.monotonic()
    ended = subprocess.run(
        ["dvc", "repro"], cwd=clone, env=os.environ | {"PATH": path}, check=False
    )
    after, wall = os.times(), time.monotonic() - start
    if ended.returncode:
        raise BenchError(f"dvc repro failed at {revision}", "its output is above")
    entries = [json.loads(line) for line in log.read_text().splitlines()]
    stages = pd.DataFrame(
        [(arguments[1].removeprefix("stages."), seconds) for arguments, seconds in entries],
        columns=["stage", "seconds"],
    )
    found = stages.groupby("stage")["seconds"].sum()
    total = sum(after[2:4]) - sum(before[2:4])
    print(f"{revision}: {total:.0f} CPU-seconds in {wall:.0f} s")
    return pd.concat([found, pd.Series({DVC: total - found.sum()})])


if __name__ == "__main__":
    run(main)
