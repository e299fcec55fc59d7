"""What every JSON file about thresholds has in common: strict keys, a version and a date."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from lib.core.errors import BenchError


class Stored(BaseModel):
    """A part of such a file: no unknown keys, no infinities, unchangeable."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def read_text(path: Path, hint: str) -> str:
    """Read a file as it stands; raise a `BenchError` where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise BenchError(f"{path} cannot be read: {reason}", hint)


def parse(text: str, name: str, hint: str) -> dict[str, Any]:
    """Return the keys of a JSON object; raise a `BenchError` where it is none."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise BenchError(f"{name} is not valid JSON, line {error.lineno}: {error.msg}", hint)
    if not isinstance(found, dict):
        raise BenchError(f"{name} holds no JSON object", hint)
    return found


def require_version(found: Any, known: int, name: str) -> None:
    """Raise a `BenchError` where a file is of a newer schema, or of none."""
    if isinstance(found, int) and found > known:
        raise BenchError(
            f"{name} was made by a newer version: its schema is {found}, this one knows {known}",
            "upgrade this project, or make the file again with this version",
        )
    if found != known:
        raise BenchError(
            f"{name} has schema_version {found!r}, it must be {known}",
            "make it anew: python -m lib calibrate",
        )


def made_now() -> datetime:
    """Return the time to stamp a file with: SOURCE_DATE_EPOCH if set, else now, whole seconds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise BenchError(
            f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds since 1970",
            "unset it, or set it to a whole number",
        )
