"""The object manifest: one row a mesh to embed, with the hash of its content."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple, Protocol

import pandas as pd

from lib.geometry.mesh import Mesh
from lib.objects.recipe import from_json, hue_shift


class Content(NamedTuple):
    """One distinct thing to render or embed, and an object that shows it."""

    content: str
    object_id: str
    recipe: str


class Meshes(Protocol):
    """Meshes by object id."""

    def __getitem__(self, object_id: str) -> Mesh:
        """Return one mesh."""
        ...


def register(plan: pd.DataFrame, meshes: Meshes) -> pd.DataFrame:
    """Add to the plan what was made: counts and hashes.

    Parameters
    ----------
    plan : pandas.DataFrame
        Columns of ``plan.parquet``.
    meshes : mapping of object id to Mesh

    Returns
    -------
    pandas.DataFrame
        Columns of ``objects.csv``. `content_sha256` covers the mesh and the hue
        shift of its views: objects that share it look the same to every encoder
        and are rendered and embedded once.
    """
    rows = []
    for object_id, recipe in plan[["object_id", "recipe"]].itertuples(index=False):
        mesh = meshes[object_id]
        geometry = mesh.sha256()
        content = content_sha256(geometry, recipe)
        rows.append((len(mesh.vertices), len(mesh.faces), geometry, content))
    made = pd.DataFrame(
        rows, columns=["n_vertices", "n_faces", "geometry_sha256", "content_sha256"]
    )
    return pd.concat([plan.reset_index(drop=True), made], axis=1)


def content_sha256(geometry_sha256: str, recipe: str = "[]") -> str:
    """Hash what encoders see of an object: its mesh, and the hue shift of its views."""
    content = f"{geometry_sha256}\t{hue_shift(from_json(recipe)):.6f}"
    return hashlib.sha256(content.encode()).hexdigest()


def contents(objects: pd.DataFrame) -> Sequence[Content]:
    """List the distinct contents of a manifest, in order of first appearance."""
    first = objects.drop_duplicates("content_sha256")
    columns = first[["content_sha256", "object_id", "recipe"]]
    return [Content._make(row) for row in columns.itertuples(index=False)]
