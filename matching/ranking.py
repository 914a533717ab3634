"""From what was read to a ranked list: pure functions that the command, the services and the tests share.

`candidate_row` is the only way from facts to a scorer's row; `scoring_text` is the only text that a scorer sees.
"""

from dataclasses import replace
from datetime import date

from matching.engine import FeatureTable, Row, ScoringConfig, compile, explain, score, similarity, top
from matching.engine.meaning import unpacked
from matching.engine.table import AUTHORISED, CERTIFIED, LEADERSHIP, NOT_AUTHORISED, RECENT_PROJECT
from matching.jobtext import FIELD_OF_STUDY, TIER_OF_DEGREE, read_job
from matching.reading.private import private_parts, scoring_text
from matching.taxonomy import taxonomy as shipped
from matching.taxonomy.texts import CLEAR, text_model

RECENT_YEARS = 2


def tier_of(degree: str) -> str:
    """The tier of a degree in the words of the résumé; "none" for school leaving certificates and the like."""
    match = TIER_OF_DEGREE.search(degree or "")
    return match.lastgroup if match else "none"


def field_of(study: str) -> str:
    """The field of study of a degree, "" where it is not known."""
    match = FIELD_OF_STUDY.search(study or "")
    return match.lastgroup if match else ""


def candidate_row(
    id,
    *,
    skills,
    text,
    years=None,
    degrees=(),
    certified=False,
    leads=False,
    last_worked=None,
    permits=(),
    country="",
    city="",
    taxonomy=None,
    today=None,
) -> Row:
    """A scorer's row from facts.

    skills: taxonomy keys that stand, or None where they could not be read; text: from `scoring_text`; degrees:
    (degree, field) in the résumé's words; last_worked: "present", "YYYY-MM", "YYYY" or None; permits: True or False for
    each statement about permission to work.
    """
    today = today or date.today()
    model = text_model()
    order = ("none", "associate", "bachelor", "master", "phd")
    best = max(degrees, key=lambda degree: order.index(tier_of(degree[0])), default=None)
    recent = bool(last_worked) and (last_worked == "present" or int(last_worked[:4]) >= today.year - RECENT_YEARS)
    flags = CERTIFIED * bool(certified) | LEADERSHIP * bool(leads) | RECENT_PROJECT * recent
    flags |= AUTHORISED * (True in permits) | NOT_AUTHORISED * (False in permits)
    # Where no experience was read, other sections tell the kind of work only where they tell it clearly.
    words, work = model.words(text), model.work(text, CLEAR if years is None else 0.0)
    return Row(
        id,
        None if skills is None else Row.strengths(set(skills), taxonomy or shipped()),
        years,
        tier_of(best[0]) if best else None,
        field_of(" ".join(part or "" for part in best)) if best else "",
        flags=flags,
        country=country,
        city=city,
        words=words if len(words[0]) else None,
        work=work if len(work[0]) else None,
    )


def row_of(id, document, reading, taxonomy=None, today=None, embed=None) -> Row:
    """A scorer's row from what the reader made of one file. embed: from its text to a stored vector, where meaning counts."""
    private = private_parts(document, reading)
    told = [*reading.all("skill"), *reading.all("skill_mentioned")]
    skills = {fact.part("key") for fact in told if not any(private[start] for start, _ in fact.spans)} - {None}
    certificates = reading.all("certification")
    lookup = (taxonomy or shipped()).lookup
    skills |= {found.key for fact in certificates if (found := lookup(str(_name(fact.value))))}
    ends = [str(job.part("end")) for job in reading.all("experience") if job.part("end")]
    text = scoring_text(document, reading)
    row = candidate_row(
        id,
        skills=skills if len(document.text.split()) > 20 or skills else None,
        text=text,
        years=reading.value("total_years"),
        degrees=[(degree.part("degree") or "", degree.part("field") or "") for degree in reading.all("education")],
        certified=bool(certificates),
        leads=bool(reading.all("leadership")),
        last_worked="present" if "present" in ends else max(ends, default=None),
        permits=[fact.part("permitted") for fact in reading.all("work_permit")],
        taxonomy=taxonomy,
        today=today,
    )
    return replace(row, meaning=unpacked(embed(text))) if embed else row


def _name(value):
    return value.get("name", "") if isinstance(value, dict) else value


def rank(job_text, rows, config=None, taxonomy=None, embed=None):
    """[(Explanation, missing skill names)] of the rows for a pasted job, best first; knocked out ones last, ties in
    order of id.
    """
    taxonomy = taxonomy or shipped()
    table = FeatureTable.build(rows)
    job = read_job(job_text, taxonomy).job(job_text)
    if embed:
        job.meaning = embed(job_text)
    compiled = compile(config or ScoringConfig(), job, taxonomy)
    alike = similarity(table, compiled)
    scores = score(table, compiled, alike)
    order = [*top(scores, len(table)), *(row for row in range(len(table)) if scores.knocked[row])]
    told = [explain(table, row, compiled, alike, taxonomy) for row in order]
    return [(one, [taxonomy[key].name for key in one.missing]) for one in told]
