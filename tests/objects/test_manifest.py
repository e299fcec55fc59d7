import pandas as pd

from lib.geometry.mesh import Mesh
from lib.objects.manifest import contents, register
from lib.objects.recipe import Hue, to_json

HUE = to_json((Hue(shift=0.25),))


def plan() -> pd.DataFrame:
    rows = [("a", "[]"), ("b", "[]"), ("a.t4.0", HUE), ("a.t5.0", "[]"), ("c", HUE)]
    return pd.DataFrame(rows, columns=["object_id", "recipe"])


def test_content_is_the_mesh_and_the_hue(torus: Mesh, cone: Mesh) -> None:
    meshes = {"a": torus, "b": cone, "a.t4.0": torus, "a.t5.0": cone, "c": torus}
    table = register(plan(), meshes).set_index("object_id")
    content, geometry = table["content_sha256"], table["geometry_sha256"]
    assert geometry["a"] == geometry["a.t4.0"] == torus.sha256()
    assert content["a"] != content["a.t4.0"] == content["c"]
    assert content["b"] == content["a.t5.0"]
    assert table.loc["a", "n_faces"] == len(torus.faces)
    assert table.loc["b", "n_vertices"] == len(cone.vertices)


def test_equal_contents_are_listed_once_in_order(torus: Mesh, cone: Mesh) -> None:
    meshes = {"a": torus, "b": cone, "a.t4.0": torus, "a.t5.0": cone, "c": torus}
    found = contents(register(plan(), meshes))
    assert [(c.object_id, c.recipe) for c in found] == [("a", "[]"), ("b", "[]"), ("a.t4.0", HUE)]
