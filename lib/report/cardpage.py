"""A page of running text: words in a few styles, broken into lines and set one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from lib.report import style
from lib.report.text import fit, width

_LEFT = 0.45
_RIGHT = style.WIDTH - 0.45
_BOTTOM = 0.55
_SIZES = {1: 15.0, 2: 11.5, 3: 10.0}
_BODY = 8.5
_CELL = 7.5
_MONO_SHARE = 0.92


@dataclass(frozen=True)
class Span:
    """A run of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False

    def font(self, size: float) -> dict[str, Any]:
        """Matplotlib's text keywords in a line of `size` points."""
        return {
            # The monospaced face looks larger at the same size.
            "size": size * _MONO_SHARE if self.code else size,
            "family": "DejaVu Sans Mono" if self.code else "DejaVu Sans",
            "weight": "bold" if self.bold else "normal",
            "style": "italic" if self.italic else "normal",
        }

    def width(self, size: float) -> float:
        """Width in a line of `size` points, inches; slanting does not change it."""
        font = self.font(size)
        return width(self.text, font["size"], font["weight"], font["family"])


class Page:
    """A white page that is filled from the top; every method says whether there was room.

    Parameters
    ----------
    height : float
        Inches at most; :meth:`close` trims what stays empty.
    """

    def __init__(self, height: float) -> None:
        self.height = height
        self.figure, self._axes = style.page(height)
        self._y = 0.25
        self._drawn: list[Any] = []
        self._keep, self._kept_y = 0, self._y

    def heading(self, spans: Sequence[Span], level: int) -> bool:
        """Set a heading of level 1, 2 or 3, with a rule below the first two."""
        size = _SIZES.get(level, _BODY)
        lines = _lines([replace(span, bold=True) for span in spans], _RIGHT - _LEFT, size)
        space = 0.0 if level == 1 else 0.1
        if not self._room(space + len(lines) * _leading(size) + 0.15):
            return False
        self._y += space
        self._set(lines, _LEFT, size)
        if level <= 2:
            self._y += 0.05
            self._rule([_LEFT, _RIGHT], [self._y] * 2, style.FAINT, 0.8)
        self._y += 0.08
        return True

    def paragraph(self, spans: Sequence[Span], mark: str = "") -> bool:
        """Set a paragraph; `mark` is a bullet, or "|" for the bar of a quotation."""
        left = _LEFT + (0.18 if mark else 0)
        lines = _lines(spans, _RIGHT - left, _BODY)
        length = len(lines) * _leading(_BODY)
        if not self._room(length):
            return False
        if mark == "|":
            self._rule([_LEFT + 0.06] * 2, [self._y + 0.02, self._y + length], style.FAINT, 2.5)
        elif mark:
            self._set([[Span(mark)]], _LEFT + 0.04, _BODY)
            self._y -= _leading(_BODY)
        self._set(lines, left, _BODY)
        self.gap(0.03 if mark == "•" else 0.11)
        return True

    def code(self, lines: Sequence[str]) -> bool:
        """Set lines of code on a grey ground."""
        length = len(lines) * _leading(_BODY) + 0.14
        if not self._room(length):
            return False
        edges = self._y, self._y + length
        ground = self._axes.fill_between([_LEFT, _RIGHT], *edges, facecolor="#f3f5f7", linewidth=0)
        self._drawn.append(ground)
        self._y += 0.07
        self._set([[Span(line, code=True)] for line in lines], _LEFT + 0.1, _BODY)
        self.gap(0.2)
        return True

    def table(self, rows: Sequence[Sequence[Sequence[Span]]], right: Sequence[bool]) -> bool:
        """Set a table, the first row as its head; `right` tells which columns are numbers."""
        widths = _column_widths(rows, _RIGHT - _LEFT)
        head = [[replace(span, bold=True) for span in cell] for cell in rows[0]]
        wrapped = [
            [_lines(cell, room - 0.16, _CELL) for cell, room in zip(row, widths, strict=True)]
            for row in (head, *rows[1:])
        ]
        heights = [max(1, *map(len, row)) * _leading(_CELL) + 0.07 for row in wrapped]
        if not self._room(sum(heights)):
            return False
        for index, (row, height) in enumerate(zip(wrapped, heights, strict=True)):
            left, top = _LEFT, self._y
            for lines, room, ragged in zip(row, widths, right, strict=True):
                self._y = top + 0.02
                used = sum(span.width(_CELL) for span in lines[0]) if ragged else 0.0
                self._set(lines, left + room - 0.08 - used if ragged else left + 0.06, _CELL)
                left += room
            self._y = top + height
            color = style.FAINT if index else style.MUTED
            self._rule([_LEFT, left], [self._y] * 2, color, 0.6)
        self.gap(0.14)
        return True

    def gap(self, length: float) -> None:
        """Leave `length` inches free, and keep what is drawn so far."""
        self._y += length
        self._keep, self._kept_y = len(self._drawn), self._y

    def close(self, complete: bool) -> None:
        """Trim the page to what is on it; where the card goes on, say so at its foot."""
        if not complete:
            for artist in self._drawn[self._keep :]:
                artist.remove()
            self._y = self._kept_y + _leading(_BODY)
            words = "the card goes on in dataset_card.md"
            self._axes.text(style.WIDTH / 2, self._y, words, size=8, color=style.MUTED, ha="center")
        height = self._y + 0.25
        self.figure.set_size_inches(style.WIDTH, height)
        self._axes.set_ylim(height, 0)

    def _room(self, length: float) -> bool:
        return self._y + length <= self.height - _BOTTOM

    def _rule(self, x: Sequence[float], y: Sequence[float], color: str, thickness: float) -> None:
        self._drawn += self._axes.plot(x, y, color=color, linewidth=thickness)

    def _set(self, lines: Sequence[Sequence[Span]], left: float, size: float) -> None:
        for line in lines:
            x = left
            baseline = self._y + _leading(size) * 0.78
            for look, run in groupby(line, key=lambda span: replace(span, text="")):
                merged = replace(look, text="".join(span.text for span in run))
                text = self._axes.text(x, baseline, merged.text, **merged.font(size))
                self._drawn.append(text)
                x += merged.width(size)
            self._y += _leading(size)


def _leading(size: float) -> float:
    """Distance between baselines, inches."""
    return size * 1.45 / 72


def _lines(spans: Sequence[Span], limit: float, size: float) -> list[list[Span]]:
    """Break spans at blanks into lines of at most `limit` inches."""
    lines: list[list[Span]] = [[]]
    blank = False
    for span in spans:
        for index, word in enumerate(span.text.split(" ")):
            blank = blank or index > 0
            if not word:
                continue
            font = span.font(size)
            short = fit(word, limit, font["size"], font["weight"], font["family"])
            pieces = [replace(span, text=short)]
            if blank and lines[-1]:
                between = replace(span, text=" ")
                # Between two styles the blank is plain: a monospaced one would gape.
                alike = replace(lines[-1][-1], text=" ") == between
                pieces.insert(0, between if alike else Span(" "))
            used = sum(piece.width(size) for piece in [*lines[-1], *pieces])
            if blank and lines[-1] and used > limit:
                lines.append(pieces[1:])
            else:
                lines[-1] += pieces
            blank = False
    return lines


def _column_widths(rows: Sequence[Sequence[Sequence[Span]]], limit: float) -> list[float]:
    """Natural widths where they fit; else the widest columns are cut to an equal share."""
    natural = [
        max(sum(replace(span, bold=True).width(_CELL) for span in cell) + 0.25 for cell in column)
        for column in zip(*rows, strict=True)
    ]
    cap = max(natural)
    while sum(min(wide, cap) for wide in natural) > limit:
        cap *= 0.97
    return [min(wide, cap) for wide in natural]
