"""What a check found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lib.core.errors import BenchError

TABLE_HINT = "git checkout the table; or dvc repro"
"""What to do about a table that does not follow from others."""

_SHOWN = 8

Found = tuple[str, Sequence[str]]
"""What holds if nothing is wrong, and everything that is wrong."""


@dataclass(frozen=True)
class Check:
    """One line of the verification.

    Attributes
    ----------
    scope : str
        A corpus, or ``graph``.
    name : str
        What was looked at, in a word or two.
    said : str
        What holds; of no meaning where there are problems.
    problems : tuple of str
        What is wrong and where, one entry a place.
    hint : str
        What to do about the problems.
    """

    scope: str
    name: str
    said: str
    problems: tuple[str, ...]
    hint: str

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def __str__(self) -> str:
        if self.ok:
            return f"ok      {self.scope}: {self.name}: {self.said}"
        head = f"FAILED  {self.scope}: {self.name}: "
        shown = list(self.problems[:_SHOWN])
        if len(self.problems) > _SHOWN:
            shown.append(f"and {len(self.problems) - _SHOWN:,} more")
        return head + "\n          ".join(shown) + f"\n          hint: {self.hint}"


def look(scope: str, name: str, hint: str, at: Callable[[], Found]) -> Check:
    """Run one check.

    Parameters
    ----------
    scope, name, hint : str
        As in :class:`Check`.
    at : callable
        Does the looking. What it raises is a problem of this check: a file that
        was broken by hand must not hide what is wrong with the others.
    """
    try:
        said, problems = at()
    except BenchError as error:
        return Check(scope, name, "", (error.message,), error.hint or hint)
    except Exception as error:
        reason = f"cannot be checked, a file is malformed ({type(error).__name__}: {error})"
        return Check(scope, name, "", (" ".join(reason.split()),), hint)
    return Check(scope, name, said, tuple(problems), hint)
