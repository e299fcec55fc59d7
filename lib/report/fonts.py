"""The fonts that matplotlib ships, whatever else a machine has."""

from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.font_manager import fontManager


@cache
def own_fonts_only() -> None:
    """Let matplotlib know the DejaVu fonts that it brought along, and no others.

    A machine may have a font of the same name and another version, and its list
    of fonts may be another installation's. Only the files that are pinned with
    matplotlib give the same pixels, and the same widths, everywhere.
    """
    fontManager.ttflist = []
    for path in sorted(Path(matplotlib.get_data_path(), "fonts", "ttf").glob("DejaVu*.ttf")):
        fontManager.addfont(path)
