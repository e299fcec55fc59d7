"""Which extensions of glTF are read, which change nothing that is read, which are refused."""

from lib.corpus.files.contents import Refused
from lib.corpus.files.gltf.tree import Tree, words

DRACO = "KHR_draco_mesh_compression"
MESHOPT = ("EXT_meshopt_compression", "KHR_meshopt_compression")
BASISU = "KHR_texture_basisu"
IMAGES = ("EXT_texture_webp", "EXT_texture_avif", "MSFT_texture_dds")
TRANSFORM = "KHR_texture_transform"
GLOSSINESS = "KHR_materials_pbrSpecularGlossiness"
INSTANCING = "EXT_mesh_gpu_instancing"
VISIBILITY = "KHR_node_visibility"
LOD = "MSFT_lod"

DECOMPRESS = "decompress it first, for example with gltf-transform or gltfpack"

_READ = {*IMAGES, TRANSFORM, GLOSSINESS, INSTANCING, VISIBILITY, LOD, "KHR_mesh_quantization"}

_HARMLESS = {
    "AGI_articulations",
    "AGI_stk_metadata",
    "CESIUM_primitive_outline",
    "EXT_instance_features",
    "EXT_lights_ies",
    "EXT_lights_image_based",
    "EXT_mesh_features",
    "EXT_mesh_manifold",
    "EXT_structural_metadata",
    "FB_geometry_metadata",
    "KHR_animation_pointer",
    "KHR_lights_punctual",
    "KHR_materials_anisotropy",
    "KHR_materials_clearcoat",
    "KHR_materials_diffuse_transmission",
    "KHR_materials_dispersion",
    "KHR_materials_emissive_strength",
    "KHR_materials_ior",
    "KHR_materials_iridescence",
    "KHR_materials_sheen",
    "KHR_materials_specular",
    "KHR_materials_transmission",
    "KHR_materials_unlit",
    "KHR_materials_variants",
    "KHR_materials_volume",
    "KHR_node_hoverability",
    "KHR_node_selectability",
    "KHR_xmp",
    "KHR_xmp_json_ld",
    "MSFT_packing_normalRoughnessMetallic",
    "MSFT_packing_occlusionRoughnessMetallic",
}
"""Lights, gloss and labels: neither the shape nor the base colour is another for them."""

_FALLBACK = {DRACO, *MESHOPT, BASISU}
"""Where these are used, what they stand for is read from beside them, or refused there."""


def refuse_required(tree: Tree) -> None:
    """Refuse a file that cannot be understood without extensions that are not read.

    Raises
    ------
    Refused
        With their names.
    """
    required = words(tree, "extensionsRequired")
    packed = [name for name in required if name == DRACO or name in MESHOPT]
    if packed:
        raise Refused(f"it is compressed by {', '.join(packed)}", DECOMPRESS)
    unread = [name for name in required if name not in _READ and name not in _HARMLESS]
    if unread:
        hint = (
            "convert its textures to PNG or JPEG, for example with gltf-transform"
            if BASISU in unread
            else "export it without"
        )
        raise Refused(f"it requires {', '.join(unread)}, which is not read", hint)


def unknown(tree: Tree) -> tuple[str, ...]:
    """Name the extensions that are used, not required, and not read."""
    known = _READ | _HARMLESS | _FALLBACK
    used = dict.fromkeys(words(tree, "extensionsUsed"))
    return tuple(f"extension {name}" for name in used if name not in known)
