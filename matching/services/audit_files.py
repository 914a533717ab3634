"""An audit as files, in the shape of the tables of New York City's Local Law 144: CSV for machines, PDF for people."""

import csv
import io

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Paragraph, Spacer, Table

from accounts.paper import facts_table, lines, report, styles
from jobs.models.jobs import StageType
from jobs.services.exports import safe

STEPS = {
    "score": gettext_lazy("Score above the median"),
    "must": gettext_lazy("Not caught by a must-have"),
    "hired": gettext_lazy("Hired"),
}
STEP_TEXTS = {
    "score": gettext_lazy(
        "Scoring rate: the share of a group whose match score lies above the median of everybody who was scored."
    ),
    "must": gettext_lazy(
        "The share of those scored whom no must-have rule sent to the review lane, before a person let anybody back in."
    ),
    "hired": gettext_lazy("Of those about whom it was decided in the end, the share who were hired."),
    "stage": gettext_lazy("Of those who got this far and went on or were rejected here, the share who went on."),
}
STATES = {
    "top": gettext_lazy("highest rate"),
    "even": gettext_lazy("four fifths or more"),
    "less": gettext_lazy("below four fifths; chance can’t be ruled out"),
    "hit": gettext_lazy("below four fifths and significant"),
    "apart": gettext_lazy("four fifths or more, but significant"),
    "small": gettext_lazy("under 2 % of the people: not compared"),
    "hidden": gettext_lazy("too few people to be shown"),
    "alone": gettext_lazy("nothing to compare with"),
}
TERMS = [
    (gettext_lazy("Selection rate"), gettext_lazy("people of the group who were selected, divided by all people of the group.")),
    (gettext_lazy("Scoring rate"), gettext_lazy("people of the group with a score above the median of the whole sample, divided by all of the group.")),
    (gettext_lazy("Impact ratio"), gettext_lazy("the group’s rate divided by the rate of the group with the highest one.")),
    (gettext_lazy("Four fifths"), gettext_lazy("an impact ratio below 0.80 is generally taken as evidence of adverse impact (29 CFR 1607.4 D). "
                                               "It is a rule of thumb: small numbers fall below it by chance, large ones can differ significantly above it.")),
    (gettext_lazy("Significant"), gettext_lazy("Fisher’s exact test against the group with the highest rate, two-sided, p below 0.05 after Holm’s "
                                               "correction for all groups of the table.")),
    (gettext_lazy("Interval"), gettext_lazy("Wilson’s 95 % interval of the rate.")),
    (gettext_lazy("Unknown category"), gettext_lazy("people who did not say, took it back, or chose an answer that is no longer offered. Where a group is "
                                                   "too small to be shown, its people are in this number, so that it can’t be worked out.")),
    (gettext_lazy("Too few people"), gettext_lazy("groups below the smallest size, and those beside them from which they could be worked out.")),
]  # fmt: skip
MOST_NAMED = 8
COLUMNS = [
    "step", "table", "category", "category_2", "applicants", "selected", "rate", "rate_low", "rate_high", "impact_ratio", "p_fisher", "p_holm",
    "finding", "audit_date", "applied_from", "applied_until", "people", "unknown", "distribution_date", "data_source", "rules", "job",
]  # fmt: skip


def step_title(step):
    """What a step of an audit is called."""
    kind, _colon, stage = step.partition(":")
    return _("From “%(stage)s” onwards") % {"stage": StageType(stage).label} if kind == "stage" else str(STEPS[kind])


def step_text(step):
    return str(STEP_TEXTS[step.partition(":")[0]])


def shown(table):
    """The rows of a table that have figures."""
    return [row for row in table["rows"] if row["n"] is not None]


def left_out(table):
    """Who is in no row, in words, with the groups that are too small to be shown."""
    if table["unknown"] is None:
        return ""
    names = [" · ".join(row["labels"]) for row in table["rows"] if row["n"] is None]
    if not names:
        return ngettext(
            "%(n)d person of unknown category is in no group.",
            "%(n)d people of unknown category are in no group.",
            table["unknown"],
        ) % {"n": table["unknown"]}
    said = ngettext(
        "%(n)d person is of unknown category or in a group too small to be shown.",
        "%(n)d people are of unknown category or in a group too small to be shown.",
        table["unknown"],
    ) % {"n": table["unknown"]}
    if len(names) > MOST_NAMED:
        return said + " " + _("Not shown: %(n)d groups.") % {"n": len(names)}
    return said + " " + _("Not shown: %(names)s.") % {"names": "; ".join(names)}


def file_name(audit, ending):
    return f"audit-{audit.since:%Y%m%d}-{audit.until:%Y%m%d}.{ending}"


def as_csv(audit):
    """One line for each group of each table, the audit's own facts on every line; figures that are not shown are empty."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    body = audit.body
    for step in body["steps"]:
        for table in step["tables"]:
            facts = [
                audit.at.date().isoformat(),
                audit.since,
                audit.until,
                step["people"],
                table["unknown"],
                body["tool_since"],
                body["source"],
                "; ".join(body["rules"]),
                body["job"],
            ]
            for row in table["rows"]:
                first, second = (*row["labels"], "")[:2]
                figures = [row["n"], row["selected"], row["rate"], row["low"], row["high"], row["ratio"], row["p"], row["p_holm"]]
                cells = [step["step"], " x ".join(table["by"]), first, second, *figures, row["state"], *facts]
                writer.writerow([safe(cell) for cell in cells])
    return "\ufeff" + out.getvalue()


def as_pdf(audit):
    """The report as bytes of a PDF: what it is about, its tables with their definitions, page numbers."""
    title, look = _("Adverse-impact audit"), styles()
    story = [Paragraph(escape(title), look["h1"]), facts_table(facts_of(audit)), Spacer(1, 4)]
    for step in audit.body["steps"]:
        heading = [
            Paragraph(escape(step_title(step["step"])), look["h2"]),
            Paragraph(escape(step_text(step["step"])), look["soft"]),
        ]
        for table in step["tables"]:
            piece = [*heading, Paragraph(escape(" × ".join(table["title"])), look["h3"]), *_table(table, step, look)]
            story += [KeepTogether(piece)] if len(shown(table)) < 14 else piece
            heading = []
    story += [Paragraph(escape(_("Terms")), look["h2"])]
    story += [Paragraph(f"<b>{escape(term)}</b>: {escape(text)}", look["text"]) for term, text in TERMS]
    story += [
        Paragraph(
            escape(
                _(
                    "This report gives an independent auditor and the company its figures. It is no independent audit by itself and "
                    "no legal advice."
                )
            ),
            look["text"],
        )
    ]
    return report(story, title=title, company=audit.body["company"], about=f"{audit.since} – {audit.until}")


def facts_of(audit):
    """(name, value) pairs that say what an audit is about."""
    body = audit.body
    return [
        (_("Company"), body["company"]), (_("Job"), body["job"] or _("All jobs but confidential ones")),
        (_("Applied"), f"{date_format(audit.since)} – {date_format(audit.until)}"),
        (_("Audit made"), date_format(timezone.localtime(audit.at), "DATETIME_FORMAT")),
        (_("Applications"), str(audit.people)), (_("Of those, said something about themselves"), _("about %(n)d") % {"n": audit.about_answered}),
        (_("Scored by"), "; ".join(body["rules"]) or "–"), (_("Engine version"), body["engine"]),
        (_("Scoring in use since"), body["tool_since"] or "–"), (_("Source of the data"), body["source"] or _("Voluntary answers of applicants")),
        (_("Smallest group shown"), str(body["least"])), (_("Note"), audit.note or "–"),
    ]  # fmt: skip


def _table(table, step, look):
    """A table of Local Law 144's shape, and a line on those in no group."""
    if table["state"] == "few" and not table["rows"]:
        return [Paragraph(escape(_("Too few people answered to say anything.")), look["soft"])]
    if table["state"] == "none":
        return [Paragraph(escape(_("Everybody or nobody was selected: there is nothing to compare.")), look["soft"])]
    scoring = step["step"] == "score"
    names = [
        *table["title"],
        _("# applicants"),
        _("# above median") if scoring else _("# selected"),
        _("Scoring rate") if scoring else _("Selection rate"),
        _("Impact ratio"),
        _("p (Holm)"),
        _("Finding"),
    ]
    lead = len(table["title"])
    rows = [
        [
            Paragraph(escape(name), look["head" if place < lead or place == len(names) - 1 else "headnum"])
            for place, name in enumerate(names)
        ]
    ]
    for row in shown(table):
        figures = [
            _number(row["n"]),
            _number(row["selected"]),
            _number(row["rate"], "{:.1%}"),
            _number(row["ratio"], "{:.3f}"),
            _p(row["p_holm"]),
        ]
        rows.append(
            [
                *(Paragraph(escape(label), look["cell"]) for label in row["labels"]),
                *(Paragraph(escape(one), look["num"]) for one in figures),
                Paragraph(escape(STATES[row["state"]]), look["cell"]),
            ]
        )
    firsts = [44 * mm] if lead == 1 else [22 * mm, 34 * mm]
    rest = 174 * mm - sum(firsts) - 5 * 17 * mm
    unknown = left_out(table)
    made = Table(rows, colWidths=[*firsts, *[17 * mm] * 5, rest], repeatRows=1, style=lines(), hAlign="LEFT")
    return [made, Spacer(1, 2), Paragraph(escape(unknown), look["soft"])]


def _number(value, form="{}"):
    return "–" if value is None else form.format(value)


def _p(value):
    return "–" if value is None else "< 0.001" if value < 0.001 else f"{value:.3f}"
