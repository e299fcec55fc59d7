"""All that is wrong with a submission, as one message."""

from collections.abc import Sequence
from pathlib import Path

from lib.core.errors import BenchError


def refuse(folder: Path, errors: Sequence[BenchError], hint: str = "") -> None:
    """Raise all that is wrong with a submission as one message; nothing where nothing is.

    Parameters
    ----------
    folder : Path
        Of the submission.
    errors : sequence of BenchError
    hint : str, optional
        What to do about all of them.

    Raises
    ------
    BenchError
        With a line a problem, if there is any.
    """
    if errors:
        listed = "\n".join(f"- {error}" for error in errors)
        what = "1 problem" if len(errors) == 1 else f"{len(errors)} problems"
        raise BenchError(f"{folder} is refused, {what}:\n{listed}", hint)
