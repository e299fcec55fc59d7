"""Which files a corpus is read from: the input that DVC watches."""

import hashlib
import json
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from lib.core.files import write_json
from lib.corpus.base import Corpus


def list_files(corpus: Corpus, memory: Path) -> pd.DataFrame:
    """List a corpus's files with their sizes and hashes.

    Parameters
    ----------
    corpus : Corpus
    memory : Path
        Hashes of earlier listings, by size and time of last change: a file is read
        again only where one of the two differs. Not an output: it may be deleted.

    Returns
    -------
    DataFrame
        Columns of ``files.csv``, sorted by path. A file that cannot be opened has
        no hash.
    """
    try:
        known = json.loads(memory.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    rows, kept, new = [], {}, []
    for name, path in corpus.files():
        about = path.stat()
        state = [about.st_size, about.st_mtime_ns]
        if name in known and known[name][:2] == state:
            kept[name] = known[name]
        else:
            new.append((name, path, state))
    for name, path, state in tqdm(new, desc="hash", unit="file", disable=None, leave=False):
        kept[name] = [*state, _sha256(path)]
    rows = [
        {"path": name, "bytes": size, "sha256": digest}
        for name, (size, _, digest) in sorted(kept.items())
    ]
    write_json(memory, kept)
    return pd.DataFrame(rows, columns=["path", "bytes", "sha256"])


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
