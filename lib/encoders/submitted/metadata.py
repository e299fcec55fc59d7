"""submission.yaml: what a submitted row says about itself."""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from lib.core.errors import BenchError
from lib.core.explain import problems
from lib.encoders.submitted.flatyaml import parse_flat

FILE = "submission.yaml"

MAX_BYTES = 16 * 1024
"""Fifteen short lines take a tenth of this."""

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_LOCAL = re.compile(r"(?:/|~|\\|[A-Za-z]:[\\/]|file:)|(?:.*[\\/])?\.\.(?:[\\/]|$)")


def _plain(text: str) -> str:
    if not text.isprintable():
        raise ValueError("has line breaks or invisible characters: write one plain line")
    if _EMAIL.search(text):
        raise ValueError("has an e-mail address in it, and would be public for good: leave it out")
    return text


def _named(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", text):
        raise ValueError("takes lower-case letters, digits and _, and begins with a letter")
    return text


def _public(text: str) -> str:
    if _LOCAL.match(text):
        raise ValueError("is a path on one machine: say where others find the weights, or `none`")
    return text


def _handle(text: str) -> str:
    if "@" in text.lstrip("@"):
        raise ValueError("is an e-mail address: write a handle, such as your GitHub name")
    if not re.fullmatch(r"@?[A-Za-z0-9][A-Za-z0-9_-]*", text):
        raise ValueError("takes a handle of letters, digits, - and _, such as your GitHub name")
    return text.lstrip("@")


def _cosine(text: str) -> str:
    if text != "cosine":
        raise ValueError("only cosine is scored: if yours is another, say so in the description")
    return text


Word = Annotated[str, Field(max_length=60), AfterValidator(_plain)]
Sentence = Annotated[str, Field(max_length=300), AfterValidator(_plain)]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Metadata(BaseModel):
    """The keys of ``submission.yaml``; all are needed, and no others are taken."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(max_length=40), AfterValidator(_named)] = Field(
        description="Name of the row and of its folder: lower-case letters, digits and _."
    )
    version: Word = Field(description="Version of the encoder.")
    description: Sentence = Field(description="What the encoder is, in one sentence.")
    weights_source: Annotated[Sentence, AfterValidator(_public)] = Field(
        description="Where others find the weights, with the revision; none where there are none."
    )
    weights_licence: Word = Field(
        description="Licence of the weights, SPDX where there is one; none without weights."
    )
    dimension: int = Field(ge=1, description="Length of a vector.")
    similarity: Annotated[Literal["cosine"], BeforeValidator(_cosine)] = Field(
        description="How vectors are compared: cosine, only."
    )
    trained_on: Word = Field(
        description="What was learned from, in a few words for the table, e.g. ImageNet; nothing "
        "if nothing was."
    )
    saw_modelnet40_test: bool = Field(
        description="Whether training saw ModelNet40's test part: true or false."
    )
    saw_benchmark_sources: bool = Field(
        description="Whether training saw sources of this benchmark: true or false."
    )
    hardware: Sentence = Field(description="What the embeddings were computed on.")
    seconds_per_object: float = Field(
        gt=0, allow_inf_nan=False, description="Seconds an object on it, loading left out."
    )
    author: Annotated[str, Field(max_length=40), AfterValidator(_handle)] = Field(
        description="Your handle, such as your GitHub name; no e-mail address."
    )
    split_sha256: Sha256 = Field(description="The split that this was made for.")
    manifest_sha256: Sha256 = Field(description="The objects.csv that this was made for.")


def read_metadata(path: Path) -> Metadata:
    """Read and check ``submission.yaml``.

    Raises
    ------
    BenchError
        Names each line and key that is unknown, missing or has a bad value, all
        at once.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise BenchError(
            f"{path} has {size:,} bytes, at most {MAX_BYTES:,} are taken",
            "keep to the keys of the skeleton that export-manifest writes",
        )
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BenchError(f"{path} is not UTF-8 (byte {error.start})", "save it as UTF-8")
    values = parse_flat(text, str(path))
    known = tuple(Metadata.model_fields)
    empty = {key for key, value in values.items() if key in known and not value.text}
    wrong = [(values[key].line, f"{key} is empty: fill it in") for key in empty]
    try:
        found = Metadata.model_validate({key: value.text for key, value in values.items()})
    except ValidationError as error:
        wrong += [
            (values[key].line if key in values else 0, sentence)
            for key, sentence in problems(error, Metadata)
            if key not in empty
        ]
    if wrong:
        lines = [f"line {line}: {text}" if line else text for line, text in sorted(wrong)]
        hint = f"the keys are {', '.join(known)}"
        raise BenchError(f"{path}:\n  " + "\n  ".join(lines), hint)
    return found


def require_name(metadata: Metadata, folder: str) -> list[BenchError]:
    """Compare the name that a row gives itself with that of its folder."""
    if metadata.name == folder:
        return []
    return [
        BenchError(
            f"{FILE} says name {metadata.name!r}, the folder is named {folder!r}",
            "give both the same name",
        )
    ]
