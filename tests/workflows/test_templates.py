"""The templates of issues and pull requests: forms that GitHub takes, commands that exist."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FORMS = ["bug.yml", "question.yml", "row-by-code.yml", "row-by-evidence.yml"]
FOLDER = ROOT / ".github" / "ISSUE_TEMPLATE"
_KEYS = {
    "markdown": {"value"},
    "input": {"label", "description", "placeholder", "value"},
    "textarea": {"label", "description", "placeholder", "value", "render"},
    "dropdown": {"label", "description", "multiple", "options", "default"},
}


def test_all_forms_are_known_here() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted([*FORMS, "config.yml"])


@pytest.mark.parametrize("name", FORMS)
def test_forms_are_what_github_takes(name: str) -> None:
    form = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    assert set(form) <= {"name", "description", "title", "labels", "body"}
    assert form["name"]
    assert form["description"]
    asked = [element for element in form["body"] if element["type"] != "markdown"]
    names = [element["id"] for element in asked]
    labels = [element["attributes"]["label"] for element in asked]
    assert len(set(names)) == len(names) > 0
    assert len(set(labels)) == len(labels)
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]+", identifier) for identifier in names)
    assert any(element["validations"]["required"] for element in asked)
    for element in form["body"]:
        assert set(element) <= {"type", "id", "attributes", "validations"}
        assert set(element["attributes"]) <= _KEYS[element["type"]]
        if element["type"] == "dropdown":
            options = element["attributes"]["options"]
            assert all(isinstance(option, str) for option in options)
            assert len(set(options)) == len(options)


def _all_text() -> str:
    templates = [ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md", *sorted(FOLDER.iterdir())]
    return "\n".join(path.read_text(encoding="utf-8") for path in templates)


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`make ([a-z-]+)`", _all_text()))
    assert named
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_files_that_are_named_exist() -> None:
    text = _all_text()
    for name in ("CONTRIBUTING.md", "dvc.lock", "lib/encoders"):
        assert name in text
        assert (ROOT / name).exists()
