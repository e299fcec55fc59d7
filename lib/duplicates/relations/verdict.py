"""From what was measured of two meshes to what they are to each other."""

from lib.duplicates.relations.evidence import Evidence
from lib.duplicates.relations.limits import Limits, factor, gain
from lib.duplicates.relations.names import Relation


def relation(evidence: Evidence, limits: Limits) -> Relation:
    """Name the relation: the strongest change that the evidence shows.

    Parameters
    ----------
    evidence : Evidence
    limits : Limits

    Returns
    -------
    str
        ``same-file`` for the same bytes. If the surfaces fit as wholes, the last that
        holds of ``re-exported``, ``recoloured``, ``re-meshed``, ``rescaled`` and
        ``mirrored``. Otherwise ``part-of`` if one fits into the other, or ``lookalike``.
    """
    if evidence.identical:
        return "same-file"
    near = min(evidence.distance, evidence.mirrored)
    if near > limits.same:
        fits = evidence.inside <= limits.inside and evidence.covered >= limits.covered
        return "part-of" if fits else "lookalike"
    if gain(evidence.distance, evidence.mirrored) > limits.gain:
        return "mirrored"
    if factor(evidence.scale) > limits.scale:
        return "rescaled"
    if near > limits.exact:
        return "re-meshed"
    return "recoloured" if evidence.colour > limits.colour else "re-exported"
