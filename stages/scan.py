"""Scan the corpus's own catalogue, copies planted in it, under every encoder."""

import pandas as pd
from tqdm import tqdm

from lib.core.console import run
from lib.core.files import read_vectors, sha256_of, write_json
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.duplicates.catalogue import planted_catalogue
from lib.duplicates.laid_over import laid_over, verdicts
from lib.duplicates.promise import confirmed, scanned
from lib.duplicates.relations.limits import Limits
from lib.duplicates.relations.table import confusion
from lib.duplicates.told import duplicates_metrics, with_intervals
from lib.objects.store import MeshStore

EVIDENCE = "catalogue-evidence.csv"


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    objects, duplicates = paths.read("objects.csv"), paths.read("duplicates.csv")
    catalogue = planted_catalogue(objects, duplicates)
    ids = catalogue.objects["object_id"].tolist()
    scans = [
        scanned(name, objects, catalogue, vectors, params)
        for name in tqdm(sorted(params.encoders), desc="scan", unit="encoder")
        for vectors in [read_vectors(paths.embeddings(name), len(objects))]
    ]
    flagged = {(ids[a], ids[b]) for one in scans for a, b in zip(one.a, one.b, strict=True)}
    pairs = sorted(flagged | set(catalogue.planted_pairs))
    shown = str(paths.relation_limits)
    limits = Limits.from_json(paths.relation_limits.read_text(encoding="utf-8"), shown)
    meshes = MeshStore(paths.meshes, objects["object_id"].tolist())
    depends = [sha256_of(paths.table("objects.csv"))]
    with laid_over(objects, pairs, meshes, paths.table(EVIDENCE), params, depends) as table:
        table["found"] = verdicts(table, limits)
        paths.write(EVIDENCE, table)
    told = {
        (row.object_a, row.object_b): (row.made, row.found) for row in table.itertuples(index=False)
    }
    judged = [confirmed(one, catalogue, told) for one in scans]
    promises = pd.DataFrame([row for row, _ in judged])
    planted = pd.concat([counts for _, counts in judged], ignore_index=True)
    paths.write("promises.csv", promises)
    paths.write("planted.csv", with_intervals(planted, params.calibrate.confidence))
    paths.write("relations.csv", confusion(table["made"], table["found"]))
    # As written, rounded: whoever has the table can make the metrics again.
    promises = paths.read("promises.csv")
    write_json(paths.duplicates_metrics, duplicates_metrics(promises))
    kept = int((promises["precision"] >= promises["promised"]).sum())
    print(f"{kept} of {len(promises)} encoders keep the precision that was promised")


if __name__ == "__main__":
    run(main)
