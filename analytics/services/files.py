"""The team's figures as files: CSV with one figure a line, PDF with the page's tables and their definitions."""

import csv
import io

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, Spacer, Table

from accounts.paper import facts_table, lines, report, styles
from analytics.services.metrics import IN_CHART, INTERVIEWER, METRICS, RECRUITER
from analytics.services.words import note, said
from jobs.services.exports import safe

COLUMNS = [
    "section",
    "person",
    "role",
    "week",
    "metric",
    "name",
    "value",
    "unit",
    "of",
    "median",
    "since",
    "until",
    "time_zone",
    "definition",
]


def file_name(period, ending):
    return f"team-{period.since:%Y%m%d}-{period.until:%Y%m%d}.{ending}"


def as_csv(team):
    """One line for each figure of each person, then one for each week; empty where there is nothing to average."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    period = team.period
    frame = [period.since.isoformat(), period.until.isoformat(), str(period.zone)]

    def write(section, metric, value, *, person="", role="", week="", of="", median=None):
        cells = [
            section,
            person,
            role,
            week,
            metric.key,
            metric.name,
            _plain(value),
            metric.unit,
            of,
            _plain(median),
            *frame,
            metric.text,
        ]
        writer.writerow([safe(cell) for cell in cells])

    for section, people in _sections(team):
        for one in people:
            for figure in one.figures.values():
                if figure.metric.group == section:
                    name, role = one.member.name, one.member.get_role_display()
                    write(section, figure.metric, figure.value, person=name, role=role, of=figure.n, median=figure.median)
    for monday, counts in team.weeks:
        for key, n in counts.items():
            write("week", METRICS[key], n, week=monday.isoformat(), of=n)
    return "\ufeff" + out.getvalue()


def _sections(team):
    return [(RECRUITER, team.group(RECRUITER)), (INTERVIEWER, team.group(INTERVIEWER)), ("load", team.load)]


def _plain(value):
    return "" if value is None else round(value, 3)


def as_pdf(team, company):
    """The report as bytes of a PDF."""
    title, look = _("Team analytics"), styles()
    made = date_format(timezone.now().astimezone(team.period.zone), "DATETIME_FORMAT")
    facts = [
        (_("Company"), company.name),
        (_("Period"), str(team.period)),
        (_("Time zone"), str(team.period.zone)),
        (_("Made"), made),
    ]
    story = [Paragraph(escape(title), look["h1"]), facts_table(facts), Spacer(1, 4)]
    for heading, name in ((_("Recruiters"), RECRUITER), (_("Interviewers"), INTERVIEWER)):
        people = team.group(name)
        story += [
            Paragraph(escape(heading), look["h2"]),
            _people_table(people, team.together if len(people) > 1 else None, name, look),
        ]
    story += [Paragraph(escape(_("Who looks after how many now")), look["h2"]), _load_table(team, look)]
    story += [Paragraph(escape(_("Week by week")), look["h2"]), _weeks_table(team, look)]
    story += [Paragraph(escape(_("What the figures mean")), look["h2"])]
    story += [Paragraph(f"<b>{escape(one.name)}</b>: {escape(one.text)}", look["text"]) for one in METRICS.values()]
    story += [Paragraph(escape(_("Work on jobs and people that its reader may not see is not counted.")), look["text"])]
    return report(story, title=title, company=company.name, about=str(team.period))


def _people_table(people, together, group, look):
    if not people:
        return Paragraph(escape(_("Nobody.")), look["soft"])
    metrics = [one for one in METRICS.values() if one.group == group]
    rows = [[_cell(_("Name"), look["head"]), *(_cell(one.name, look["headnum"]) for one in metrics)]]
    for one in [*people, *([together] if together else [])]:
        rows.append(
            [
                _cell(one.member.name if one.member else _("Together"), look["cell"]),
                *(_figure(figure, look) for figure in one.of(group)),
            ]
        )
    return _ruled(rows, first=46 * mm)


def _figure(figure, look):
    more = note(figure)
    return Paragraph(
        escape(said(figure.metric, figure.value)) + (f"<br/><font size=7>{escape(more)}</font>" if more else ""), look["num"]
    )


def _load_table(team, look):
    rows = [[_cell(_("Name"), look["head"]), _cell(METRICS["running"].name, look["headnum"])]]
    rows += [[_cell(one.member.name, look["cell"]), _figure(one.figures["running"], look)] for one in team.load]
    return _ruled(rows, first=120 * mm)


def _weeks_table(team, look):
    rows = [[_cell(_("Week from"), look["head"]), *(_cell(week_name(key), look["headnum"]) for key in IN_CHART)]]
    rows += [
        [_cell(date_format(monday), look["cell"]), *(_cell(str(n), look["num"]) for n in counts.values())]
        for monday, counts in team.weeks
    ]
    return _ruled(rows, first=46 * mm)


def week_name(key):
    """What the number of a metric's rows in a week is called."""
    return _("Scorecards sent") if key == "recommendation" else str(METRICS[key].name)


def _cell(text, style):
    return Paragraph(escape(text), style)


def _ruled(rows, first):
    others = len(rows[0]) - 1
    return Table(rows, colWidths=[first, *[(174 * mm - first) / others] * others], repeatRows=1, hAlign="LEFT", style=lines())
