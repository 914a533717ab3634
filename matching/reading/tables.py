"""Tables with a head row ("Period | Employer | Position"), read row by row with wrapped cells whole."""

from matching.reading.vocabulary import is_field_label


def table_in(rows):
    """(first row, row after the last, cells in reading order) of the first table among `rows` of pieces, or None."""
    for start, head in enumerate(rows):
        if len(head) < 2 or not all(is_field_label(piece.text) for piece in head):
            continue
        edges = [piece.x0 for piece in head]
        end = start + 1
        while end < len(rows) and _columns(rows[end], edges) is not None:
            end += 1
        if end - start >= 2 and any(len(row) == len(edges) for row in rows[start + 1 : end]):
            return start, end, [*head, *_cells(rows[start + 1 : end], edges)]
    return None


def _columns(row, edges):
    """The column of each piece of the row; None when one stands under no head."""
    found = [next((n for n, x in enumerate(edges) if abs(piece.x0 - x) < 4), None) for piece in row]
    return None if None in found or any(piece.heading for piece in row) else found


def _cells(rows, edges):
    out, cells, bottom = [], {}, None
    for row in rows:
        columns = _columns(row, edges)
        apart = bottom is not None and min(p.top for p in row) - bottom > 0.45 * row[0].size
        if len(row) == len(edges) or apart:
            out.extend(cells[n] for n in sorted(cells))
            cells = {}
        for column, piece in zip(columns, row, strict=True):
            if column in cells:
                cells[column].absorb(piece)
            else:
                cells[column] = piece
        bottom = max(p.bottom for p in row)
    out.extend(cells[n] for n in sorted(cells))
    return out
