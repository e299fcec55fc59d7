"""A recipe says how an object is made from a corpus item, and can be replayed.

It stands as JSON in the manifest: a list of steps, each with the numbers that
were drawn for it. Steps that draw per vertex (`jitter`, `permute`) take their
generator from the experiment's seed and the object's id, so the manifest alone
is enough to make the same mesh again.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from lib.core.rng import generator
from lib.geometry import perturb
from lib.geometry.mesh import Mesh
from lib.geometry.variants import mirror, recolour


class _Step(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rotate(_Step):
    """Turn about the bounding box's centre."""

    op: Literal["rotate"] = "rotate"
    axis: tuple[float, float, float]
    angle_deg: float


class Decimate(_Step):
    """Keep this share of the faces."""

    op: Literal["decimate"] = "decimate"
    keep: float


class Jitter(_Step):
    """Vertex noise, standard deviation as a share of the bounding-box diagonal."""

    op: Literal["jitter"] = "jitter"
    sigma: float


class Hue(_Step):
    """Hue shift of the rendered views, as a share of the colour circle."""

    op: Literal["hue"] = "hue"
    shift: float


class CutAway(_Step):
    """Cut off this share of the surface on the side where `direction` points."""

    op: Literal["cut_away"] = "cut_away"
    direction: tuple[float, float, float]
    share: float


class Rescale(_Step):
    """Scale about the bounding box's centre."""

    op: Literal["rescale"] = "rescale"
    factor: float


class Retessellate(_Step):
    """Split edges longer than this share of the bounding-box diagonal."""

    op: Literal["retessellate"] = "retessellate"
    max_edge: float


class Mirror(_Step):
    """Reflect in the plane through the bounding box's centre, across `normal`."""

    op: Literal["mirror"] = "mirror"
    normal: tuple[float, float, float]


class Recolour(_Step):
    """Shift the faces' own hues, and give grey ones a colour of at least this saturation."""

    op: Literal["recolour"] = "recolour"
    shift: float
    saturation: float


class Permute(_Step):
    """Shuffle vertices and faces."""

    op: Literal["permute"] = "permute"


Step = Annotated[
    Rotate
    | Decimate
    | Jitter
    | Hue
    | CutAway
    | Rescale
    | Retessellate
    | Mirror
    | Recolour
    | Permute,
    Field(discriminator="op"),
]
Recipe = tuple[Step, ...]

_RECIPE: TypeAdapter[Recipe] = TypeAdapter(Recipe)


def to_json(recipe: Recipe) -> str:
    """Write a recipe as one line of JSON."""
    return _RECIPE.dump_json(recipe).decode()


def from_json(text: str) -> Recipe:
    """Read what :func:`to_json` wrote."""
    return _RECIPE.validate_json(text)


def make(recipe: Recipe, mesh: Mesh, seed: int, object_id: str) -> Mesh:
    """Apply the geometric steps of `recipe` to `mesh`, in order.

    Parameters
    ----------
    recipe : tuple of steps
        Hue steps are skipped: they belong to the picture, not to the mesh.
    mesh : Mesh
    seed : int
        The experiment's seed.
    object_id : str
        Whose draws these are.
    """
    for step in recipe:
        match step:
            case Rotate():
                mesh = perturb.rotate(mesh, step.axis, step.angle_deg)
            case Decimate():
                mesh = perturb.decimate(mesh, step.keep)
            case Jitter():
                mesh = perturb.jitter(mesh, step.sigma, generator(seed, object_id, "jitter"))
            case CutAway():
                mesh = perturb.cut_away(mesh, step.direction, step.share)
            case Rescale():
                mesh = perturb.rescale(mesh, step.factor)
            case Retessellate():
                mesh = perturb.retessellate(mesh, step.max_edge)
            case Mirror():
                mesh = mirror(mesh, step.normal)
            case Recolour():
                mesh = recolour(mesh, step.shift, step.saturation)
            case Permute():
                mesh = perturb.permute(mesh, generator(seed, object_id, "permute"))
            case Hue():
                pass
    return mesh


def hue_shift(recipe: Recipe) -> float:
    """Total hue shift of a recipe, in [0, 1)."""
    return sum(step.shift for step in recipe if isinstance(step, Hue)) % 1.0
