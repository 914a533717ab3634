"""An explanation in words that the person themselves may read: about them alone, without weights, and with who decides.

The engine's own sentences are for recruiters; these are made from its codes and states, so that they can be translated.
"""

from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.models import Match, ScoringConfig
from matching.services.scoring import explain_match

MOST_NAMED = 8
DEGREES = {
    "none": gettext_lazy("a school or vocational certificate"),
    "associate": gettext_lazy("an associate degree"),
    "bachelor": gettext_lazy("a bachelor’s degree"),
    "master": gettext_lazy("a master’s degree"),
    "phd": gettext_lazy("a doctorate"),
}
BONUSES = {
    "bonus:certifications": gettext_lazy("Your certifications count in addition."),
    "bonus:leadership": gettext_lazy("That you have led people counts in addition."),
    "bonus:recent_project": gettext_lazy("Your recent work in this field counts in addition."),
}


@dataclass(frozen=True)
class Words:
    """What the candidate reads. Each list holds whole sentences; `points` only where the company tells them."""

    intro: str
    counted: list
    missing: list
    not_read: list
    must_have: list
    change: list
    never_seen: str
    who_decides: str
    points: list = field(default_factory=list)  # [(what, points, of)]

    @property
    def parts(self):
        """[(heading, sentences)] of what there is, in the order in which it is read."""
        shown = (
            (_("What counted for you"), self.counted),
            (_("What we did not find"), self.missing),
            (_("What the company asks of everybody"), self.must_have),
            (_("What could not be read"), self.not_read),
            (_("What would change it"), self.change),
        )
        return [(heading, sentences) for heading, sentences in shown if sentences]


def candidate_words(told, *, job_title, company_name, with_points=False, let_in=False):
    """`Words` for an `Explanation`. No comparison with others, no internals; let_in: a person took them in despite a rule."""
    lines = {line.criterion: line for line in told.lines}
    skills = [line for line in told.lines if line.criterion.startswith("skill:")]
    return Words(
        intro=_(
            "This is what a program noticed when it compared your documents with what “%(job)s” at %(company)s asks for. It is an aid "
            "for the people who read applications, not a decision."
        )
        % {"job": job_title, "company": company_name},
        counted=_counted(skills, lines),
        missing=_missing(skills, lines),
        not_read=_not_read(skills, lines),
        must_have=_must_have(told, let_in),
        change=_change(skills, lines),
        never_seen=_(
            "Your name, photo, address, age, gender, family and nationality are never looked at, nor is who else applied."
        ),
        who_decides=_(
            "People at %(company)s decide about your application. You can tell them what was read wrongly, and ask that a person "
            "looks at it again."
        )
        % {"company": company_name},
        points=[(line.label, line.points, line.of) for line in told.lines if line.points or line.of] if with_points else [],
    )


def words_for(application):
    """`Words` about an application's stored score; None where there is none."""
    found = Match.objects.filter(job=application.job_id, candidate=application.candidate_id)
    match = found.select_related("config_version", "job", "company").first()
    return words_about(explain_match(match), match) if match else None


def words_about(told, match):
    """`Words` for the explanation of a stored match. Points where the company's default rules let candidates see them."""
    with_points = ScoringConfig.objects.filter(company=match.company_id, job=None, tells_points=True).exists()
    return candidate_words(
        told, job_title=match.job.title, company_name=match.company.name, with_points=with_points, let_in=bool(match.waived)
    )


def _names(lines):
    return get_text_list([line.label for line in lines[:MOST_NAMED]], _("and"))


def _with(lines, state):
    return [line for line in lines if line.state == state]


def _counted(skills, lines):
    said = []
    if met := _with(skills, "met"):
        said.append(
            ngettext(
                "Your documents name %(skills)s, which the job asks for.",
                "Your documents name %(skills)s, which the job asks for.",
                len(met),
            )
            % {"skills": _names(met)}
        )
    if partly := _with(skills, "partly"):
        said.append(_("Other things you know suggest %(skills)s, so that counts in part.") % {"skills": _names(partly)})
    said += [
        sentence
        for sentence in (_years(lines.get("years")), _work(lines.get("work")), _degree(lines.get("education")))
        if sentence
    ]
    text = lines.get("text")
    if text and text.points and text.evidence:
        words = get_text_list(list(text.evidence[:5]), _("and"))
        said.append(_("You describe your work in words that the job uses too, for example %(words)s.") % {"words": words})
    meaning = lines.get("meaning")
    if meaning and meaning.points and meaning.value >= 0.5:
        said.append(_("What you describe is close in meaning to what the job describes."))
    return said + [str(BONUSES[name]) for name in BONUSES if name in lines and lines[name].state == "met"]


def _years(line):
    if not line or not line.points or not line.said:
        return ""
    years, least = line.said["years"], line.said["least"]
    count = ngettext("Your %(years)s year of experience counts", "Your %(years)s years of experience count", round(years)) % {
        "years": number_format(years, decimal_pos=1 if years % 1 else 0)
    }
    if line.state == "met":
        return _("%(count)s in full.") % {"count": count}
    if least and years < least:
        return _("%(count)s in part; the job asks for at least %(least)s.") % {"count": count, "least": number_format(least)}
    return _("%(count)s in part: more of them, or more in this kind of work, would count more.") % {"count": count}


def _work(line):
    if not line or not line.points:
        return ""
    if line.value is not None and line.value >= 0.5:
        return _("You have done the kind of work that the job is about.")
    return _("You have done work that is related to what the job is about.")


def _degree(line):
    if not line or not line.points or not line.said:
        return ""
    found = {"found": DEGREES[line.said["tier"]], "asked": DEGREES[line.said["asked"]]}
    if line.state == "met":
        return _("Your education counts in full: %(found)s.") % found
    return _("Your education counts in part: %(found)s, where the job asks for %(asked)s.") % found


def _missing(skills, lines):
    said = []
    if gone := _with(skills, "missing"):
        said.append(_("We did not find %(skills)s in your documents.") % {"skills": _names(gone)})
    education = lines.get("education")
    if education and education.state == "missing" and education.said:
        said.append(
            _("The job asks for %(asked)s; we found %(found)s.")
            % {"asked": DEGREES[education.said["asked"]], "found": DEGREES[education.said["tier"]]}
        )
    return said


def _not_read(skills, lines):
    names = {
        "years": _("how long you have worked"),
        "work": _("what kind of work you have done"),
        "education": _("your education"),
        "text": _("the text of your documents"),
    }
    unread = [names[name] for name in names if name in lines and lines[name].state == "not read"]
    if _with(skills, "not read"):
        unread.insert(0, _("your skills"))
    if not unread:
        return []
    return [
        _("The program could not read %(what)s. That was left out of the comparison and not held against you.")
        % {"what": get_text_list(unread, _("and"))}
    ]


def _must_have(told, let_in):
    missed = told.missed or told.waived
    if not missed:
        return []
    names = {line.criterion.removeprefix("skill:"): line.label for line in told.lines}
    said = [_rule(miss.rule, names) for miss in missed]
    if told.missed:
        return [*said, _("This rejects nobody: a person looks at your application and decides.")]
    return [*said, _("A person looked at this and decided to consider you all the same.")] if let_in else said


def _rule(rule, names):
    if rule.kind == "minimum_years":
        return ngettext(
            "At least %(years)s year of experience, which we did not find.",
            "At least %(years)s years of experience, which we did not find.",
            round(rule.value),
        ) % {"years": number_format(rule.value)}
    if rule.kind == "work_authorisation":
        return _("A permission to work there, which we did not find.")
    if rule.kind == "location":
        return _("A place to live that the job names; we read another one.")
    if rule.value in names:
        return _("%(skill)s, which we did not find in your documents.") % {"skill": names[rule.value]}
    return _("A skill or certificate that the job can’t do without, which we did not find in your documents.")


def _change(skills, lines):
    said = []
    if gone := [*_with(skills, "missing"), *_with(skills, "partly")]:
        said.append(_("If you know %(skills)s, say so in your résumé and where you used it.") % {"skills": _names(gone)})
    if any(line.state == "not read" for line in (*skills, *lines.values())):
        said.append(_("Fill in by hand what could not be read, or send a file with selectable text."))
    years = lines.get("years")
    if years and years.state in ("partly", "missing") and years.said:
        said.append(_("Say from when to when you did each job, so that all your years are found."))
    return said
