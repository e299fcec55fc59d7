"""Materials of OBJ files."""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from lib.corpus.files.contents import Texture, Wrap
from lib.corpus.files.images import BadImage, pixels
from lib.corpus.files.source import Source

_OPTION = re.compile(
    r"\s*-(?:(?P<numbers>[ost])(?P<values>(?:\s+[-+]?[.\d]\S*){1,3})"
    r"|(?P<pair>mm)(?:\s+\S+){2}"
    r"|(?P<word>blendu|blendv|bm|boost|cc|clamp|colorspace|imfchan|texres|type)\s+(?P<value>\S+))"
    r"(?=\s|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Map:
    """A texture as a material names it.

    Attributes
    ----------
    name : str
        File name, not looked for yet.
    scale, offset : (float, float)
        Texture coordinates are taken times `scale` plus `offset`, as the options
        ``-s`` and ``-o`` say.
    wrap : Wrap
    """

    name: str
    scale: tuple[float, float] = (1.0, 1.0)
    offset: tuple[float, float] = (0.0, 0.0)
    wrap: Wrap = "repeat"


@dataclass(frozen=True)
class Material:
    """What a material says about colour.

    Attributes
    ----------
    color : (float, float, float), optional
        ``Kd``, 0-1, as shown on a screen.
    texture : Map, optional
        ``map_Kd``.
    library : Source, optional
        The file that it stands in.
    unread : tuple of str
        Statements about colour that are not read.
    """

    color: tuple[float, float, float] | None = None
    texture: Map | None = None
    library: Source | None = None
    unread: tuple[str, ...] = ()


def read_mtl(path: Path, root: Path) -> dict[str, Material]:
    """Read the materials of a library; of two with one name, the later.

    Raises
    ------
    OSError, Refused
        If it cannot be opened, is empty or stands for a file in Git LFS.
    """
    library = Source(path, root)
    text = library.data.decode("utf-8-sig", errors="surrogateescape")
    materials: dict[str, Material] = {}
    name = ""
    for line in text.splitlines():
        key, _, rest = line.strip().replace("\t", " ").partition(" ")
        rest = rest.strip()
        if key.lower() == "newmtl":
            name = rest
            materials[name] = Material(library=library)
        elif name in materials:
            materials[name] = _with(materials[name], key.lower(), rest)
    return materials


def _with(material: Material, key: str, rest: str) -> Material:
    if key == "map_kd" and rest:
        texture, unread = _map(rest)
        return replace(material, texture=texture, unread=material.unread + unread)
    if key != "kd":
        return material
    try:
        values = [float(value) for value in rest.partition("#")[0].split()]
    except ValueError:
        # Spectral curves and CIE colours: `Kd spectral file.rfl`, `Kd xyz x y z`.
        return replace(material, unread=(*material.unread, f"Kd {rest.split(' ')[0]}"))
    if not values:
        return material
    # The first stands for all three where it is alone.
    red, green, blue = values[:3] if len(values) >= 3 else values[:1] * 3
    return replace(material, color=(red, green, blue))


def _map(rest: str) -> tuple[Map, tuple[str, ...]]:
    """Read options and name of a texture statement."""
    found = Map("")
    unread: tuple[str, ...] = ()
    while option := _OPTION.match(rest):
        rest = rest[option.end() :]
        if kind := option["numbers"]:
            first, second = (*map(float, option["values"].split()), *_FILL[kind])[:2]
            if kind == "s":
                found = replace(found, scale=(first, second))
            elif kind == "o":
                found = replace(found, offset=(first, second))
        elif option["pair"]:
            unread = ("texture option -mm",)
        elif option["word"].lower() == "clamp" and option["value"].lower() == "on":
            found = replace(found, wrap="clamp")
    return replace(found, name=rest.strip().strip('"')), unread


_FILL = {"o": (0.0, 0.0), "s": (1.0, 1.0), "t": (0.0, 0.0)}


@dataclass
class Palette:
    """Textures of a file's materials, each opened once.

    Parameters
    ----------
    mesh : Source
        The OBJ file: textures are looked for beside the library, then beside it.
    """

    mesh: Source
    missing: dict[str, None] = field(default_factory=dict)
    _opened: dict[tuple[Path, Wrap], Texture | None] = field(default_factory=dict)

    def texture(self, material: Material) -> Texture | None:
        """Open the texture of a material; what cannot be had is noted in `missing`."""
        named = material.texture
        if named is None:
            return None
        places = [source for source in (material.library, self.mesh) if source is not None]
        path = next((hit for source in places if (hit := source.find(named.name))), None)
        if path is None:
            self.missing[f"texture {named.name} (not found)"] = None
            return None
        key = (path, named.wrap)
        if key not in self._opened:
            try:
                shown = pixels(path.read_bytes())
                self._opened[key] = Texture(shown, (named.wrap, named.wrap))
            except BadImage as error:
                self.missing[f"texture {named.name} ({error})"] = None
                self._opened[key] = None
            except OSError as error:
                self.missing[f"texture {named.name} ({error.strerror})"] = None
                self._opened[key] = None
        return self._opened[key]
