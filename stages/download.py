"""Bring a corpus to this machine and write down what it says about itself."""

from lib.core.console import run
from lib.core.files import drop_strays, write_json
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.corpus.registry import open_corpus


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    drop_strays(paths.encoder("").parent, [paths.encoder(name) for name in params.encoders])
    source = open_corpus(corpus, params)
    source.fetch()
    items = source.items()
    classes = sorted({item.class_name for item in items})
    write_json(
        paths.source,
        {
            "name": source.name,
            "title": source.title,
            "source": source.source,
            "licence": source.licence,
            "licence_notice": source.licence_notice,
            "up_axis": source.up_axis,
            "found": list(source.survey()),
            "n_items": len(items),
            "n_classes": len(classes),
        },
    )
    print(
        f"{source.title}: {len(items):,} items in {len(classes)} classes, licence {source.licence}"
    )
    for line in source.survey():
        print(line)
    if source.advice():
        print(f"note: {source.advice()}")
    if source.licence_notice:
        print(source.licence_notice)


if __name__ == "__main__":
    run(main)
