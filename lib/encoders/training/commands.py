"""The command that fits encoders to the corpus."""

from typing import Annotated

import typer

from lib.core.errors import BenchError
from lib.core.params import load_params

app = typer.Typer()


@app.command()
def train(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Encoders; all that can be trained if not given."),
    ] = None,
    corpus: Annotated[
        str | None, typer.Option(help="Of `corpora`; the first of them if not given.")
    ] = None,
) -> None:
    """Train what learns from a corpus of objects, or from the pictures; needs dvc repro's work."""
    params = load_params()
    corpus = corpus or params.corpora[0]
    if corpus not in params.corpora:
        raise BenchError(
            f"params.yaml does not list the corpus {corpus!r}",
            f"choose from {', '.join(params.corpora)}, or add it to `corpora`",
        )
    from lib.encoders.training.curve import write_curve
    from lib.encoders.training.fits import (
        fit_encoder,
        require_ground,
        require_trainable,
        trainable,
    )
    from lib.encoders.training.ground import Ground
    from lib.encoders.training.model_card import write_card
    from lib.encoders.training.pairs.fits import PAIR_FITS, fit_pairs

    chosen = tuple(dict.fromkeys(names)) if names else (*trainable(), *PAIR_FITS)
    require_trainable(chosen)
    on_objects = [name for name in chosen if name not in PAIR_FITS]
    if on_objects:
        require_ground(corpus)
        ground = Ground.read(params, corpus)
    for name in on_objects:
        files = fit_encoder(name, ground)
        for path in (*files, *write_curve(files), write_card(files)):
            print(path)
    for name in PAIR_FITS:
        if name in chosen:
            for path in fit_pairs(name, params):
                print(path)
