"""glTF 2.0, text and binary, as the standard of the Khronos Group says.

Not by trimesh, which drops texture transforms, samplers, instances, skins, morph
targets, fans and strips, and leaves integers unscaled, without a word.
"""

from lib.corpus.files.gltf.read import read_gltf

__all__ = ["read_gltf"]
