"""The parts of the README that are made, not written."""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from lib.core.errors import BenchError
from lib.core.files import read_json
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.report.card_thresholds import certified, headline
from lib.report.readme_answer import answer
from lib.report.readme_cheat_sheet import cheat_sheet
from lib.report.readme_promise import promise
from lib.report.results_table import markdown_table
from lib.report.semantics_rows import verdict
from lib.report.threshold_tables import read_committed, read_threshold_tables

_FILE = "scores.csv"
_DATE = "1767225600"
_EXAMPLE = re.compile(r"```sh\n((?:python -m lib [^\n]*\n)+)```\n\n<!-- example:")


def parts(paths: Paths) -> dict[str, str]:
    """Make every part that depends on the committed rows alone.

    Parameters
    ----------
    paths : Paths
        Of the corpus that the README shows.

    Returns
    -------
    dict of str to str
        Markdown by the name of the part.
    """
    tables = read_threshold_tables(paths, read_committed)
    results, summary = paths.read("baseline-results.csv"), read_json(paths.summary)
    left_out, rate = paths.read("left-out-classes.csv"), tables.facts["calibrate"]["base_rate"]
    params = load_params()
    promises, planted, relations = (
        paths.read(f"{name}.csv") for name in ("promises", "planted", "relations")
    )
    return {
        "semantics": verdict(paths.read("semantics.csv"), params.semantics),
        "answer": answer(results, summary, left_out, tables.thresholds, rate),
        "results": markdown_table(results, summary),
        "picked": headline(tables.thresholds, "cross"),
        "certified": certified(tables.thresholds, "cross"),
        "cheat-sheet": cheat_sheet(tables),
        "promise": promise(promises, planted, relations, params.scan.encoder),
    }


def example(text: str, root: Path) -> str:
    """Run the README's example as it stands there, and return what it prints.

    Parameters
    ----------
    text : str
        The README.
    root : Path
        The repository; results are written elsewhere.

    Raises
    ------
    BenchError
        If there is no example, or it fails.
    """
    found = _EXAMPLE.search(text)
    if not found:
        raise BenchError("the README has lost its example", "restore it from Git")
    printed = ""
    with tempfile.TemporaryDirectory() as folder:
        for line in found[1].splitlines():
            # Files lie elsewhere, that is the only difference.
            local = line.replace(_FILE, f"{folder}/{_FILE}")
            arguments = [sys.executable, *shlex.split(local)[1:]]
            run = subprocess.run(
                [*arguments, "--out", folder] if "calibrate" in arguments else arguments,
                cwd=root,
                # The record holds its date; the README is the same every day.
                env={**os.environ, "SOURCE_DATE_EPOCH": _DATE},
                capture_output=True,
                text=True,
                check=False,
            )
            if run.returncode:
                raise BenchError(f"the README's example fails: {run.stderr}", line)
            printed = run.stdout
        printed = printed.replace(f"{folder}/", "")
    lines = (line.rstrip() for line in printed.strip().splitlines())
    return "\n".join(["```text", *lines, "```"])


def renew(text: str, made: Mapping[str, str]) -> str:
    """Put each part between its markers.

    Parameters
    ----------
    text : str
        Holds ``<!-- name: ... -->`` and ``<!-- /name -->`` for each part.
    made : mapping of str to str
        The parts by name.

    Raises
    ------
    BenchError
        If a marker is missing.
    """
    for name, block in made.items():
        pattern = re.compile(rf"(<!-- {name}:[^\n]*-->\n).*?(<!-- /{name} -->)", re.DOTALL)
        found = pattern.search(text)
        if not found:
            raise BenchError(
                f"the README has lost the markers of {name!r}", "restore them from Git"
            )
        text = f"{text[: found.end(1)]}\n{block}\n\n{text[found.start(2) :]}"
    return text
