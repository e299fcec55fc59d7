"""Commands about what is made for reading."""

from pathlib import Path
from typing import Annotated

import typer

from lib.core.files import write_text
from lib.core.paths import Paths

README = Path("README.md")

app = typer.Typer()


@app.command()
def readme(
    path: Annotated[Path, typer.Option(help="The file whose tables are renewed.")] = README,
) -> None:
    """Renew the tables and the example in the README from the committed rows."""
    from lib.report.readme import example, parts, renew

    text = path.read_text(encoding="utf-8")
    made = parts(Paths("parametric40")) | {"example": example(text, Path.cwd())}
    write_text(path, renew(text, made))


@app.command()
def layouts(
    corpus: Annotated[str, typer.Argument(help="A corpus that has been run.")] = "parametric40",
) -> None:
    """Draw t-SNE and UMAP of every encoder's vectors; not part of what is reproduced."""
    import numpy as np
    import pandas as pd
    from threadpoolctl import threadpool_limits
    from tqdm import tqdm

    from lib.core.files import read_vectors
    from lib.core.params import load_params
    from lib.core.vectors import unit
    from lib.report.figures.pca_layouts import layouts as draw
    from lib.report.style import save
    from lib.semantics.layouts import METHODS, neighbour_layout
    from lib.semantics.measures.clusters import layout_quality

    params, paths = load_params(), Paths(corpus)
    objects = paths.read("objects.csv")
    sources = objects[objects["role"] == "source"]
    classes, held = sources["class"].to_numpy(dtype=str), (sources["split"] == "test").to_numpy()
    encoders, rows = sorted(params.encoders), []
    bar = tqdm(total=len(METHODS) * len(encoders), desc="layouts", unit="layout")
    for method in METHODS:
        places, notes = {}, {}
        for encoder in encoders:
            vectors = unit(read_vectors(paths.embeddings(encoder), len(objects))[sources.index])
            # More threads would wait for each other most of the time.
            with threadpool_limits(1):
                places[encoder] = neighbour_layout(method, vectors, params.semantics.seed)
                quality = layout_quality(vectors, places[encoder])
            notes[encoder] = ", ".join(f"{name} {value:.3f}" for name, value in quality)
            rows += [(encoder, method, *pair) for pair in quality]
            bar.update()
        words = "a colour a class; a ring around items of the test split"
        figure = draw(
            f"Vectors laid out by {method}", words, places, classes, np.array(held), notes
        )
        path = paths.layouts / f"{method.lower()}.png"
        save(figure, path)
        print(path)
    bar.close()
    table = pd.DataFrame(rows, columns=["encoder", "method", "quantity", "value"]).round(4)
    path = paths.layouts / "layouts.csv"
    write_text(path, table.to_csv(index=False, lineterminator="\n"))
    print(path)
