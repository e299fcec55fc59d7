"""Which outputs differ, and which stage is the first to make another one."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from benchmarks.exact.graph import Step


def differing(
    steps: Sequence[Step], expected: Mapping[str, str], found: Mapping[str, str]
) -> list[tuple[str, str]]:
    """List what is not the same on both sides.

    Parameters
    ----------
    steps : sequence of Step
        In the order in which they run.
    expected, found : mapping of str to str
        Hash of each path; a path that one side lacks differs.

    Returns
    -------
    list of tuple of str
        Stage and path, in the order of `steps`, then by path; the stage is
        empty where none makes the path.
    """
    place = {out: number for number, step in enumerate(steps) for out in step.outs}

    def maker(path: str) -> int:
        above = (path, *map(str, PurePosixPath(path).parents))
        return next((place[one] for one in above if one in place), len(steps))

    paths = [
        path for path in expected.keys() | found.keys() if expected.get(path) != found.get(path)
    ]
    ordered = sorted((maker(path), path) for path in paths)
    return [(steps[n].name if n < len(steps) else "", path) for n, path in ordered]


def verdict(
    name: str, steps: Sequence[Step], expected: Mapping[str, str], found: Mapping[str, str]
) -> tuple[bool, list[str]]:
    """Say whether both sides are the same bytes.

    Returns
    -------
    bool
        Whether nothing differs.
    list of str
        Lines for the user: a count, the first stage, and each path that differs.

    Raises
    ------
    ValueError
        If there is nothing to compare with.
    """
    if not expected:
        raise ValueError("nothing to compare with: that would pass whatever was found")
    wrong = differing(steps, expected, found)
    total = len(expected.keys() | found.keys())
    lines = [f"{name}: {total - len(wrong)} of {total} outputs are the same bytes"]
    if wrong:
        lines.append(f"  the first stage that differs: {wrong[0][0] or 'none of the graph'}")
        lines += [f"  differs: {path} ({stage or 'made by no stage'})" for stage, path in wrong]
    return not wrong, lines
