"""Write the object manifest: the plan, and the hash of what was made of it."""

from lib.core.console import run
from lib.core.paths import Paths
from lib.objects.manifest import register
from lib.objects.store import MeshStore


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    paths = Paths(corpus)
    plan = paths.read("plan.parquet")
    objects = register(plan, MeshStore(paths.meshes, plan["object_id"].tolist()))
    paths.write("objects.csv", objects)
    print(f"{len(objects)} objects, {objects['content_sha256'].nunique()} distinct contents")


if __name__ == "__main__":
    run(main)
