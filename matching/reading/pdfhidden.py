"""Which text of a PDF page nobody can see.

Text is visible when taking it away changes the picture of the page. That one test covers white on white, black on
black, text under a picture or a box, invisible and transparent text; it costs two small renderings, so it is made
only for text that looks suspicious by cheap signs: a very light fill, invisible mode, or something drawn over it.
Dark sidebars with white text pass it. Scans with an invisible text layer are told by ink under the words.
"""

import ctypes
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy
import pypdfium2.raw as pdfium
import pypdfium2_raw

LIGHT = 200  # of 255: fills this light in all three colours may vanish on white paper
FAINT = 18  # of 255: with alpha below this no colour shows (see CHANGE)
SLIGHT = 0.12  # of the pixels of its box: letters change more of it
SCALE = 1.0  # pixels a point in the renderings
FINER = 1.5  # times SCALE, where shapes of letters are compared
CHANGE = 18  # of 255: what the eye notices of a pixel that changes
INVISIBLE_MODES = {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}
INKLESS = {"transparent", "invisible mode"}
DEEPEST = 8  # forms inside forms
MOST_OBJECTS = 60_000


@dataclass(slots=True)
class Found:
    """A text object: its address, the matrix of the form around it, its place in drawing order, why it is suspected."""

    handle: int
    matrix: tuple | None
    order: int
    reason: str = ""

    @property
    def box(self):
        """Left, bottom, right, top on the page."""
        bounds(self.handle, *EDGE_AT)
        return moved(tuple(EDGES), self.matrix)


@dataclass(slots=True)
class Scene:
    """Objects of a page in drawing order; `covers` are (order, box) of pictures and fills, `others` all but text."""

    texts: list = field(default_factory=list)
    covers: list = field(default_factory=list)
    pictures: list = field(default_factory=list)
    others: list = field(default_factory=list)
    seen: int = 0


class Frame:
    """Where boxes of a page lie in its rendering at `scale`."""

    def __init__(self, page, scale=None):
        width, height = page.get_size()
        most = (4_000_000 / max(width * height, 1.0)) ** 0.5  # pixels a point, less for posters
        self.page, self.scale = page, min(scale or SCALE, most)
        self.paper, self.turned = page.get_bbox(), page.get_rotation()

    def picture(self):
        """The page in grey, as an array of rows."""
        bitmap = self.page.render(scale=self.scale, may_draw_forms=False, grayscale=True)
        try:
            return bitmap.to_numpy().reshape(bitmap.height, bitmap.width).copy()
        finally:
            bitmap.close()

    def area(self, box, shape):
        """Rows and columns that a box in page coordinates covers, on upright pages and on turned ones."""
        left, bottom, right, top = box
        paper = self.paper
        left, right, bottom, top = left - paper[0], right - paper[0], bottom - paper[1], top - paper[1]
        wide, high = paper[2] - paper[0], paper[3] - paper[1]
        if self.turned == 90:
            left, right, upper, lower = bottom, top, left, right
        elif self.turned == 180:
            left, right, upper, lower = wide - right, wide - left, bottom, top
        elif self.turned == 270:
            left, right, upper, lower = high - top, high - bottom, wide - right, wide - left
        else:
            upper, lower = high - top, high - bottom
        rows = slice(clamp(upper * self.scale - 1, shape[0]), clamp(lower * self.scale + 2, shape[0]))
        return rows, slice(clamp(left * self.scale - 1, shape[1]), clamp(right * self.scale + 2, shape[1]))


def quick(name, result, *arguments):
    """A pdfium function called with the interpreter lock held: for calls shorter than letting go of it."""
    function = getattr(LIBRARY, name)
    function.restype, function.argtypes = result, arguments
    return function


LIBRARY = ctypes.PyDLL(
    next(str(path) for path in Path(pypdfium2_raw.__file__).parent.iterdir() if path.suffix in {".so", ".dylib", ".dll"})
)
TEXT, PATH, IMAGE, FORM = (
    pdfium.FPDF_PAGEOBJ_TEXT,
    pdfium.FPDF_PAGEOBJ_PATH,
    pdfium.FPDF_PAGEOBJ_IMAGE,
    pdfium.FPDF_PAGEOBJ_FORM,
)
P, N, U = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint
page_count, page_object = quick("FPDFPage_CountObjects", N, P), quick("FPDFPage_GetObject", P, P, N)
form_count, form_object = quick("FPDFFormObj_CountObjects", N, P), quick("FPDFFormObj_GetObject", P, P, U)
object_type, bounds = quick("FPDFPageObj_GetType", N, P), quick("FPDFPageObj_GetBounds", N, P, P, P, P, P)
matrix_of, fill_color = quick("FPDFPageObj_GetMatrix", N, P, P), quick("FPDFPageObj_GetFillColor", N, P, P, P, P, P)
set_fill_color = quick("FPDFPageObj_SetFillColor", N, P, U, U, U, U)
render_mode, set_render_mode = (quick("FPDFTextObj_GetTextRenderMode", N, P), quick("FPDFTextObj_SetTextRenderMode", N, P, N))
draw_mode = quick("FPDFPath_GetDrawMode", N, P, P, P)
set_active = quick("FPDFPageObj_SetIsActive", N, P, N)
char_object = quick("FPDFText_GetTextObject", P, P, N)

EDGES, COLOR, MATRIX, NUMBERS = (ctypes.c_float * 4)(), (U * 4)(), (ctypes.c_float * 6)(), (N * 2)()
EDGE_AT = [ctypes.addressof(EDGES) + 4 * at for at in range(4)]
COLOR_AT = [ctypes.addressof(COLOR) + 4 * at for at in range(4)]
MATRIX_AT = ctypes.addressof(MATRIX)


def hidden_objects(page, layers=False):
    """The text objects of a pypdfium2 `page` that a person cannot see, as a set of addresses.

    `char_object(textpage, index)` gives the address for a character. `layers` is True for files with optional
    content: then all text of the page is put to the test. Nearly always the set is empty, and found so without
    rendering. Text outside of the page or too small is for the extractor, who has the boxes of its words. Not for
    threads: the buffers of the calls are shared.
    """
    scene = Scene()
    gather(address(page.raw), page_count, page_object, scene, None, 0)
    mark_covered(scene)
    suspects = [text for text in scene.texts if text.reason or layers]
    if not suspects:
        return set()
    layer = [text for text in suspects if text.reason == "invisible mode"]
    if len(layer) > len(scene.texts) / 2 and covers_most(scene.pictures, page.get_bbox()):
        blank = not_over_ink(page, layer)
        suspects = [text for text in suspects if text.reason != "invisible mode"]
    else:
        blank = []
    inkless = [text for text in suspects if text.reason in INKLESS]
    inked = [text for text in suspects if text.reason not in INKLESS]
    gone = blank + without_effect(page, inked, scene) + not_over_outlines(page, inkless, scene)
    return {text.handle for text in gone}


def address(handle):
    """A pdfium handle as a number, equal for every handle to the same thing."""
    return ctypes.cast(handle, ctypes.c_void_p).value


def gather(parent, count, get, scene, matrix, depth):
    """Fill `scene` with the objects under `parent`, those of forms included."""
    for index in range(count(parent)):
        scene.seen += 1
        if scene.seen > MOST_OBJECTS:
            return
        handle = get(parent, index)
        kind = object_type(handle)
        if kind == TEXT:
            scene.texts.append(Found(handle, matrix, scene.seen, text_reason(handle)))
        elif kind == FORM:
            if depth < DEEPEST and matrix_of(handle, MATRIX_AT):
                inner = joined(tuple(MATRIX), matrix)
                gather(handle, form_count, form_object, scene, inner, depth + 1)
        else:
            scene.others.append(handle)
            if kind in (PATH, IMAGE) and bounds(handle, *EDGE_AT):
                add_cover(scene, handle, kind, moved(tuple(EDGES), matrix))


def add_cover(scene, handle, kind, box):
    if kind == IMAGE:
        scene.pictures.append(box)
    elif (box[2] - box[0]) * (box[3] - box[1]) < 60:
        return  # rules and bullets hide nothing
    else:
        draw_mode(handle, ctypes.addressof(NUMBERS), ctypes.addressof(NUMBERS) + 4)
        if NUMBERS[0] == pdfium.FPDF_FILLMODE_NONE:
            return
    scene.covers.append((scene.seen, box))


def text_reason(handle):
    """Why this text may be hidden, or ""."""
    if render_mode(handle) in INVISIBLE_MODES:
        return "invisible mode"
    if fill_color(handle, *COLOR_AT):
        red, green, blue, alpha = COLOR
        if alpha < FAINT:
            return "transparent"
        if red >= LIGHT and green >= LIGHT and blue >= LIGHT:
            return "light"
    return ""


def mark_covered(scene):
    """Suspect text that something with a fill, drawn after it, covers nearly whole."""
    if not scene.texts or not scene.covers or scene.covers[-1][0] < scene.texts[0].order:
        return
    texts = [text for text in scene.texts if text.order < scene.covers[-1][0]]
    boxes = numpy.array([text.box for text in texts], dtype=numpy.float32)
    orders = numpy.array([text.order for text in texts])
    area = numpy.maximum((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]), 1e-3)
    for order, cover in scene.covers:
        before = int(numpy.searchsorted(orders, order))
        if not before:
            continue
        width = numpy.minimum(boxes[:before, 2], cover[2]) - numpy.maximum(boxes[:before, 0], cover[0])
        height = numpy.minimum(boxes[:before, 3], cover[3]) - numpy.maximum(boxes[:before, 1], cover[1])
        under = numpy.maximum(width, 0) * numpy.maximum(height, 0) > 0.6 * area[:before]
        for index in numpy.flatnonzero(under):
            texts[index].reason = texts[index].reason or "covered"


def without_effect(page, texts, scene):
    """Those whose disappearance leaves the picture of the page as it was, or nearly.

    White letters over black ones change a little where they cross: where the change is slight, it must follow the
    shape of the letters.
    """
    if not texts:
        return []
    frame = Frame(page)
    before = frame.picture()
    with inactive(text.handle for text in texts):
        changed = differs(before, frame.picture())
    gone, slight = [], []
    for run in runs_of(texts):
        areas = [frame.area(text.box, changed.shape) for text in run]
        count, size = sum(changed[area].sum() for area in areas), sum(changed[area].size for area in areas)
        if not count:
            gone += run
        elif count < SLIGHT * size:
            slight.append((run, areas))
    if slight:
        letters = letter_shapes(frame, texts, scene)
        for run, areas in slight:
            wanted = sum(letters[area].sum() for area in areas)
            if sum((changed[area] & letters[area]).sum() for area in areas) < 0.5 * wanted:
                gone += run
    return gone


def not_over_outlines(page, texts, scene):
    """Those of the inkless `texts` whose letters do not have the shape of what is drawn where they stand.

    Some programs draw letters as outlines and lay transparent text over them, to be searched and copied.
    """
    if not texts:
        return []
    frame = Frame(page, SCALE * FINER)
    before, letters = frame.picture(), letter_shapes(frame, texts, scene)
    return [
        text
        for run in runs_of(texts)
        if not coincide(before, letters, [frame.area(text.box, letters.shape) for text in run])
        for text in run
    ]


def runs_of(texts):
    """Texts that follow each other on one line: some programs make an object of every letter."""
    runs, last = [], None
    for text in texts:
        bottom = text.box[1]
        if last and text.order - last[0] <= 3 and abs(bottom - last[1]) < 6:
            runs[-1].append(text)
        else:
            runs.append([text])
        last = text.order, bottom
    return runs


def letter_shapes(frame, texts, scene):
    """The pixels that the letters of `texts` would take: they alone, in black. What was is restored."""
    wanted, looks = {text.handle for text in texts}, []
    for text in texts:
        fill_color(text.handle, *COLOR_AT)
        looks.append((text.handle, render_mode(text.handle), tuple(COLOR)))
        set_render_mode(text.handle, pdfium.FPDF_TEXTRENDERMODE_FILL)
        set_fill_color(text.handle, 0, 0, 0, 255)
    with inactive([*scene.others, *(text.handle for text in scene.texts if text.handle not in wanted)]):
        image = frame.picture()
    for handle, mode, color in looks:
        set_render_mode(handle, mode)
        set_fill_color(handle, *color)
    return image < 255 - 3 * CHANGE


@contextmanager
def inactive(handles):
    """The page without these objects, for a while."""
    handles = list(handles)
    for handle in handles:
        set_active(handle, 0)
    try:
        yield
    finally:
        for handle in handles:
            set_active(handle, 1)


def coincide(image, letters, areas):
    """Whether the ink of `image` within `areas` has the shape of the `letters`. Bold outlines are thicker."""
    both = either = wanted = 0
    for area in areas:
        inside, shape = image[area], letters[area]
        if not shape.any():
            continue
        ink = differs(inside, numpy.uint8(numpy.median(inside)), 3 * CHANGE)
        both, either, wanted = both + (ink & shape).sum(), either + (ink | shape).sum(), wanted + shape.sum()
    return both >= 0.6 * wanted and both >= 0.3 * either


def differs(image, other, least=CHANGE):
    """Pixels whose grey is `least` apart."""
    return numpy.maximum(image, other) - numpy.minimum(image, other) >= least


def not_over_ink(page, texts):
    """Those of the `texts` whose place on the page is blank."""
    frame = Frame(page)
    image, found = frame.picture(), []
    for text in texts:
        area = image[frame.area(text.box, image.shape)]
        if not area.size or int(area.max()) - int(area.min()) < 3 * CHANGE:
            found.append(text)
    return found


def clamp(value, most):
    return int(max(0, min(value, most)))


def covers_most(boxes, paper):
    """Whether pictures, all together, cover half of the page or more: a scan."""
    whole = (paper[2] - paper[0]) * (paper[3] - paper[1])
    covered = sum(
        max(0, min(box[2], paper[2]) - max(box[0], paper[0])) * max(0, min(box[3], paper[3]) - max(box[1], paper[1]))
        for box in boxes
    )
    return covered >= 0.5 * whole


def joined(first, then):
    """The matrix that applies `first`, then `then`."""
    a, b, c, d, e, f = first
    if then is None:
        return first
    A, B, C, D, E, F = then
    return a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F


def moved(box, matrix):
    left, bottom, right, top = box
    if matrix is None:
        return box
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return min(xs), min(ys), max(xs), max(ys)
