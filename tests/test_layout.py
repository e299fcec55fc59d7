"""What CONTRIBUTING says about where things lie is so, and rooms stay small."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAP = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MODULES = [
    path
    for path in sorted((ROOT / "lib").rglob("*.py"))
    if "parametric" not in path.relative_to(ROOT).parts
]
MOST_LINES = 250


def test_every_path_of_the_map_is_there() -> None:
    named = {
        path
        for path in re.findall(r"`([^`\s]+)`", MAP)
        if path.startswith(("lib/", "stages/", "tests/", "benchmarks/"))
        and "<" not in path
        and "/a/" not in path
    }
    assert len(named) > 20
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_every_room_has_its_line_in_the_map_and_a_sentence_of_its_own() -> None:
    rooms = sorted(path.parent for path in (ROOT / "lib").glob("*/__init__.py"))
    assert len(rooms) == 12
    for room in rooms:
        assert f"`lib/{room.name}/`" in MAP
        said = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
        assert said, room
        assert said.partition("\n")[0].endswith("."), room


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
