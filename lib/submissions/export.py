"""All that a contributor needs to embed a corpus, in one folder.

Meshes are written as PLY: binary, float32 as they are stored, and of the common
formats the one whose face colours trimesh writes and reads (it drops those of
OFF, and STL has none). Views are copied as they are stored, so that not a
pixel changes.
"""

import errno
import shutil
import tempfile
import zipfile
from pathlib import Path

import pandas as pd
import trimesh
from tqdm import tqdm

from lib.artifacts import existing, read_json, sha256_of, write_text
from lib.errors import BenchError
from lib.geometry.mesh import Mesh
from lib.manifest import contents
from lib.paths import Paths
from lib.stores import MeshStore
from lib.submissions import fill_embeddings, metadata
from lib.submissions.loading import NPY
from lib.submissions.score import Release

SUMS = "SHA256SUMS"
README = "README.txt"


def export_manifest(corpus: str, folder: Path) -> int:
    """Write manifest, meshes, views, hashes, metadata to fill in and an example script.

    The folder appears complete or not at all.

    Parameters
    ----------
    corpus : str
        Its meshes and views are at hand.
    folder : Path
        Empty, or not there yet.

    Returns
    -------
    int
        Distinct contents: objects that share one look the same to every encoder.

    Raises
    ------
    BenchError
        If `folder` has something in it, an output of the graph is missing, or
        the disk is full.
    """
    _require_empty(folder)
    paths, release = Paths(corpus), Release.read(corpus)
    existing(paths.meshes)
    existing(paths.views)
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
    try:
        shutil.copyfile(paths.objects, part / "objects.csv")
        _write_views(paths.views, release.objects, part / "views")
        _write_meshes(paths.meshes, release.objects, part / "meshes")
        shutil.copyfile(str(fill_embeddings.__file__), part / "fill_embeddings.py")
        write_text(part / metadata.FILE, skeleton(release))
        write_text(part / README, _readme(release))
        _write_sums(part)
        part.chmod(0o755)
        part.replace(folder)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise BenchError(f"the disk is full, {folder} was not written", "free some space")
        raise
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return int(release.objects["content_sha256"].nunique())


def skeleton(release: Release) -> str:
    """Write ``submission.yaml`` with what the release knows, the rest to be filled in."""
    known = {
        "similarity": "cosine",
        "split_sha256": release.split_sha256,
        "manifest_sha256": release.manifest_sha256,
    }
    parts = [
        f"# {field.description}\n{key}: {known.get(key, '')}".rstrip()
        for key, field in metadata.Metadata.model_fields.items()
    ]
    return "\n".join(parts) + "\n"


def _require_empty(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise BenchError(f"{folder} is a file or a link", "name a folder that is not there yet")
    if folder.is_dir() and any(folder.iterdir()):
        raise BenchError(f"{folder} is not empty", "name an empty folder, or one not there yet")


def _write_meshes(shards: Path, objects: pd.DataFrame, folder: Path) -> None:
    folder.mkdir()
    store = MeshStore(shards, objects["object_id"].tolist())
    for one in tqdm(contents(objects), desc="meshes", unit="mesh"):
        (folder / f"{one.content}.ply").write_bytes(_ply(store[one.object_id]))


def _ply(mesh: Mesh) -> bytes:
    shape = mesh.to_trimesh()
    shape.visual = trimesh.visual.ColorVisuals(shape, face_colors=mesh.colors)
    return bytes(shape.export(file_type="ply", vertex_normal=False))


def _write_views(shards: Path, objects: pd.DataFrame, folder: Path) -> None:
    folder.mkdir()
    wanted = {f"{content}.png" for content in objects["content_sha256"]}
    with tqdm(total=len(wanted), desc="views", unit="view") as bar:
        for path in sorted(shards.glob("*.zip")):
            with zipfile.ZipFile(path) as shard:
                for name in sorted(wanted.intersection(shard.namelist())):
                    (folder / name).write_bytes(shard.read(name))
                    wanted.remove(name)
                    bar.update()
    if wanted:
        raise BenchError(
            f"{shards} lacks {len(wanted):,} views of the manifest, first {min(wanted)}",
            "run dvc repro to bring them up to date",
        )


def _write_sums(folder: Path) -> None:
    files = [
        folder / "objects.csv",
        *sorted(folder.glob("meshes/*")),
        *sorted(folder.glob("views/*")),
    ]
    sums = [f"{sha256_of(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    write_text(folder / SUMS, "".join(sums))


def _readme(release: Release) -> str:
    card = read_json(Paths(release.corpus).corpus_card)
    objects = release.objects
    return f"""{card["title"]}: {len(objects):,} objects to embed
Licence of the meshes: {card["licence"]}
{card["licence_notice"]}

objects.csv          one row an object, in the order of {NPY}
meshes/              <content_sha256>.ply, z up, inside the unit sphere, a colour a face
views/               <content_sha256>.png, the ring views in rows, first camera on +x
fill_embeddings.py   an example that fills {NPY}; needs numpy and trimesh
{metadata.FILE}      what to say about your encoder; fill in every key
{SUMS}           sha256sum --check {SUMS}

Objects of equal content_sha256 look alike to every encoder: embed them once. A hue shift
is in the views, not in the meshes. One vector an object must not depend on the others.

1. Put your encoder into fill_embeddings.py and run it.
2. Fill in {metadata.FILE}.
3. Copy {NPY} and {metadata.FILE} to data/submissions/{release.corpus}/<name>/
4. python -m lib check-submission data/submissions/{release.corpus}/<name>
"""
