"""MTL, the materials of OBJ files."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from lib.core.arrays import Bytes
from lib.corpus.files.contents import Refused, Texture, Wrap
from lib.corpus.files.images import BadImage, pixels
from lib.corpus.files.source import Source
from lib.corpus.files.wavefront import find, logical_lines, possible_names, shown

NO_KD = (102, 102, 102)
"""Colour of a material that gives none: trimesh's, which read these files before."""

_NUMBERS = {"-s": 3, "-o": 3, "-t": 3, "-mm": 2, "-bm": 1, "-texres": 1, "-boost": 1}
_WORDS = ("-blendu", "-blendv", "-clamp", "-cc", "-imfchan", "-type", "-colorspace")
_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s+(?=\S)")
_WORD = re.compile(r"(\S+)\s+(?=\S)")


@dataclass(frozen=True)
class Map:
    """A texture that a material names.

    Attributes
    ----------
    names : sequence of str
        What the file may be called, likeliest first.
    wrap : Wrap
        Beyond the rim, in both directions.
    scale, offset : (float, float)
        A corner's coordinate becomes ``uv * scale + offset``, as Blender's importer
        and MTLLoader of three.js take ``-s`` and ``-o``; the format's own text only
        says that they scale and shift the texture.
    ignored : tuple of str
        Options that change the picture and are not followed.
    """

    names: Sequence[str]
    wrap: Wrap = "repeat"
    scale: tuple[float, float] = (1.0, 1.0)
    offset: tuple[float, float] = (0.0, 0.0)
    ignored: tuple[str, ...] = ()


@dataclass
class Material:
    """What OBJ faces take from a material; transparency and lights are not read.

    Attributes
    ----------
    source : Source
        The MTL file.
    color : tuple of int
        `Kd`, sRGB 0-255; `NO_KD` without it.
    map : Map, optional
        `map_Kd`, beside which common viewers ignore `Kd`.
    ignored : tuple of str
        How `Kd` is given where it is not as RGB.
    """

    source: Source
    color: tuple[int, int, int] = NO_KD
    map: Map | None = None
    ignored: tuple[str, ...] = ()


@dataclass
class Textures:
    """Pictures of a mesh file's materials, each file decoded once.

    Attributes
    ----------
    source : Source
        The mesh file, beside which pictures are looked for after the MTL's folder.
    missing : dict of str
        Pictures without which materials stay, as in `Contents.missing`; keys only.
    """

    source: Source
    missing: dict[str, None] = field(default_factory=dict)
    _pixels: dict[Path, Bytes | str] = field(default_factory=dict)
    _made: dict[tuple[Path, Wrap], Texture] = field(default_factory=dict)

    def of(self, material: Material) -> Texture | None:
        """Return a material's texture, the same object for the same file and wrap."""
        if material.map is None:
            return None
        path = find((material.source, self.source), material.map.names)
        if path is None:
            picture: Bytes | str = "not found"
        else:
            if path not in self._pixels:
                self._pixels[path] = _decoded(path)
            picture = self._pixels[path]
        if path is None or isinstance(picture, str):
            self.missing[f"texture {shown(material.map.names[0])} ({picture})"] = None
            return None
        wrap = material.map.wrap
        return self._made.setdefault((path, wrap), Texture(picture, (wrap, wrap)))


def _decoded(path: Path) -> Bytes | str:
    """Pixels, or why there are none."""
    try:
        return pixels(path.read_bytes())
    except BadImage as error:
        return str(error)
    except OSError as error:
        return error.strerror or "cannot be opened"


def read_mtl(source: Source) -> dict[str, Material]:
    """Read the materials of an MTL file by name; of two with one name, the later.

    A name with a comment behind it counts without the comment too, unless another
    material has that name.

    Parameters
    ----------
    source : Source

    Returns
    -------
    dict of Material

    Raises
    ------
    Refused
        If the file is empty or no text, or a colour is none.
    """
    materials: dict[str, Material] = {}
    aliases: dict[str, Material] = {}
    material = Material(source)
    for line, number in zip(*logical_lines(source.data), strict=True):
        key, *rest = line.split(None, 1)[:2] or [""]
        names = possible_names(rest[0] if rest else "")
        match key.lower():
            case "newmtl":
                material = Material(source)
                materials[names[0] if names else ""] = material
                aliases.update(dict.fromkeys(names[1:], material))
            case "kd":
                where = f"{shown(source.path.name)}, line {number}"
                _color(material, names[-1] if names else "", where)
            case "map_kd" if names:
                material.map = _map(rest[0])
    return aliases | materials


def _color(material: Material, text: str, where: str) -> None:
    kinds = {"spectral": "spectral colour", "xyz": "CIE XYZ colour"}
    tokens = text.split()
    if tokens and tokens[0] in kinds:
        material.ignored = (kinds[tokens[0]],)
        return
    try:
        given = [float(token) for token in tokens[:3]]
    except ValueError:
        given = []
    # "If only r is specified, then g, and b are assumed to be equal to r."
    values = given * 3 if len(given) == 1 else given
    if len(values) != 3 or not np.isfinite(values).all():
        raise Refused(f"{where}: Kd reads {shown(text[:40])!r}", "mend the material file")
    red, green, blue = np.round(np.clip(values, 0, 1) * 255).astype(int).tolist()
    material.color = (red, green, blue)


def _map(rest: str) -> Map:
    """Read ``[-option value ...] name``; what looks like no option begins the name."""
    rest = rest.strip()
    options: dict[str, list[str]] = {}
    while (head := _WORD.match(rest)) and (head[1] in _NUMBERS or head[1] in _WORDS):
        rest = rest[head.end() :]
        values = options.setdefault(head[1], [])
        values.clear()
        pattern = _NUMBER if head[1] in _NUMBERS else _WORD
        while len(values) < _NUMBERS.get(head[1], 1) and (value := pattern.match(rest)):
            values.append(value[1])
            rest = rest[value.end() :]
    numbers = {key: [float(v) for v in options.get(key, [])] for key in _NUMBERS}
    scale, offset = [*numbers["-s"], 1.0, 1.0][:2], [*numbers["-o"], 0.0, 0.0][:2]
    changed = {
        "-mm": [*numbers["-mm"], *(0.0, 1.0)[len(numbers["-mm"]) :]] != [0.0, 1.0],
        "-t": any(numbers["-t"]),
        "-imfchan": "-imfchan" in options,
    }
    return Map(
        possible_names(rest),
        "clamp" if options.get("-clamp") == ["on"] else "repeat",
        (scale[0], scale[1]),
        (offset[0], offset[1]),
        tuple(f"{key} option" for key, changes in changed.items() if changes),
    )
