"""Assemble the published folder: card, tables, figures and hashes, complete or not at all."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from lib.core.errors import BenchError
from lib.core.files import existing, read_json, read_table, write_json, write_table, write_text
from lib.core.paths import Paths
from lib.core.tables import PUBLISHED
from lib.leaderboard.publish import croissant
from lib.leaderboard.publish.page import page, pictures
from lib.leaderboard.publish.readback import Readers, read_back
from lib.leaderboard.publish.tables import DOCUMENTS, describe

LICENCE = Path("LICENSE")


@dataclass(frozen=True)
class Published:
    """What was written.

    Parameters
    ----------
    n_files : int
        Described files, every hash checked.
    n_rows : int
        Rows of all tables.
    readers : Readers
        Which libraries have read it back.
    """

    n_files: int
    n_rows: int
    readers: Readers


def publish(out: Path, corpus: str) -> Published:
    """Write the folder of one corpus, in the layout of Hugging Face Datasets.

    The bytes depend on nothing but the files that go in. Meshes, views and
    embeddings are not among them, whatever the corpus.

    Parameters
    ----------
    out : Path
        Does not exist or is an empty folder.
    corpus : str
        Name of the corpus.

    Raises
    ------
    BenchError
        If `out` is taken, something that goes in is missing, or what was
        written does not read back.
    """
    _require_free(out)
    paths = Paths(corpus)
    card = existing(paths.card).read_text(encoding="utf-8")
    summary = read_json(paths.summary)
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        for table in PUBLISHED:
            _put(paths.table(table.file), part / "data" / table.published_file)
        for name in DOCUMENTS:
            _copy(paths.data / name, part / "data" / name)
        tables = describe(part / "data")
        for link in pictures(card):
            _copy(paths.reports / link, part / link)
        write_text(part / "LICENSE", _licence(summary["corpus"]))
        write_text(part / "README.md", page(card, summary, tables))
        write_json(part / croissant.FILE, croissant.describe_folder(part, card, summary, tables))
        n_files = croissant.verify(part)
        readers = read_back(part)
        part.replace(out)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Published(n_files, sum(table.n_rows for table in tables), readers)


def _require_free(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise BenchError(f"{out} is not a folder", "name a new one")
    if out.is_dir() and any(out.iterdir()):
        raise BenchError(f"{out} is not empty", "name a new folder, or empty this one yourself")


def _put(source: Path, target: Path) -> None:
    if source.suffix == target.suffix:
        _copy(source, target)
    else:
        write_table(target, read_table(source), source.name)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(existing(source), target)


def _licence(corpus: dict[str, str]) -> str:
    """Text of the benchmark's licence, under the terms of a corpus that has its own."""
    text = existing(LICENCE).read_text(encoding="utf-8")
    if corpus["licence"] == "Apache-2.0":
        return text
    return (
        f"Objects of {corpus['title']}, also as the pictures show them: {corpus['licence']}.\n"
        f"{corpus['licence_notice']}\n\n"
        "Everything else in this folder is under the following licence.\n\n"
        f"{text}"
    )
