"""Hash one view of some sources, change it, and count what hashes and remedies find again."""

from lib.core.console import run
from lib.core.files import write_json
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.objects.store import ViewStore
from lib.semantics.hashing.robustness import hash_robustness
from lib.semantics.hashing.sample import hashing_metrics, one_view, sources_to_hash


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params().hashing, Paths(corpus)
    sources = sources_to_hash(paths.read("objects.csv"), paths.read("duplicates.csv"), params.items)
    store = ViewStore(paths.views)
    images = [one_view(store[content]) for content in sources["content_sha256"]]
    robustness, remedies = hash_robustness(images, sources["object_id"].tolist(), params)
    paths.write("hash-robustness.csv", robustness)
    paths.write("hash-remedies.csv", remedies)
    # As written, rounded: the metrics are the tables' numbers.
    tables = paths.read("hash-robustness.csv"), paths.read("hash-remedies.csv")
    write_json(paths.hashing_metrics, hashing_metrics(*tables))


if __name__ == "__main__":
    run(main)
