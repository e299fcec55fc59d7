"""`python -m lib verify`: does what is committed follow from code and seeds."""

import time

import typer

from lib.core.errors import BenchError


def verify_command() -> None:
    """Check committed hashes, rows, card and split; recompute where embeddings are at hand.

    Exits with 0 if all is well, 1 if a check failed, 2 if nothing could be checked.
    """
    from lib.leaderboard.verify.everything import verify

    start, failed, count = time.monotonic(), [], 0
    for check in verify():
        count += 1
        print(check, flush=True)
        if not check.ok:
            failed.append(check)
    took = f"{time.monotonic() - start:.0f} s"
    if count == 0:
        raise BenchError("there is nothing to check", "run from the root of a checkout")
    if failed:
        print(f"\n{len(failed)} of {count} checks FAILED ({took})")
        raise typer.Exit(1)
    print(f"\nall {count} checks passed ({took})")
