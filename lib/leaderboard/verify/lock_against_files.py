"""Whether dvc.lock, the committed files, the code and the parameters belong together."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from lib.core.params import Params
from lib.core.params.names import CORPORA
from lib.core.paths import LAYOUTS
from lib.leaderboard.verify.dvc_files import (
    LOCK,
    PARAMS,
    Content,
    Stage,
    content,
    corpus_of,
    folder_content,
    git_files,
    read_graph,
)
from lib.leaderboard.verify.result import Check, Found, look

SCOPE = "graph"

_MADE = ("data/", "reports/")
_BY_HAND = ("data/submissions/", "data/eval-bucket/")
_ABSENT = object()


def check_graph(lock: Mapping[str, Stage], params: Params) -> list[Check]:
    """Check the graph as a whole.

    Parameters
    ----------
    lock : mapping of str to Stage
        From :func:`lib.leaderboard.verify.dvc_files.read_lock`.
    params : Params
        Corpora that params.yaml lists are held against the code; the committed
        results of others only against dvc.lock.
    """
    tracked = git_files()
    graph = read_graph()
    current = {
        name: stage
        for name, stage in lock.items()
        if name in graph or corpus_of(name) in set(CORPORA) - set(params.corpora)
    }
    return [
        look(
            SCOPE,
            "outputs",
            "git checkout the file; or dvc repro, and commit dvc.lock with what it makes",
            lambda: _outputs(current, tracked),
        ),
        look(
            SCOPE,
            "strays",
            "git rm what no stage makes, or dvc repro so that dvc.lock knows it",
            lambda: _strays(lock, current, tracked),
        ),
        look(
            SCOPE,
            "chain",
            "dvc.lock was edited or badly merged: git checkout it, or dvc repro",
            lambda: _chain(current, params),
        ),
        look(
            SCOPE,
            "current",
            "dvc repro, and commit dvc.lock with what it makes",
            lambda: _current(lock, graph, tracked),
        ),
    ]


def _outputs(lock: Mapping[str, Stage], tracked: Sequence[str]) -> Found:
    problems: list[str] = []
    count = 0
    for name, stage in lock.items():
        for path, recorded in stage.outs.items():
            if not _below(path, tracked):
                continue
            count += 1
            problems += _differs(path, recorded, f"dvc.lock ({name}, outs)")
    return f"{count} committed outputs are the files and folders of dvc.lock", problems


def _strays(
    lock: Mapping[str, Stage], current: Mapping[str, Stage], tracked: Sequence[str]
) -> Found:
    known = {path for stage in current.values() for path in (*stage.outs, *stage.deps)}
    recorded = {corpus_of(name) for name in lock}
    problems = []
    for path in tracked:
        # What `python -m lib layouts` draws is kept, and is no output of a stage.
        own = path.startswith(_MADE) and not path.startswith(_BY_HAND)
        own = own and Path(path).parent.name != LAYOUTS
        # A split may be published before its corpus was ever run.
        unrun = Path(path).name == "splits.csv" and path.split("/")[1] not in recorded
        above = {path, *map(str, Path(path).parents)}
        if own and not unrun and not above & known:
            problems.append(f"{path}: no stage in dvc.lock makes or reads it")
    return "every committed file under data/ and reports/ comes from a stage", problems


def _chain(lock: Mapping[str, Stage], params: Params) -> Found:
    """Follow each hash from the stage that made it to the stages that read it."""
    made = {path: one for stage in lock.values() for path, one in stage.outs.items()}
    read: dict[tuple[str, str], Content | None] = {}
    problems, count = [], 0
    for name, stage in lock.items():
        for path, recorded in stage.deps.items():
            inside = {out: one for out, one in made.items() if out.startswith(f"{path}/")}
            if path in made:
                expected, where = made[path], "the stage that makes it"
            elif inside:
                expected, where = _gathered(path, inside, recorded), "the stages that fill it"
            else:
                # Code moves on while a corpus that is not listed stays as it was run.
                group = "" if corpus_of(name) in params.corpora else corpus_of(name)
                expected = read.setdefault((group, path), recorded)
                where = "another stage that reads it"
            count += 1
            if expected != recorded:
                problems.append(f"{LOCK}: {path} as {name} read it is not what {where} recorded")
    return f"{count} inputs in dvc.lock are what the stages before them made", problems


def _gathered(
    path: str, inside: Mapping[str, Content | None], recorded: Content | None
) -> Content | None:
    files = {out.removeprefix(f"{path}/"): one for out, one in inside.items() if one}
    if recorded and any(one.nfiles is not None for one in files.values()):
        # Which files a folder in the folder holds is not in dvc.lock; its size is.
        size = sum(one.size for one in files.values())
        return Content(recorded.md5, size, sum(one.nfiles or 1 for one in files.values()))
    return folder_content(files)


def _current(
    lock: Mapping[str, Stage], graph: Mapping[str, Stage], tracked: Sequence[str]
) -> Found:
    values = yaml.safe_load(Path(PARAMS).read_text(encoding="utf-8"))
    untracked = git_files("--others", "--exclude-standard")
    made = {path for stage in graph.values() for path in stage.outs}
    problems: dict[str, None] = {}
    for name, declared in graph.items():
        recorded = lock.get(name)
        if recorded is None:
            problems[f"{name} is in dvc.yaml and was never run"] = None
            continue
        for line in _stage(name, declared, recorded, values):
            problems[line] = None
        for path in declared.deps:
            if path in made or not _below(path, tracked):
                continue
            for line in _differs(path, recorded.deps.get(path), "what dvc.lock was made with"):
                problems[line] = None
            for other in (one for one in untracked if one.startswith(f"{path}/")):
                problems[f"{other}: Git does not track it, a clone would lack it"] = None
    return f"{len(graph)} stages were run with this code and these parameters", list(problems)


def _stage(name: str, declared: Stage, recorded: Stage, values: Mapping[str, Any]) -> Iterator[str]:
    if declared.cmd != recorded.cmd:
        yield f"{name}: another command in dvc.yaml"
    for what in ("deps", "params", "outs"):
        one, other = set(getattr(declared, what)), set(getattr(recorded, what))
        if one != other:
            listed = ", ".join(sorted(one ^ other))
            yield f"{name}: other {what} in dvc.yaml than in dvc.lock ({listed})"
    for key in set(declared.params) & set(recorded.params):
        value = _value(values, key)
        if value != recorded.params[key]:
            shown = "absent" if value is _ABSENT else value
            yield f"{PARAMS}: {key} is {shown}, it was {recorded.params[key]} when {name} ran"


def _value(values: Any, key: str) -> Any:
    for part in key.split("."):
        if not isinstance(values, Mapping) or part not in values:
            return _ABSENT
        values = values[part]
    return values


def _differs(path: str, recorded: Content | None, where: str) -> Iterator[str]:
    if recorded is None:
        return
    if not Path(path).exists():
        yield f"{path} is not there, it is in {where}"
        return
    found = content(Path(path))
    if found.md5 != recorded.md5:
        yield f"{path} is not {where}: MD5 {found.md5[:8]} here, {recorded.md5[:8]} there"
    elif found != recorded:
        yield f"{LOCK}: the size of {path} is not {recorded.size} bytes"


def _below(path: str, tracked: Sequence[str]) -> bool:
    """Whether Git tracks the path, or anything below it."""
    return any(one == path or one.startswith(f"{path}/") for one in tracked)
