from pathlib import Path

import jinja2
import pytest

from lib.core.templates import template


def test_pages_are_escaped_and_documents_are_not(tmp_path: Path) -> None:
    for name in ("page.html.j2", "card.md.j2"):
        (tmp_path / name).write_text("{{ word | loud }}\n")
    written = {
        name: template(tmp_path, name, loud=str.upper).render(word="<b>")
        for name in ("page.html.j2", "card.md.j2")
    }
    assert written == {"page.html.j2": "&lt;B&gt;\n", "card.md.j2": "<B>\n"}


def test_a_name_that_is_not_given_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "card.md.j2").write_text("{{ word }}")
    with pytest.raises(jinja2.UndefinedError, match="'word' is undefined"):
        template(tmp_path, "card.md.j2").render()
