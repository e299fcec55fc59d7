"""Print the hash of both tables and of what they rest on; a process of its own runs it."""

import hashlib

import numpy as np

from lib.core.params.hashing import Strengths
from lib.core.rng import generator
from lib.semantics.hashing.disturbances import DISTURBANCES
from lib.semantics.hashing.observed import hog_vectors, observe
from lib.semantics.hashing.robustness import hash_robustness
from lib.semantics.hashing.steady import steady
from tests.semantics.hashing.samples import pictures, settings

ALL = Strengths(
    translation=(3, 20),
    rotation=(7,),
    scale=(0.7,),
    brightness=(0.3,),
    jpeg=(15,),
    blur=(2,),
    crop=(0.1,),
)


def parts() -> dict[str, str]:
    """Hash tables, and all that pictures are turned into."""
    images, names = pictures(10)
    tables = hash_robustness(images, names, settings(strengths=ALL))
    found = {f"table {row}": one.to_csv().encode() for row, one in enumerate(tables)}
    with steady():
        for kind, (strength, *_) in dict(ALL).items():
            changed = [
                DISTURBANCES[kind].apply(image, strength, generator(1, kind)) for image in images
            ]
            seen = observe(changed, ["akaze", "orb", "sift"], hog_vectors)
            found |= {f"{kind} {name}": codes.tobytes() for name, codes in seen.codes.items()}
            found[f"{kind} pictures"] = b"".join(np.ascontiguousarray(c).tobytes() for c in changed)
            for name, own in seen.keypoints.items():
                both = (one.places.tobytes() + one.descriptors.tobytes() for one in own)
                found[f"{kind} {name}"] = b"".join(both)
    return {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}


if __name__ == "__main__":
    for name, digest in parts().items():
        print(name, digest, sep="\t")
