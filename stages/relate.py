"""Set the limits by which the geometry tells what two meshes are to each other."""

from lib.core.console import run
from lib.core.files import read_vectors, sha256_of, write_text
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.duplicates.known_pairs import known_pairs
from lib.duplicates.laid_over import EVIDENCE, laid_over, verdicts
from lib.duplicates.relations.limits import fit
from lib.objects.store import MeshStore


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    objects, duplicates = paths.read("objects.csv"), paths.read("duplicates.csv")
    vectors = {
        miner: read_vectors(paths.embeddings(miner), len(objects)) for miner in params.mine.miners
    }
    pairs = known_pairs(objects, duplicates, vectors, params)
    meshes = MeshStore(paths.meshes, objects["object_id"].tolist())
    depends = [sha256_of(paths.table("objects.csv"))]
    with laid_over(objects, pairs, meshes, paths.table(EVIDENCE), params, depends) as table:
        limits = fit(table.rename(columns={"made": "relation"}))
        table["found"] = verdicts(table, limits)
        paths.write(EVIDENCE, table)
    write_text(paths.relation_limits, limits.to_json())
    right = int((table["found"] == table["made"]).sum())
    print(f"{right:,} of {len(table):,} pairs that limits were set by are told right")


if __name__ == "__main__":
    run(main)
