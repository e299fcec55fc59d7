"""All that a contributor needs to embed a corpus, in one folder.

Meshes are written as PLY: binary, float32 as they are stored, and of the common
formats the one whose face colours trimesh writes and reads (it drops those of
OFF, and STL has none). Views are PNG, without loss.
"""

import hashlib
import inspect
import io
import shutil
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import trimesh
from PIL import Image

from lib.core.errors import BenchError
from lib.core.files import atomic, existing, read_json, sha256_of, write_text
from lib.core.paths import Paths
from lib.encoders.submitted import metadata
from lib.encoders.submitted.read_embeddings import NPY
from lib.encoders.submitted.release import Release
from lib.geometry.mesh import Mesh
from lib.leaderboard.submissions import fill_embeddings
from lib.leaderboard.submissions.resumable_folder import missing, unfinished
from lib.objects.manifest import contents
from lib.objects.store import MeshStore, ViewStore

SUMS = "SHA256SUMS"
README = "README.txt"


def export_manifest(corpus: str, folder: Path) -> int:
    """Write manifest, meshes, views, hashes, metadata to fill in and an example script.

    The folder appears complete or not at all. Where an earlier call was interrupted,
    the files that it finished are kept.

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
    views = _views(paths.views, release.objects)
    with unfinished(folder, _key(release, views)) as part:
        _write_views(views, release.objects, part / "views")
        _write_meshes(paths.meshes, release.objects, part / "meshes")
        with atomic(part / "objects.csv") as copy:
            shutil.copyfile(paths.table("objects.csv"), copy)
        write_text(part / "fill_embeddings.py", inspect.getsource(fill_embeddings))
        write_text(part / metadata.FILE, skeleton(release))
        write_text(part / README, _readme(release))
        _write_sums(part)
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


def _key(release: Release, views: ViewStore) -> str:
    """Hash of all that the exported files depend on."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    # A mesh's hash is in the manifest. That of a view is not, nor how meshes are written.
    digest.update(f"{release.manifest_sha256} {trimesh.__version__}".encode())
    digest.update("".join(f"{name} {crc}\n" for name, crc in views.checksums.items()).encode())
    return digest.hexdigest()


def _write_meshes(shards: Path, objects: pd.DataFrame, folder: Path) -> None:
    store = MeshStore(shards, objects["object_id"].tolist())
    source = {f"{one.content}.ply": one.object_id for one in contents(objects)}
    for path in missing(folder, list(source), "mesh"):
        with atomic(path) as part:
            part.write_bytes(_ply(store[source[path.name]]))


def _ply(mesh: Mesh) -> bytes:
    shape = mesh.to_trimesh()
    shape.visual = trimesh.visual.ColorVisuals(shape, face_colors=mesh.colors)
    return bytes(shape.export(file_type="ply", vertex_normal=False))


def _views(folder: Path, objects: pd.DataFrame) -> ViewStore:
    views = ViewStore(folder)
    lacking = set(objects["content_sha256"]) - set(views.checksums)
    if lacking:
        raise BenchError(
            f"{folder} lacks {len(lacking):,} views of the manifest, first {min(lacking)}",
            "run dvc repro to bring them up to date",
        )
    return views


def _write_views(views: ViewStore, objects: pd.DataFrame, folder: Path) -> None:
    names = [f"{one.content}.png" for one in contents(objects)]
    for path in missing(folder, names, "view"):
        with atomic(path) as part:
            part.write_bytes(_png(views[path.stem]))


def _png(images: npt.NDArray[np.uint8]) -> bytes:
    """Lay V views, shape (V, S, S, 3), out in two rows (one row where V is odd)."""
    count, height, width, _ = images.shape
    rows = 2 if count % 2 == 0 else 1
    grid = images.reshape(rows, count // rows, height, width, 3).transpose(0, 2, 1, 3, 4)
    stream = io.BytesIO()
    Image.fromarray(grid.reshape(rows * height, count // rows * width, 3)).save(stream, "PNG")
    return stream.getvalue()


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
