"""Draw the pictures and render the dataset card."""

import matplotlib.pyplot as plt
from tqdm import tqdm

from lib.artifacts import drop_strays, read_json, read_table, write_text
from lib.console import run
from lib.params import load_params
from lib.paths import Paths
from lib.report.card import render_card
from lib.report.gallery import CAPTIONS, Tables, draw
from lib.report.style import save
from lib.stores import ViewStore


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    tables = Tables(
        objects=read_table(paths.objects),
        splits=read_table(paths.splits),
        negatives=read_table(paths.negatives),
        results=read_table(paths.results),
        per_query=read_table(paths.per_query),
        summary=read_json(paths.summary),
    )
    figures = [(f"{paths.figures.name}/{name}", caption) for name, caption in CAPTIONS.items()]
    card = render_card(tables.summary, tables.results, figures)
    write_text(paths.card, card)

    store = ViewStore(paths.views, params.render.size)
    columns = (tables.objects["object_id"], tables.objects["content_sha256"])
    content = dict(zip(*columns, strict=True))
    drawn = draw(tables, lambda object_id: store[content[object_id]], card)
    names = []
    for name, figure in tqdm(drawn, total=len(CAPTIONS) + 1, desc="figures", unit="fig"):
        save(figure, paths.figures / name)
        plt.close(figure)
        names.append(paths.figures / name)
    drop_strays(paths.figures, names)


if __name__ == "__main__":
    run(main)
