"""What two versions of scoring rules say differently, in words."""

from django.utils.translation import gettext as _

from matching.engine import ScoringConfig
from matching.forms import BONUS_NAMES, COMPONENTS, CURVE_NAMES, RULES, SHARES, STUDIES, TEXTS, TIERS, value_text


def revision_of(version, job=None):
    """What the rules in force are called, so that a change of them is noticed: "own-3" of a job, "company-2" of the company."""
    own = job is not None and version.config_id is not None and version.config.job_id == job.pk
    return f"{'own' if own else 'company'}-{version.number}"


def differences(old, new, known):
    """[(label, before, after)] of two bodies; before or after is "" where something is new or gone."""
    old, new = ScoringConfig.from_dict(old).to_dict(), ScoringConfig.from_dict(new).to_dict()
    before, after = _said(old, known), _said(new, known)
    return [
        (label, before.get(label, ""), after.get(label, ""))
        for label in dict.fromkeys([*before, *after])
        if before.get(label) != after.get(label)
    ]


def _said(body, known):
    """{label: words} of everything that a body says."""
    tiers, curves, studies = dict(TIERS), {name: label for name, label, _help in CURVE_NAMES}, dict(STUDIES)
    rules = {name: label for name, label, _example in RULES}
    from_job = _("as the job says")
    said = {str(label): f"{body['weights'][name]:g}" for name, label, _part in COMPONENTS}
    said[_("Minimum years")] = from_job if body["min_years"] is None else f"{body['min_years']:g}"
    said[_("Ideal years")] = from_job if body["ideal_years"] is None else f"{body['ideal_years']:g}"
    said[_("Curve")] = str(curves[body["curve"]])
    said[_("Education asked for")] = str(tiers[body["education"]]) if body["education"] else from_job
    said[_("Fields of study")] = ", ".join(str(studies[name]) for name in body["education_fields"]) or "–"
    said[_("Texts are compared by")] = str({name: label for name, label, _help in TEXTS}[body["text"]])
    for name, label, _help in SHARES:
        said[str(label)] = f"{body[name] * 100:g} %"
    for name, label in TIERS:
        said[_("Points for %(degree)s") % {"degree": label}] = f"{body['education_tiers'].get(name, 0):g}"
    for name, label in BONUS_NAMES:
        said[_("Bonus: %(name)s") % {"name": label}] = f"{body['bonuses'].get(name, 0):g}"
    said[_("Bonuses count from")], said[_("Cap")] = f"{body['bonus_from']:g}", f"{body['cap']:g}"
    for kind, word in (("required", _("required")), ("preferred", _("nice to have"))):
        for wish in body[f"{kind}_skills"]:
            name = known[wish["skill"]].name if wish["skill"] in known else wish["skill"]
            said[name] = f"{word}, {wish['importance']}★" + (f", {_('must have')}" if wish["must"] else "")
    for rule in body["knockouts"]:
        label = f"{rules[rule['kind']]} {value_text(rule, known)}".strip()
        said[label] = _("to the review lane without it")
    return said
