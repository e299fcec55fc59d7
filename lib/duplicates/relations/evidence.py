"""What is measured of two meshes to tell what they are to each other."""

from dataclasses import dataclass

from lib.core.arrays import Floats


@dataclass(frozen=True, eq=False)
class Evidence:
    """Two meshes, a and b, laid over each other.

    Distances are shares of the diagonal of b's bounding box (of the whole's, where one is
    held against the other as a part) and are rounded to 6 digits; so are the others.

    Attributes
    ----------
    identical : bool
        The same bytes; nothing else was measured, and distances are 0.
    distance : float
        Mean distance of the surfaces from each other, both ways, in the best pose without
        a reflection and after a's size was made b's.
    mirrored : float
        The same in the best pose with a reflection.
    scale : float
        Size of b in units of a's, from the spread of their surfaces; > 0.
    inside : float
        Mean distance of the smaller one's surface from the larger one's at their own sizes,
        in the best pose for that: near 0 where it is a part of it.
    covered : float
        Share of the larger one's surface that lies near the smaller one in that pose, in
        [0, 1].
    a_is_part : bool
        Whether it is a that may be a part of b.
    colour : float
        Mean difference of the colours at points that lie over each other, in [0, 1].
    pose : ndarray of float64, shape (4, 4)
        Takes a's coordinates to b's, scale and reflection included, in the pose that the
        relation rests on. Not rounded: what is far from the origin would not fit any more.
    """

    identical: bool
    distance: float
    mirrored: float
    scale: float
    inside: float
    covered: float
    a_is_part: bool
    colour: float
    pose: Floats
