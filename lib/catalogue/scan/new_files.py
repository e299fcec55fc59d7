"""`python -m lib scan --new FILE... --against DIR`: a line a match."""

import sys
from collections.abc import Sequence
from pathlib import Path

from lib.catalogue.scan.saved_index import read_index
from lib.catalogue.scan.uploads import Checker, Upload
from lib.catalogue.scan.versions import encoder_sha256
from lib.catalogue.scan.whole import read_limits
from lib.core.errors import BenchError
from lib.core.params import Params
from lib.duplicates.relations.policy import parse_policy


def check_new(paths: Sequence[Path], against: Path, treat: str, params: Params) -> int:
    """Check new files and print what was found.

    Parameters
    ----------
    paths : sequence of Path
    against : Path
        Output folder of the scan.
    treat : str
        As the option `--treat`.
    params : Params

    Returns
    -------
    int
        Exit code: 1 where some file is a duplicate; else 2 where some could not be used;
        else 0.

    Raises
    ------
    BenchError
        If there is no index, or it is of another encoder than there is now.
    """
    index, policy = read_index(against), parse_policy(treat)
    if encoder_sha256(index.encoder, params.embed) != index.encoder_sha256:
        raise BenchError(
            f"{against} was made by another version of {index.encoder}: vectors of the two cannot "
            "be compared",
            f"make it anew: python -m lib scan FOLDER --out {against}",
        )
    uploads = Checker(index, read_limits(), params).check(paths)
    found = bad = 0
    for one in uploads:
        if one.error:
            bad += 1
            print(f"cannot be used: {one.error}", file=sys.stderr)
            continue
        duplicates = one.duplicates(policy)
        found += bool(duplicates)
        for match in duplicates:
            relation = match.relation or "not verified: its file is gone or has changed"
            print(
                f"{one.name}: {index.similarity} {match.similarity:.6g}, {match.item}, {relation}"
            )
        _tell_rest(one, len(duplicates), index.similarity)
    print(
        f"{len(uploads):,} files against {len(index.ids):,} meshes: {found:,} with duplicates, "
        f"{len(uploads) - found - bad:,} without, {bad:,} not usable"
    )
    return 1 if found else 2 if bad else 0


def _tell_rest(one: Upload, duplicates: int, similarity: str) -> None:
    """Say what is above the threshold and no duplicate, or which item is nearest."""
    rest = len(one.matches) - duplicates
    if rest:
        print(f"{one.name}: {rest} more above the threshold that only look alike")
    elif not one.matches and one.nearest is not None:
        near = one.nearest
        print(f"{one.name}: none; nearest is {near.item}, {similarity} {near.similarity:.6g}")
    if one.further:
        print(f"{one.name}: {one.further:,} more above the threshold, which were not compared")
