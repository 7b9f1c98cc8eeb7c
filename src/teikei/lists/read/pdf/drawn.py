"""What is drawn on a page: the rules of its tables, how much of it pictures cover, and text that is not shown."""

import ctypes
from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from teikei.lists.read.pdf.frame import Frame
from teikei.lists.read.pdf.page import Rule
from teikei.lists.read.pdf.unseen import Fill, Ink, Printed, address, unseen

# Forms are drawings in drawings; more than so many deep, and so many objects, no list has.
_DEEPEST, _MOST_OBJECTS, _MOST_SEGMENTS = 5, 200_000, 4_000
# A rule is drawn as a line, or as a filled box so thin (points); what is shorter belongs to a letter or an ornament.
_THIN, _SHORTEST = 3.0, 4.0

_Matrix = tuple[float, float, float, float, float, float]
_UNMOVED: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Drawn(NamedTuple):
    """The rules of a page, the part of it that pictures cover (0 to 1), and how many objects.

    unwritten, unseen: the addresses of text objects drawn without ink, and of those that other drawings hide.
    blanks: finds where blanks stand that are text objects of their own, which PDFium leaves out of the text.
    """

    level: list[Rule]
    upright: list[Rule]
    pictured: float
    unwritten: set[int]
    unseen: set[int]
    objects: int
    blanks: Callable[[], list[tuple[float, float]]]


class _Pen:
    """Walks through the objects of a page and of the forms on it."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.level: list[Rule] = []
        self.upright: list[Rule] = []
        self.texts: list[tuple[Any, _Matrix, int]] = []
        self.white: list[int] = []
        self.fills: list[Fill] = []
        self.ink = Ink()
        self.pictured = 0.0
        self.unwritten: set[int] = set()
        self.left = _MOST_OBJECTS
        self.edges = [ctypes.c_float() for _ in range(4)]
        self.matrix = pdfium.FS_MATRIX()
        self.fill, self.stroke = ctypes.c_int(), ctypes.c_int()

    def objects(self, owner: Any, matrix: _Matrix, depth: int) -> None:
        """The objects of the page (depth 0) or of a form."""
        count, get = (
            (pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject)
            if depth
            else (pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject)
        )
        for index in range(count(owner)):
            self.left -= 1
            if self.left < 0:
                return
            item = get(owner, index)
            mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
            if mode != pdfium.FPDF_TEXTRENDERMODE_UNKNOWN:  # a text, as most objects are
                if mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
                    self.unwritten.add(address(item))
                elif mode == pdfium.FPDF_TEXTRENDERMODE_FILL and self.ink.is_white(item):
                    self.white.append(self.left)
                self.texts.append((item, matrix, self.left))
                continue
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(item, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                x0, y0, x1, y1 = box = self._bounds(item, matrix)
                self.fills.append(Fill(-self.left, box, white=False, covers=False))
                page = self.frame.width * self.frame.height
                self.pictured += max(x1 - x0, 0) * max(y1 - y0, 0) / max(page, 1)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                self.objects(item, _times(self._matrix_of(item), matrix), depth + 1)

    def blanks(self) -> list[tuple[float, float]]:
        """Where text objects of no extent stand."""
        left, bottom, right, top = self.edges
        found: list[tuple[float, float]] = []
        for item, matrix, _ in self.texts:
            if pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top) and left.value == right.value and bottom.value == top.value:
                found.append(self._bounds(item, matrix)[:2])
        return found

    def unseen(self) -> set[int]:
        """The addresses of the text objects that other drawings hide; none on nearly every page, which is told at once."""
        first = -self.texts[0][2] if self.texts else 0
        covered = any(fill.covers and fill.order > first for fill in self.fills)
        if not (self.white or covered):
            return set()
        white = set(self.white)
        asked = self.texts if covered else [text for text in self.texts if text[2] in white]
        return unseen([Printed(-order, item, self._bounds(item, matrix), order in white) for item, matrix, order in asked], self.fills)

    def _matrix_of(self, item: Any) -> _Matrix:
        matrix = self.matrix
        if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
            return _UNMOVED
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f

    def _bounds(self, item: Any, matrix: _Matrix) -> tuple[float, float, float, float]:
        edges = self.edges
        if not pdfium.FPDFPageObj_GetBounds(item, *edges):
            return 0.0, 0.0, 0.0, 0.0
        left, bottom, right, top = edges[0].value, edges[1].value, edges[2].value, edges[3].value
        if matrix is not _UNMOVED:
            corners = [_moved(x, y, matrix) for x in (left, right) for y in (bottom, top)]
            left, right = min(x for x, _ in corners), max(x for x, _ in corners)
            bottom, top = min(y for _, y in corners), max(y for _, y in corners)
        return self.frame.box(left, bottom, right, top)

    def _path(self, item: Any, matrix: _Matrix) -> None:
        x0, y0, x1, y1 = self._bounds(item, matrix)
        if min(x1 - x0, y1 - y0) <= _THIN:
            self._box(x0, y0, x1, y1)
            return
        pdfium.FPDFPath_GetDrawMode(item, self.fill, self.stroke)
        if not (self.stroke.value or self.fill.value):
            return
        paths = self._subpaths(item, _times(self._matrix_of(item), matrix))
        if self.fill.value:
            covers = len(paths) == 1 and _is_box(paths[0]) and not pdfium.FPDFPageObj_HasTransparency(item)
            self.fills.append(Fill(-self.left, (x0, y0, x1, y1), self.ink.is_white(item), covers))
        for points in paths:
            if self.stroke.value:
                for (ax, ay), (bx, by) in pairwise(points):
                    self._box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
            else:
                xs, ys = [x for x, _ in points], [y for _, y in points]
                self._box(min(xs), min(ys), max(xs), max(ys))

    def _subpaths(self, item: Any, matrix: _Matrix) -> list[list[tuple[float, float]]]:
        x, y = ctypes.c_float(), ctypes.c_float()
        paths: list[list[tuple[float, float]]] = []
        for index in range(min(pdfium.FPDFPath_CountSegments(item), _MOST_SEGMENTS)):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            point = self.frame.point(*_moved(x.value, y.value, matrix))
            if kind == pdfium.FPDF_SEGMENT_MOVETO or not paths:
                paths.append([])
            paths[-1].append(point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                paths[-1].append(paths[-1][0])
        return paths

    def _box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A rule, if the box is as thin as one."""
        if y1 - y0 <= _THIN and x1 - x0 >= _SHORTEST:
            self.level.append(Rule((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= _THIN and y1 - y0 >= _SHORTEST:
            self.upright.append(Rule((x0 + x1) / 2, y0, y1))


def drawn_on(page: Any, frame: Frame) -> Drawn:
    """What is drawn on a loaded page."""
    pen = _Pen(frame)
    pen.objects(page, _UNMOVED, 0)
    return Drawn(pen.level, pen.upright, min(pen.pictured, 1.0), pen.unwritten, pen.unseen(), _MOST_OBJECTS - pen.left, pen.blanks)


def _is_box(points: list[tuple[float, float]]) -> bool:
    """Whether the path has four corners and sides that are level and upright."""
    corners = set(points)
    return len(corners) == 4 and len({x for x, _ in corners}) == len({y for _, y in corners}) == 2


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    if then is _UNMOVED:
        return first
    a, b, c, d, e, f = first
    return (*_turned(a, b, then), *_turned(c, d, then), *_moved(e, f, then))


def _turned(x: float, y: float, matrix: _Matrix) -> tuple[float, float]:
    return x * matrix[0] + y * matrix[2], x * matrix[1] + y * matrix[3]


def _moved(x: float, y: float, matrix: _Matrix) -> tuple[float, float]:
    return x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5]
