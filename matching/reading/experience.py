"""Jobs: title, employer, place, period and what was done, from the lines of the experience sections."""

import re
from dataclasses import dataclass, field

from matching.reading.dates import periods, years_covered
from matching.reading.facts import Fact
from matching.reading.folding import fold
from matching.reading.pieces import BULLET, commas, is_description, is_sentence, joined, names_employer, pieces_of, place_at_end
from matching.reading.roles import inherited
from matching.reading.vocabulary import is_field_label, org_score, place_score, title_score

_URL = re.compile(r"(?i)(?:https?://|www\.)\S+|[\w-]+\.(?:com|org|net|io|de|fr|es|pt|co\.uk|com\.br)(?:/\S*)?")


@dataclass(slots=True)
class _Row:
    """A line of the section with what is known of it."""

    index: int
    line: object
    dates: list
    tells: bool  # a description
    gap: bool  # white space above


@dataclass(slots=True)
class _Job:
    rows: list = field(default_factory=list)
    tells: list = field(default_factory=list)
    pieces: list = field(default_factory=list)  # (Text, hint)
    period: object = None
    period_start: int = 0
    title: object = None
    company: object = None
    place: object = None
    sure: float = 0.6


def read_experience(document, sections):
    """The jobs as Facts in the order of the page."""
    facts = []
    for section in sections:
        rows = _rows(document, section.lines)
        jobs = _jobs(rows)
        for job in jobs:
            _collect(job)
        _assign(jobs)
        for job in inherited(jobs):
            fact = _fact(job, document)
            if fact:
                facts.append(fact)
    return facts


def _rows(document, indices):
    rows, before, blank = [], None, False
    for index, line in joined(document, indices, dates_only=True):
        if not any(c.isalnum() for c in line.text):  # the dots of a timeline say nothing
            blank = blank or not line.text.strip()
            continue
        if (
            _URL.fullmatch(line.text.strip())
            and not _FIRM.fullmatch(line.text.strip())
            or is_field_label(line.text)
            and not is_description(line.text)
        ):
            continue
        found = [p for p in periods(line.text) if not _in_passing(line.text, p)]
        ranged = [p for p in found if not p.single]
        tells = is_description(line.text)
        if tells and ranged and not BULLET.match(line.text) and sum(p.last - p.first for p in ranged) > 0.25 * len(line.text):
            tells = False
        if BULLET.match(line.text) and ranged and len(line.text) < 110 and (title_score(line.text) or org_score(line.text)):
            tells = False
        if (
            not tells
            and before is not None
            and before.tells
            and not found
            and not names_employer(line.text)
            and _goes_on(before.line, line)
        ):
            tells = True
        if tells:
            found = []
        elif len(found) > 1:
            found = ranged or found[-1:]
        gap = (
            blank
            or before is not None
            and line.box is None
            and line.block != before.line.block
            or (
                before is not None
                and line.box is not None
                and before.line.box is not None
                and (line.page != before.line.page or line.box[1] - before.line.box[3] > 0.55 * line.size)
            )
        )
        before = _Row(index, line, found, tells, gap)
        rows.append(before)
        blank = False
    return rows


_FIRM = re.compile(r"[A-ZÀ-Þ][\w-]*\.(?:io|com|org|net|de|fr|es|pt|ai)")  # "Farrow.io": what a firm is called
_PASSING = re.compile(r"(?<![a-z])(?:between|zwischen|entre)\s*$")


def _in_passing(text, period):
    """Is the period a word of a sentence ("grew sales between 2019 and 2023", "mentor students since 2021")?"""
    before = text[: period.first].rstrip()
    words = before.split()
    if len(words) < 3 or before[-1] in "(,|•·–—-:;/\t" or text[: period.first].endswith("   "):
        return False
    if _PASSING.search(fold(before)):
        return True
    since = _FOUNDED.match(fold(text[period.first : period.last]))
    return bool(since) and words[-1][:1].islower() and sum(w[:1].islower() for w in words) >= 0.5 * len(words)


def _goes_on(before, line):
    """Is `line` the rest of the description that `before` began?"""
    if line.bold and not before.bold or line.size > before.size * 1.08:
        return False
    text, last = line.text.strip(), before.text.rstrip()
    if text[:1].islower() or last.endswith(
        (",", "-", " and", " und", " et", " y", " e", " of", " the", " with", " to", " for", " in", " a", "&", " de")
    ):
        return True
    if before.box and line.box and line.page == before.page:
        indent = line.box[0] - before.box[0]
        tight = line.box[1] - before.box[3] < 0.35 * line.size
        return (
            tight and -3 <= indent <= 16 and not last.endswith((".", ":", "!", ";")) and len(last) > 45 and title_score(text) < 2
        )
    return False


def _jobs(rows):
    """Rows grouped into jobs: the head lines around each period, and the descriptions under them."""
    jobs, group = [], []
    dates_first = _dates_first(rows)
    for row in [*rows, None]:
        if row is not None and not row.tells:
            if jobs and not group and not row.dates and names_employer(row.line.text) and not _employed(jobs[-1]):
                jobs[-1].rows.append(row)  # a form that names the employer last
            else:
                group.append(row)
            continue
        if group:
            if dates_first and jobs and jobs[-1].tells:  # what stands above the date goes on with the job before
                first = next((i for i, one in enumerate(group) if _dated(one)), 0)
                if not any(one.line.bold for one in group[:first]):
                    jobs[-1].tells.extend(group[:first])
                    group = group[first:]
            made = _heads(group, bool(jobs))
            if made is None and jobs:
                jobs[-1].tells.extend(group)
            elif made:
                jobs.extend(made)
        group = []
        if row is not None and jobs:
            jobs[-1].tells.append(row)
    return jobs


def _dates_first(rows):
    """Does every job of the section begin with its dates, alone on their line and with the title under them?"""
    heads = [(row, below) for row, below in zip(rows, rows[1:], strict=False) if _dated(row) and not row.dates[0].single]
    if not rows or not heads or heads[0][0] is not rows[0]:
        return False
    alone = [row for row, below in heads if not below.tells and not _named(row) and _named(below)]
    return len(alone) == len(heads)


def _employed(job):
    """Has the form of the job named its employer?"""
    return not job.tells or any(names_employer(row.line.text) for row in job.rows)


def _dated(row):
    return bool(row.dates) and (not row.dates[0].single or len(row.line.text) < 90)


_FOUNDED = re.compile(r"(?:since|seit|depuis|desde(?: el)?|des|founded(?: in)?)\s+\d{4}\s*$")


def _founded(row):
    """Does the row only say since when there is a firm?"""
    period = row.dates[0]
    words = fold(row.line.text[period.first : period.last])
    return bool(_FOUNDED.match(words)) and period.last - period.first < 0.6 * len(row.line.text.strip())


def _heads(group, follows):
    """Jobs made of a run of head lines; None when the run is no job but part of the text before it."""
    anchors = [i for i, row in enumerate(group) if _dated(row) and any(not p.single for p in row.dates)]
    if not anchors:
        anchors = [i for i, row in enumerate(group) if _dated(row)]
    if len(anchors) > 1:  # "Family business since 1952" tells of the employer
        anchors = [i for i in anchors if not _founded(group[i])] or anchors
    if not anchors:
        title = max(title_score(row.line.text) for row in group)
        org = max(org_score(row.line.text) for row in group)
        if follows and len(group) == 1 and not (group[0].line.bold and org + title >= 2):
            return None
        if title >= 1.6 and (org >= 1.0 or len(group) >= 2) or org >= 1.5 and group[0].line.bold or not follows and title >= 1.6:
            return [_Job(group[-4:] if follows else group[:4])]
        return None
    jobs = []
    bounds = _bounds(group, anchors)
    for number, (a, b) in enumerate(bounds):
        rows, told = _trimmed(group[a:b], anchors[number] - a)
        if told and told[0].index < rows[0].index and jobs:
            jobs[-1].tells.extend(row for row in told if row.index < rows[0].index)
            told = [row for row in told if row.index > rows[0].index]
        jobs.append(_Job(rows, told))
    return jobs


def _named(row):
    """How many pieces of the row may be a title or an employer."""
    return sum(
        1
        for piece, hint in pieces_of(row.line, dates=row.dates)
        for part in commas(piece)
        if hint or any(c.isalpha() for c in part.text) and place_score(part.text) < 2.5
    )


def _trimmed(rows, at):
    """The head lines around the period in row `at`, and the others, which tell what was done.

    Once title and employer can be there, plain lines that follow are text, though no bullet or full stop says so.
    """
    first = max(0, at - 4)
    count = _named(rows[at])
    if count >= 2 and (rows[at].gap or rows[at].line.bold) and not any(row.line.bold for row in rows[first:at]):
        first = at
    count = sum(_named(row) for row in rows[first : at + 1])
    heads = rows[first : at + 1]
    titled = any(title_score(piece.text) >= 1.5 for row in heads for piece, _ in pieces_of(row.line, dates=row.dates))
    for number, row in enumerate(rows[at + 1 :], at + 1):
        loud = row.line.bold and not row.gap
        place = place_score(row.line.text) >= 2.5
        missing = not titled and title_score(row.line.text) >= 1.5
        if count >= 2 and not loud and not place and not missing or len(heads) > at - first + 4:
            return heads, rows[:first] + rows[number:]
        heads.append(row)
        titled = titled or missing
        count += 0 if place else _named(row)
    return heads, rows[:first]


def _bounds(group, anchors):
    """For each anchor the half-open range of head lines that belong to it."""
    if len(anchors) == 1:
        return [(0, len(group))]
    lead = anchors[0]
    trail = len(group) - 1 - anchors[-1]
    starts = [0]
    for before, at in zip(anchors, anchors[1:], strict=False):
        room = at - before - 1
        gaps = [i for i in range(before + 1, at + 1) if group[i].gap]
        loud = [i for i in range(before + 1, at) if group[i].line.bold and not group[i - 1].line.bold]
        if len(gaps) == 1:
            starts.append(gaps[0])
        elif lead == 0 and room or lead == 0:
            starts.append(at)
        elif trail == 0:
            starts.append(before + 1)
        elif len(loud) == 1:
            starts.append(loud[0])
        else:
            starts.append(max(before + 1, at - min(lead, room)))
    return list(zip(starts, [*starts[1:], len(group)], strict=False))


def _collect(job):
    """Pieces and period of a job's head lines."""
    for row in job.rows:
        if len(job.rows) > 1 and row.dates and _founded(row):
            continue
        for period in row.dates:
            if job.period is None or job.period.single and not period.single:
                job.period, job.period_start = period, row.line.start
                break
    for row in job.rows:
        if len(job.rows) > 1 and row.dates and _founded(row):
            continue
        for piece, hint in pieces_of(row.line, dates=row.dates):
            if not piece.text or len(piece.text) > 140:
                continue
            bare, place = place_at_end(piece)
            for part in commas(bare):
                if part.text and any(c.isalpha() for c in part.text):
                    part.bold, part.line = row.line.bold, row.index
                    job.pieces.append((part, hint))
            if place:
                place.line = row.index
                job.pieces.append((place, "place"))


def _scores(job):
    """(Text, title score, company score, place score) of the pieces that may be title or employer."""
    out = []
    for piece, hint in job.pieces:
        t, c, p = title_score(piece.text), org_score(piece.text), place_score(piece.text)
        if hint == "title":
            t += 3
        elif hint == "company":
            c += 3
            p = 0
        elif hint == "place":
            p += 3
        if piece.text[0].isdigit() and t < 1.5 and c < 1.0 and hint is None:  # "510 employees"
            p = 4
        if re.fullmatch(
            r"(?i)(?:full|part)[- ]time|contract|permanent|temporary|internship|vollzeit|teilzeit|cdi|cdd|tempo "
            r"(?:integral|parcial)|jornada completa|festanstellung|befristet|seasonal|remote|hybrid|on-?site",
            piece.text,
        ):
            p = 4
        out.append((piece, t, c, p))
    return out


def _assign(jobs):
    """Title and employer of every job; what is unclear follows the order that the clear ones have."""
    scored = [_scores(job) for job in jobs]
    votes = 0.0
    for job, scores in zip(jobs, scored, strict=False):
        pick = _pick(scores, 0.0, job.pieces)
        if pick and pick[3] >= 1.2 and pick[0] is not None and pick[1] is not None:
            votes += 1 if pick[0] < pick[1] else -1
    prior = 0.25 if votes == 0 else 0.9 if votes > 0 else -0.9
    for job, scores in zip(jobs, scored, strict=False):
        pick = _pick(scores, prior, job.pieces)
        if pick is None:
            continue
        title, company, place, margin = pick
        job.title = scores[title][0] if title is not None else None
        job.company = scores[company][0] if company is not None else None
        job.place = scores[place][0] if place is not None else None
        job.sure = min(0.97, 0.55 + 0.1 * max(0.0, margin))


def _pick(scores, prior, pieces):
    """(title index, company index, place index, margin) with the best sum of scores."""
    if not scores:
        return None
    place = max(
        (i for i, s in enumerate(scores) if s[3] >= 2.5 and s[3] > max(s[1], s[2])), key=lambda i: scores[i][3], default=None
    )
    usable = [
        i for i in range(len(scores)) if i != place and scores[i][3] < 2.5 or max(scores[i][1], scores[i][2]) > scores[i][3]
    ]
    usable = [i for i in usable if i != place][:6]
    if not usable:
        return None, None, place, 0.0
    if len(usable) == 1:
        only = usable[0]
        _, t, c, _ = scores[only]
        return (only, None, place, t - c) if t >= c else (None, only, place, c - t)
    ranked, hints = [], {i: hint for i, (_, hint) in enumerate(pieces)}
    for i in usable:
        for j in usable:
            if (
                i == j
                or hints[j] != "company"
                and scores[j][2] < 1.0
                and is_sentence(scores[j][0].text)
                and len(scores[j][0].text.split()) > 2
            ):
                continue
            ti, tj = scores[i], scores[j]
            value = (ti[1] - ti[2]) + (tj[2] - tj[1])
            value += prior if i < j else -prior
            value -= 0.35 * (usable.index(i) + usable.index(j))
            value -= 0.6 * (tj[3] > 0) + 0.6 * (ti[3] > 0)
            value += 0.2 * ti[0].bold + 0.2 * tj[0].bold
            ranked.append((value, i, j))
    if not ranked:  # nothing but sentences beside the title
        only = max(usable, key=lambda i: scores[i][1] - scores[i][2])
        return only, None, place, scores[only][1]
    ranked.sort(reverse=True)
    value, i, j = ranked[0]
    other = next((v for v, a, b in ranked[1:] if (a, b) == (j, i)), value - 1)
    return i, j, place, value - other


def _fact(job, document):
    period = job.period
    if job.title is None and job.company is None:
        return None
    parts = {}
    for name, piece in (("title", job.title), ("company", job.company), ("location", job.place)):
        if piece is not None:
            parts[name] = Fact(name, piece.text, (piece.span,), job.sure)
    if period is not None:
        span = (job.period_start + period.first, job.period_start + period.last)
        start, end = period.start, period.end
        if period.single:
            start = end
        if start:
            parts["start"] = Fact("start", start, (span,), 0.9 if not period.single else 0.6)
        if end:
            parts["end"] = Fact("end", end, (span,), 0.9 if not period.single else 0.6)
    told = [row for row in job.tells if row.line.text.strip()]
    if told:
        text = "\n".join(row.line.text.strip() for row in told)
        parts["description"] = Fact(
            "description", text, tuple((row.line.start, row.line.start + len(row.line.text)) for row in told), 0.8
        )
    spans = tuple(span for name in ("title", "company", "start") if name in parts for span in parts[name].spans)
    value = {name: fact.value for name, fact in parts.items()}
    confidence = sum(parts[name].confidence if name in parts else 0.2 for name in ("title", "company", "start")) / 3
    return Fact("experience", value, spans, round(confidence, 2), parts)


def total_years(facts, today):
    """Years worked, overlaps once, as a Fact; None when no job has both dates. `today`: (year, month)."""
    spans = [(fact.part("start"), fact.part("end")) for fact in facts]
    # nobody's job began sixty years ago: such a date is of a firm's founding
    years = years_covered([(a, b) for a, b in spans if not a or a == "present" or int(a[:4]) > today[0] - 60], today)
    if years is None:
        return None
    spans = tuple(span for fact in facts if "start" in fact.parts for span in fact.parts["start"].spans)
    dated = sum("start" in fact.parts and "end" in fact.parts for fact in facts)
    return Fact("total_years", years, spans, round(0.9 * dated / len(facts), 2))
