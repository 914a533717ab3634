"""Reading order on a page: pieces of lines as a person reads columns, sidebars, tables and timelines."""

import re
from statistics import median

from matching.reading.dates import goes_on, periods
from matching.reading.pieces import is_description
from matching.reading.sections import heading_of
from matching.reading.tables import table_in
from matching.reading.vocabulary import is_field_label

_BIN = 2.0  # points; columns are looked for on a grid of this width


class Piece:
    """Text on one baseline without a wide gap in it; `xs` as in `Line`."""

    __slots__ = ("x0", "top", "x1", "bottom", "text", "xs", "first", "size", "bold", "_heading", "_dated")

    def __init__(self, x0, top, x1, bottom, text="", xs=(), first=0):
        self.x0, self.top, self.x1, self.bottom = x0, top, x1, bottom
        self.text, self.xs, self.first = text, xs, first
        self.size, self.bold = bottom - top, False
        self._heading = self._dated = None

    def absorb(self, other):
        """Takes the text of the piece below, which goes on with this one, up into this line."""
        self.text = f"{self.text} {other.text}"
        self.xs = (*self.xs, *other.xs)
        self.x1 = max(self.x1, other.x1)
        self._heading = self._dated = None

    @property
    def heading(self):
        if self._heading is None:
            self._heading = heading_of(self.text) not in {None, "title"}
        return self._heading

    @property
    def dated(self):
        """Holds a date, and not much besides."""
        if self._dated is None:
            found = periods(self.text)
            self._dated = bool(found) and sum(p.last - p.first for p in found) >= 0.35 * len(self.text)
        return self._dated


def rows_of(pieces):
    """Pieces grouped by baseline, from the top; each row from the left."""
    rows, bottom = [], -1.0
    for piece in sorted(pieces, key=lambda p: p.top + p.bottom):
        middle = (piece.top + piece.bottom) / 2
        if rows and middle < bottom:
            rows[-1].append(piece)
        else:
            rows.append([piece])
            bottom = 0.0
        # a row reaches down to the lower quarter of its smallest piece, so that two lines never fall together
        reach = piece.bottom - 0.25 * (piece.bottom - piece.top)
        bottom = min(bottom, reach) if bottom else reach
    for row in rows:
        row.sort(key=lambda p: p.x0)
    return rows


def order(pieces, columns=None):
    """Blocks of pieces in reading order; a block is one column or one stretch of full-width lines.

    `columns` are the left edges (x, x) of the two columns of the page before: a cut between the same edges makes
    columns again.
    """
    blocks = []
    pieces = _mended(pieces)
    while (rows := rows_of(pieces)) and (table := table_in(rows)):
        start, end, cells = table
        _read([p for row in rows[:start] for p in row], blocks, 0, columns)
        blocks.append(cells)
        pieces = [p for row in rows[end:] for p in row]
    _read(pieces, blocks, 0, columns)
    return blocks


def _mended(pieces):
    """Periods that a narrow column breaks ("May 2022 until" / "Sep" / "2025") as one piece on their first line."""
    opens = [p for p in pieces if len(p.text) < 28 and _DATED.search(p.text) and p.dated]
    if not opens:
        return pieces
    gone = set()
    for piece in opens:
        if id(piece) in gone:
            continue
        chain, text = [piece], piece.text
        for _ in range(3):
            last = chain[-1]
            below = [
                p
                for p in pieces
                if abs(p.x0 - piece.x0) < 3 and -0.4 * p.size < p.top - last.bottom < 0.6 * p.size and id(p) not in gone
            ]
            if len(below) != 1 or len(below[0].text) > 24 or below[0].heading or abs(below[0].size - piece.size) > 1.5:
                break
            chain.append(below[0])
            text = f"{text} {below[0].text}"
            found = periods(text)
            if found and not found[0].single and found[0].first < len(piece.text) < found[0].last >= len(text) - 1:
                if not periods(piece.text)[0].single and piece.text.rstrip()[-1] not in "-–—":
                    break
                gone.update(id(p) for p in chain[1:])
                for other in chain[1:]:
                    piece.absorb(other)
                break
    return [p for p in pieces if id(p) not in gone]


_DATED = re.compile(r"\d\d")


def edges(blocks):
    """Left edges of the last two blocks when they stand side by side, else None."""
    if len(blocks) < 2:
        return None
    a, b = blocks[-2], blocks[-1]
    if min(p.top for p in b) > max(p.bottom for p in a) or min(p.x0 for p in b) < max(p.x1 for p in a) - 12:
        return None
    return min(p.x0 for p in a), min(p.x0 for p in b)


def _read(pieces, blocks, depth, columns=None):
    if not pieces:
        return
    rows = rows_of(pieces)
    cut = _gutter(rows, columns) if len(pieces) > 3 and depth < 6 else None
    if cut is None:
        blocks.append([piece for row in rows for piece in row])
        return
    start, end, x, kind = cut
    _read([p for row in rows[:start] for p in row], blocks, depth + 1, columns)
    left = [p for row in rows[start:end] for p in row if p.x1 <= x]
    right = [p for row in rows[start:end] for p in row if p.x1 > x]
    if kind == "columns":
        _read(left, blocks, depth + 1)
        _read(right, blocks, depth + 1)
    elif kind == "labels":
        blocks.append(_beside(left, right, depth, True))
    else:
        blocks.append(_beside(right, left, depth, False))
    _read([p for row in rows[end:] for p in row], blocks, depth + 1, columns)


def _beside(notes, main, depth, left):
    """A narrow column of labels (dates, places, headings) read with the main text that each stands beside.

    On the left a label comes before its line, on the right after it. A heading among the labels cuts the main text.
    """
    edges = sorted(p.top - 0.25 * p.size for p in notes if p.heading) if left else []
    ordered = []
    for low, high in zip([-1e9, *edges], [*edges, 1e9], strict=False):
        inner = []
        _read([p for p in main if low <= (p.top + p.bottom) / 2 < high], inner, depth + 1)
        ordered.extend(p for block in inner for p in block)
    cells = []
    for note in sorted(notes, key=lambda p: (p.top + p.bottom, p.x0)):
        if cells and _same_cell(cells[-1], note, ordered, left):
            cells[-1].append(note)
        else:
            cells.append([note])
    out = [[] for _ in range(len(ordered) + 1)]
    for cell in cells:
        at = _place_beside(cell[0], ordered)
        out[at if left else min(at + 1, len(ordered))].extend(cell)
    taken = []
    for before, piece in zip(out, [*ordered, None], strict=False):
        taken.extend(before)
        if piece is not None:
            taken.append(piece)
    return taken


def _place_beside(note, ordered):
    """Index of the main piece on the note's line, else of the next one below; the end when there is none."""
    edge = note.top - 0.25 * note.size
    best, at = 1e9, len(ordered)
    for index, piece in enumerate(ordered):
        middle = (piece.top + piece.bottom) / 2
        if edge <= middle < best:
            best, at = middle, index
    return at


def _same_cell(cell, note, ordered, left):
    """Is `note` a further line of the label `cell` above it?"""
    last = cell[-1]
    if last.text.rstrip().endswith(("-", "–", "—")) and note.top - last.bottom < note.size:
        return True
    if note.top - last.bottom < note.size and goes_on(last.text, note.text):
        return True
    if note.top < last.bottom - 0.5 * last.size and note.x0 >= last.x1:
        return True  # on the same line
    if (
        note.top - last.bottom >= 0.45 * note.size
        or note.heading
        or last.heading
        or left
        and is_field_label(note.text)
        or note.dated
        and any(p.dated for p in cell)
    ):
        return False
    if left:
        return True
    beside = [p for p in ordered if abs((p.top + p.bottom) - (note.top + note.bottom)) < note.size]
    return all(is_description(p.text) for p in beside)


def _free(rows, low, width, need):
    """For each row a bit mask of grid columns around which `need` columns are white."""
    full = (1 << width) - 1
    masks = []
    for row in rows:
        covered = 0
        for piece in row:
            a, b = int((piece.x0 - low) / _BIN), int((piece.x1 - low) / _BIN)
            covered |= ((1 << (b - a + 1)) - 1) << a
        free = full & ~covered
        wide = free
        for shift in range(1, need):
            wide &= free >> shift
        masks.append(wide)
    return masks


def _gutter(rows, columns):
    """The best place to cut: (first row, row after the last, x, kind) or None."""
    low = min(p.x0 for row in rows for p in row)
    high = max(p.x1 for row in rows for p in row)
    size = median(p.size for row in rows for p in row)
    need = max(4, int(max(8.0, 0.55 * size) / _BIN))
    width = int((high - low) / _BIN) + 1
    if width < 3 * need or len(rows) < 2:
        return None
    best = _best_cut(rows, low, width, need, columns)
    if best is None and need > 3:  # columns set close together
        best = _best_cut(rows, low, width, 3, columns)
    return best[1:] if best else None


def _best_cut(rows, low, width, need, columns):
    """The cut with the best score among the white stripes of at least `need` grid columns, or None."""
    masks = _free(rows, low, width, need)
    best, seen = None, {}  # per last row the stripes that were judged from a row further up
    for start in range(len(rows)):
        common, end = -1, start
        while end < len(rows) and common & masks[end]:
            common &= masks[end]
            end += 1
        if end - start < 2:
            continue
        known = seen.get(end, 0)
        seen[end] = known | common
        for a, b in _runs(common):
            if known >> a & ((1 << (b - a + 1)) - 1):
                continue
            x = low + (a + b + need) / 2 * _BIN
            for cut in _cuts(rows, start, end, x, columns):
                if best is None or cut[0] > best[0]:
                    best = cut
    return best


def _cuts(rows, start, end, x, columns):
    """The cut at `x`; where only one side has headings and the lines agree, one for each stretch between headings."""
    cut = _judge(rows, start, end, x, columns)
    if cut is None or cut[4] != "bands":
        return [cut] if cut else []
    edges = [i for i in range(start, end) if any(p.heading for p in rows[i])]
    bands = [(a + (a in edges), b) for a, b in zip([start, *edges], [*edges, end], strict=False)]
    cuts = [_judge(rows, a, b, x, columns) for a, b in bands if b - a >= 2]
    return [cut for cut in cuts if cut and cut[4] != "bands"]


def _runs(mask):
    while mask:
        a = (mask & -mask).bit_length() - 1
        rest = ~(mask >> a)
        length = (rest & -rest).bit_length() - 1
        yield a, a + length
        mask &= ~(((1 << length) - 1) << a)


def _judge(rows, start, end, x, columns):
    """Score and kind of a cut at `x` through rows start..end; None when the text must be read across it."""
    sides = [(sum(p.x1 <= x for p in row), sum(p.x1 > x for p in row)) for row in rows[start:end]]
    while len(sides) > 2 and not all(sides[0]) and not _belongs(rows, start, end, x):
        sides.pop(0)
        start += 1
    while len(sides) > 2 and sides[-1] == (0, 0):
        sides.pop()
        end -= 1
    end = _until_notes_end(rows, start, _until_section(rows, start, end, x), x)
    sides = sides[: end - start]
    left = [p for row in rows[start:end] for p in row if p.x1 <= x]
    right = [p for row in rows[start:end] for p in row if p.x1 > x]
    if len(left) < 2 or len(right) < 2:
        return None
    both = sum(1 for a, b in sides if a and b)
    if both == 0 and not (any(p.heading for p in left) and any(p.heading for p in right)):
        return None
    share = both / max(1, min(sum(a > 0 for a, _ in sides), sum(b > 0 for _, b in sides)))
    again = columns and abs(min(p.x0 for p in left) - columns[0]) < 4 and abs(min(p.x0 for p in right) - columns[1]) < 4
    kind = "columns" if again else "bands" if _barrier(rows[start:end], left, right) else _kind(left, right, both, share)
    if kind is None:
        return None
    weight = min(len(left), len(right)) + 0.2 * (end - start) + (20 if kind == "columns" and not _dates_first(right) else 0)
    return weight, start, end, x, kind


def _beside_all(left, right):
    """Has every piece of the left, but for the headings, one of the right beside it?"""
    tops = [(p.top, p.bottom) for p in right]
    plain = [(p.top + p.bottom) / 2 for p in left if not p.heading]
    return len(plain) >= 3 and all(any(a < middle < b for a, b in tops) for middle in plain)


def _dates_first(right):
    """Does a column of dates stand between the cut and the rest of the right side? It belongs to the left side."""
    dated = [p for p in right if p.dated]
    rest = [p for p in right if not p.dated]
    return len(dated) >= 2 and len(rest) >= 2 and max(p.x1 for p in dated) < min(p.x0 for p in rest)


def _until_section(rows, start, end, x):
    """`end`, or the row of the first heading under a short column that has none: that section is beside nothing."""
    last = {True: start, False: start}
    heads = {True: end, False: end}
    for number in range(start, end):
        for piece in rows[number]:
            side = piece.x1 <= x
            last[side] = number
            if piece.heading:
                heads[side] = min(heads[side], number)
    for side in (True, False):
        if heads[side] == end and last[side] < heads[not side] and heads[not side] - start <= 10:
            return max(heads[not side], start + 2)
    return end


def _until_notes_end(rows, start, end, x):
    """`end`, or the row of the first heading on the right where all above it there are dates and places of the left side."""
    notes, dated = 0, 0
    for number in range(start, end):
        right = [p for p in rows[number] if p.x1 > x]
        if any(p.heading for p in right):
            return number if dated >= 2 and dated >= 0.25 * notes and number - start >= 2 else end
        if right and len(right) == len(rows[number]) or any(len(p.text) > 40 for p in right):
            return end
        notes += len(right)
        dated += sum(p.dated for p in right)
    return end


def _barrier(rows, left, right):
    """Does a heading stand alone on a line, apart from the left edges of both columns (centred over them)?"""
    for row in rows:
        if len(row) == 1 and row[0].heading:
            head = row[0]
            if not any(
                p is not head and (abs(p.x0 - head.x0) < 3 or abs(p.x1 - head.x1) < 3) for side in (left, right) for p in side
            ):
                return True
    return False


def _belongs(rows, start, end, x):
    """Does the row at `start`, on one side of `x` alone, begin where the column under it begins?"""
    first = rows[start][0]
    on_left = first.x1 <= x
    under = [p.x0 for row in rows[start + 1 : end] for p in row if (p.x1 <= x) == on_left]
    return first.heading or bool(under) and sum(abs(first.x0 - x0) < 3 for x0 in under) >= 0.2 * len(under)


def _kind(left, right, both, share):
    sizes = [p.size for side in (left, right) for p in side if p.heading]
    tops = 0.8 * median(sizes) if sizes else 0.0  # "Tools" in small type is no heading beside large ones
    heads_left = sum(p.heading and p.size >= tops for p in left)
    least = 0.93 * median(p.size for p in left if p.heading) if heads_left else 0.0
    heads_right = sum(p.heading and p.size >= least for p in right)
    dates_left, dates_right = sum(p.dated for p in left), sum(p.dated for p in right)
    if (
        share >= 0.6
        and sum(is_field_label(p.text) for p in left) >= 0.3 * len(left)
        and not any(p.heading and not is_field_label(p.text) for p in right)
    ):
        return "labels"  # a form
    few_left, few_right = len(left) <= len(right), len(right) < len(left)
    chars_left, chars_right = sum(len(p.text) for p in left), sum(len(p.text) for p in right)
    if dates_left >= 0.8 * len(left) and both >= 0.6 * len(left) and not heads_left:
        return "labels"
    if heads_left and heads_right:
        # a heading per column is two columns; a label column whose every piece is a heading or a date is not
        if heads_left + dates_left >= 0.8 * len(left) and heads_left > 2 * heads_right:
            return "labels"
        return "columns"
    if heads_left and not heads_right and heads_left + dates_left >= 0.8 * len(left):
        return "labels"
    if dates_right >= 0.3 * len(right) and chars_right < 0.5 * chars_left and both >= 0.6 * len(right):
        return "notes"
    if (
        not heads_right
        and dates_right >= 0.25 * len(right)
        and both >= 0.9 * len(right)
        and chars_right < 0.9 * chars_left
        and max(len(p.text) for p in right) < 36
    ):
        return "notes"  # dates and places at the right edge, in turn
    if dates_right >= 0.4 * len(right) and chars_right < 0.5 * chars_left:
        return None
    if dates_left >= 0.3 * len(left) and chars_left < 0.6 * chars_right and both >= 0.5 * dates_left:
        return "labels"
    if heads_left and not heads_right and heads_left + dates_left >= 0.5 * len(left) and chars_left < 0.4 * chars_right:
        return "labels"
    if bool(heads_left) != bool(heads_right) and (share >= 0.75 or _beside_all(left, right)):
        return "bands"
    if not heads_left and not heads_right:
        if dates_left >= 0.3 * len(left) and share >= 0.95 and both >= 0.95 * len(right):
            return "labels"  # a table without a head row: every row has its date
        if share >= 0.8 and few_left and chars_left / len(left) < 0.5 * chars_right / len(right):
            return "labels"
        if share >= 0.7 and few_right and len(right) < 0.7 * len(left):
            return None
        if share >= 0.8 and chars_right < 0.5 * chars_left:
            return None
        return "columns" if min(len(left), len(right)) >= 2 else None
    if share >= 0.8 and len(right) < 0.6 * len(left) and not heads_right:
        return None
    return "columns"
