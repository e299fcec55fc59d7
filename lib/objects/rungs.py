"""The ladder of copies that thresholds are tried on, in words."""

RUNGS = {
    1: "rotation",
    2: "+ decimation",
    3: "+ hue",
    4: "+ occlusion",
    5: "+ re-tessellation",
}
"""What each rung of the ladder adds."""
