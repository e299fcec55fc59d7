"""The model card of a training on pairs."""

from collections.abc import Mapping
from typing import Any

from lib.encoders.training.curve import PICTURE


def pair_card(described: str, facts: Mapping[str, Any]) -> str:
    """Say what was trained, on what, and how.

    Parameters
    ----------
    described : str
        Docstring of the module; its first line says what is learned.
    facts : mapping
        What stands beside the weights.

    Returns
    -------
    str
        Markdown.
    """
    name = facts["encoder"]
    knobs = "\n".join(
        f"| {key.replace('_', ' ')} | {value} |" for key, value in facts["knobs"].items()
    )
    parts = [
        f"# {name}",
        "<!-- made by `python -m lib train`; edit lib/encoders/training/pairs/card.py instead -->",
        described.partition("\n")[0],
        "It is for finding what is printed of a layout by the layout's mask, among pictures as "
        f"the corpus `{facts['corpus']}` draws them: binary masks of "
        "five families, and images of one simulated optical system. Real masks and micrographs it "
        "has not seen.",
        "## What it learned from",
        f"{facts['n_pairs']:,} pairs of a mask and its simulated image, made from "
        f"{facts['n_layouts']:,} clean layouts: the train split of the images whose list has the "
        f"SHA-256 `{facts['images_sha256'][:12]}`. A layout of the val or test split, and what was "
        "made from it, took no part; knobs were chosen on the val split.",
        "## How",
        f"Seed {facts['seed']}. Code of the training: `{facts['code_sha256']}`. Pairs are turned, "
        "mirrored and shifted together. Weights are stored at half precision, and used in double "
        "precision.",
        "What each knob does stands in `lib/encoders/training/pairs/learn.py`.",
        f"| knob | value |\n| --- | --- |\n{knobs}",
        f"![Course of the training]({PICTURE})",
        "## Train it again",
        f"```sh\ndvc repro draw\npython -m lib train {name}\n```",
    ]
    return "\n\n".join(parts) + "\n"
