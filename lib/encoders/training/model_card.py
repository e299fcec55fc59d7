"""The model card of a trained encoder: what it is, what it learned from, how to train it."""

import inspect
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lib.core.files import write_text
from lib.core.params.embed import EmbedParams
from lib.encoders._registry import load_encoder
from lib.encoders._trained import read_trained
from lib.encoders.training.curve import PICTURE

CARD = "model-card.md"
"""File name, beside the weights."""

_SHOWN = {
    "encoder", "corpus", "split_sha256", "seed", "code_sha256", "left_out", "history", "knobs",
    "n_shapes", "n_copies",
}  # fmt: skip


def write_card(files: Sequence[Path]) -> Path:
    """Write the card of the fits of one encoder.

    Parameters
    ----------
    files : sequence of Path
        As for :func:`~lib.encoders.training.curve.write_curve`.

    Returns
    -------
    Path
        Beside `files`.
    """
    fits = {path: read_trained(path).facts for path in files}
    name = files[0].parent.name
    path = files[0].with_name(CARD)
    described = inspect.getdoc(type(load_encoder(name, EmbedParams()))) or ""
    write_text(path, _card(name, described, fits, path.with_name(PICTURE).exists()))
    return path


def _card(name: str, described: str, fits: dict[Path, dict[str, Any]], drawn: bool) -> str:
    facts = next(iter(fits.values()))
    parts = [
        f"# {name}",
        "<!-- made by `python -m lib train`; edit lib/encoders/training/model_card.py instead -->",
        # Sections of the docstring begin to speak of code.
        described.partition("\n\nParameters\n")[0].partition("\n\nAttributes\n")[0],
        "It is for finding near-duplicates as this benchmark measures it, by cosine. The corpus "
        "below is all that it was fitted to: on other objects, measure it before you trust it.",
        "## What it learned from",
        f"Corpus `{facts['corpus']}`, split `{facts['split_sha256'][:12]}`: sources of the train "
        "split and, where the table says so, the mining pool, all as they stand and in as many "
        "altered copies as it says, made by the recipes of tiers 2 to 4. No copy is a query: "
        "copies have draws of their own.",
        "Kept out of both fits is whatever a score rests on: the sources of the val and test "
        "splits with all their clones, the peers of tier 5, and every near-duplicate of any of "
        "them.",
        _table(fits),
        *_without(fits),
        "## How",
        f"Seed {facts['seed']}. Code of the training: `{facts['code_sha256']}`.",
        *_knobs(facts.get("knobs", {})),
        *([f"![Course of the training]({PICTURE})"] if drawn else []),
        "## Train it on your own objects",
        "```sh\n"
        "dvc exp run -S 'corpora=[folder]' -S folder.path=/path/to/meshes\n"
        f"python -m lib train {name}\n"
        "```",
        "The first line makes what a training starts from, the second replaces the files beside "
        "this card; `git checkout` brings these back.",
    ]
    return "\n\n".join(parts) + "\n"


def _table(fits: dict[Path, dict[str, Any]]) -> str:
    names = ["n_shapes", "n_copies"]
    more = {key for facts in fits.values() for key in facts} - _SHOWN
    names += sorted(more)
    head = "| file | " + " | ".join(name.removeprefix("n_").replace("_", " ") for name in names)
    rule = "| --- |" + " ---: |" * len(names)
    rows = [
        f"| `{path.name}` | " + " | ".join(_cell(facts.get(name, "")) for name in names) + " |"
        for path, facts in fits.items()
    ]
    return "\n".join([head + " |", rule, *rows])


def _cell(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _without(fits: dict[Path, dict[str, Any]]) -> list[str]:
    return [
        f"`{path.name}` has never seen the classes {', '.join(facts['left_out'])}."
        for path, facts in fits.items()
        if facts["left_out"]
    ]


def _knobs(knobs: dict[str, Any]) -> list[str]:
    if not knobs:
        return []
    rows = [f"| {name.replace('_', ' ')} | {value} |" for name, value in knobs.items()]
    said = "What each knob does stands in `lib/encoders/training/`."
    return [said, "\n".join(["| knob | value |", "| --- | --- |", *rows])]
