"""What the user wants done about each relation."""

from collections.abc import Mapping
from typing import cast, get_args

from lib.core.errors import BenchError
from lib.core.explain import did_you_mean
from lib.duplicates.relations.names import POLICY, Relation, Treatment

_RELATIONS: tuple[str, ...] = get_args(Relation)
_TREATMENTS: tuple[str, ...] = get_args(Treatment)
_EXAMPLE = "write it as --treat mirrored=different,rescaled=same"


def parse_policy(text: str) -> Mapping[Relation, Treatment]:
    """Read what is to be done about each relation.

    Parameters
    ----------
    text : str
        Such as ``mirrored=different,rescaled=same``; empty for what holds by itself.

    Returns
    -------
    mapping of relation to treatment
        Of every relation, in their order; `POLICY` where `text` names none.

    Raises
    ------
    BenchError
        Names the relation or treatment that there is none of, or that is named twice.
    """
    given: dict[str, str] = {}
    for part in (piece.strip() for piece in text.split(",")):
        if not part:
            continue
        name, equals, treatment = (word.strip() for word in part.partition("="))
        if not equals:
            raise BenchError(f"--treat: {part!r} has no '='", _EXAMPLE)
        _known(name, _RELATIONS, "relation")
        _known(treatment, _TREATMENTS, "treatment")
        if given.setdefault(name, treatment) != treatment:
            raise BenchError(
                f"--treat: {name} is to be {given[name]} and {treatment}", "name it once"
            )
    return cast(Mapping[Relation, Treatment], {**POLICY, **given})


def _known(word: str, choices: tuple[str, ...], what: str) -> None:
    if word not in choices:
        raise BenchError(
            f"--treat: there is no {what} {word!r}{did_you_mean(word, choices)}",
            f"one of: {', '.join(choices)}",
        )
