"""Where two recorded runs part: a stage whose inputs were the same, or a change by hand."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from lib.leaderboard.verify.dvc_files import Content, Stage

GRAPH = "dvc.yaml"

_LONGEST = 60


@dataclass(frozen=True)
class Drift:
    """How one run differs from an older one.

    Attributes
    ----------
    n_outs : int
        Outputs of the run.
    differing : tuple of str
        Paths of outputs that the older run does not have, or has with other bytes.
    stages : tuple of str
        Addresses of the stages that made them, in graph order.
    followers : int
        Outputs among `differing` that are made from those of the first of `stages`.
    origins : tuple of str
        Those of `stages` whose command, parameters and inputs were the same before.
    changes : tuple of str
        What was changed by hand: parameters, ``dvc.yaml``, and paths of code and
        other inputs that no stage makes.
    """

    n_outs: int
    differing: tuple[str, ...]
    stages: tuple[str, ...]
    followers: int
    origins: tuple[str, ...]
    changes: tuple[str, ...]


def drift(old: Mapping[str, Stage], new: Mapping[str, Stage]) -> Drift:
    """Compare two runs by the hashes that DVC recorded.

    Parameters
    ----------
    old, new : mapping of str to Stage
        As from :func:`lib.leaderboard.verify.dvc_files.parse_lock`, of one corpus.
    """
    parents = _parents(new)
    order = list(TopologicalSorter(parents).static_order())
    differing = {name: _differing(old.get(name), new[name]) for name in order}
    stages = tuple(name for name in order if differing[name])
    made = {path for run in (old, new) for stage in run.values() for path in stage.outs}
    both = [name for name in order if name in old]
    changes = {name: list(_changes(old[name], new[name], made)) for name in both}
    origins = [
        name
        for name in both
        if differing[name] and not changes[name] and _md5s(old[name].deps) == _md5s(new[name].deps)
    ]
    # One more cell of a matrix is a change of params.yaml, which other stages tell.
    if {_base(name) for name in old} != {_base(name) for name in new}:
        changes[""] = [GRAPH]
    after = set(stages[:1])
    for name in order:
        if parents[name] & after:
            after.add(name)
    return Drift(
        n_outs=sum(len(stage.outs) for stage in new.values()),
        differing=tuple(path for name in stages for path in differing[name]),
        stages=stages,
        followers=sum(len(differing[name]) for name in after - set(stages[:1])),
        origins=tuple(origins),
        changes=tuple(dict.fromkeys(one for found in changes.values() for one in found)),
    )


def _parents(stages: Mapping[str, Stage]) -> dict[str, set[str]]:
    """Which stages make what a stage reads."""
    makers = {path: name for name, stage in stages.items() for path in stage.outs}
    return {
        name: {makers[out] for out in makers for path in stage.deps if _overlap(out, path)}
        for name, stage in stages.items()
    }


def _differing(old: Stage | None, new: Stage) -> list[str]:
    known = _md5s(old.outs) if old else {}
    return [path for path, md5 in _md5s(new.outs).items() if known.get(path) != md5]


def _changes(old: Stage, new: Stage, made: Set[str]) -> Iterator[str]:
    one, other = ((stage.cmd, set(stage.deps), set(stage.outs)) for stage in (old, new))
    if one != other:
        yield GRAPH
    was, now = dict(_leaves(old.params)), dict(_leaves(new.params))
    for key in dict.fromkeys([*now, *was]):
        if was.get(key) != now.get(key):
            words = f"{key} {now.get(key)} instead of {was.get(key)}"
            yield words if len(words) <= _LONGEST else key
    hashes = _md5s(old.deps)
    for path, md5 in _md5s(new.deps).items():
        if hashes.get(path, md5) != md5 and not any(_overlap(path, out) for out in made):
            yield path


def _leaves(values: Mapping[str, Any], at: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{at}{key}.")
        else:
            yield f"{at}{key}", value


def _overlap(one: str, other: str) -> bool:
    """Whether two paths are the same, or one lies in the other."""
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")


def _base(address: str) -> str:
    return address.partition("@")[0]


def _md5s(contents: Mapping[str, Content | None]) -> dict[str, str]:
    return {path: one.md5 for path, one in contents.items() if one}
