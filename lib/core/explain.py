"""Words for what does not fit: pydantic's findings, and names that are close to a known one."""

import difflib
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError

_LONGEST = 80


def did_you_mean(value: str, choices: Iterable[str]) -> str:
    """Return ``; did you mean 'this'?`` for the choice that is close to a value, or nothing."""
    close = difflib.get_close_matches(value, list(choices), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def problems(error: ValidationError, model: type[BaseModel]) -> list[tuple[str, str]]:
    """Say what is wrong with each key of a file.

    Parameters
    ----------
    error : ValidationError
        Of `model`.
    model : type of BaseModel

    Returns
    -------
    list of (str, str)
        The key, with those that it lies in before it (``select.seed``; empty for the
        whole file), and a sentence that names it.
    """
    found = error.errors()
    # A list whose items were refused also counts as too short; that is noise.
    parents = {one["loc"][:n] for one in found for n in range(1, len(one["loc"]))}
    return [
        (".".join(map(str, one["loc"])), _sentence(one, model))
        for one in found
        if one["loc"] not in parents
    ]


def explain(error: ValidationError, model: type[BaseModel]) -> list[str]:
    """Return the sentences of :func:`problems`."""
    return [sentence for _, sentence in problems(error, model)]


def _sentence(problem: Any, model: Any) -> str:
    place = ".".join(map(str, problem["loc"]))
    match problem["type"]:
        case "missing":
            return f"the key {place!r} is missing"
        case "extra_forbidden":
            *parents, last = problem["loc"]
            for part in parents:
                field = getattr(model, "model_fields", {}).get(part)
                model = field.annotation if field else None
            known = getattr(model, "model_fields", {})
            return f"unknown key {place!r}{did_you_mean(str(last), known)}"
    message = str(problem["msg"]).removeprefix("Value error, ")
    got = problem.get("input")
    named = not isinstance(got, str | int | float | bool | None) or repr(got) in message
    return f"{place + ': ' if place else ''}{message}{'' if named else f' (got {_short(got)})'}"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
