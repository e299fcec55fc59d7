"""Draw examples of the pictures."""

from lib.core.console import run
from lib.core.paths import Paths
from lib.corpus.patterns.images import CORPUS
from lib.objects.store import ViewStore
from lib.report.figures.pattern_examples import example_layouts, pattern_examples
from lib.report.style import save


def main() -> None:
    """Run the stage."""
    paths = Paths(CORPUS)
    views, images = ViewStore(paths.views), example_layouts(paths.read("patterns.csv"))
    figure = pattern_examples(images, lambda sha256: views[sha256][0])
    save(figure, paths.figures / "pattern-examples.png")


if __name__ == "__main__":
    run(main)
