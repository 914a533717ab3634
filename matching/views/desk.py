"""What a scoring page is about: whose rules, which of them are in force, and the people on whom their effect is shown."""

from functools import cached_property
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import Action
from jobs.models import Candidate, Job
from matching import forms
from matching.engine import ScoringConfig as Rules
from matching.models import Experiment, ScoringConfig, ScoringConfigVersion
from matching.services import people, pool
from matching.services.features import taxonomy_of
from matching.services.versions import revision_of

JOBS = 50  # that the company's page offers to show the effect on
CURVE_WIDTH, CURVE_HEIGHT = 260, 84  # of the drawing, in its own units


class Desk:
    """One scoring page: of a job, or (job None) of the company's default, whose effect is shown on a job that follows it."""

    def __init__(self, request, job=None):
        self.request, self.job, self.member = request, job, request.member
        self.known = taxonomy_of(self.member.company_id)
        own_or_default = Q(job=None) | Q(job=job) if job else Q(job=None)
        found = ScoringConfig.objects.filter(own_or_default, company=self.member.company_id).select_related("current")
        self.configs = {config.job_id: config for config in found}
        self.config = self.configs.get(job and job.pk)
        self.inherited = bool(job) and not (self.config and self.config.current_id)
        running = Experiment.objects.filter(job=job, state="running").select_related("version_a__config")
        self.experiment = running.first() if job else None
        self.version = self._in_force()
        self.act = Action.CONFIGURE_SCORING if job else Action.MANAGE_SETTINGS  # the API asks for the same
        self.can_save = self.member.can(self.act)
        self.sees_people = self.member.can(Action.VIEW_CANDIDATES)
        self.demands = people.demands_for(job) if job else None
        self.preparing = False  # the pool's files are being made

    def _in_force(self):
        """The version that scores now; looking at it writes nothing, so where nothing was ever saved it is one in memory."""
        if self.experiment:
            return self.experiment.version_a
        for config in (self.config, self.configs.get(None)):
            if config and config.current_id:
                config.current.config = config
                return config.current
        return ScoringConfigVersion(number=1, body=Rules().to_dict())

    @property
    def revision(self):
        return revision_of(self.version, self.job)

    @cached_property
    def shown_job(self):
        """The job on whose people the effect is shown: its own, or of those that follow the company the one asked for, else the newest."""
        if self.job or not self.sees_people:
            return self.job
        rows = followers(self.member)
        asked = self.asked("job")
        return rows.filter(pk=uuid_of(asked)).first() or rows.first() if asked else rows.first()

    @cached_property
    def jobs(self):
        """What the company's page offers, the shown one among them."""
        rows = list(followers(self.member)[:JOBS]) if not self.job and self.sees_people else []
        return rows if not rows or self.shown_job in rows else [self.shown_job, *rows]

    @cached_property
    def people(self):
        """The People of the list: applicants or everybody, as asked; without asking applicants where there are any. None without a list."""
        if not self.shown_job or not self.sees_people:
            return None
        asked = self.asked("people")
        found = None if asked == "pool" else people.applicants(self.shown_job, self.known)
        if found is None or asked != "applicants" and not len(found):
            found = pool.everybody(self.shown_job, self.known)
            self.preparing = found is None
        return found

    @property
    def kind(self):
        """Who is listed: "applicants" or "pool"."""
        return "pool" if self.preparing or self.people and self.people.applications is None else "applicants"

    @cached_property
    def person(self):
        """The one who is compared under both rules; whom the member does not see is nobody."""
        asked = self.asked("compare")
        if not asked or not self.shown_job:
            return None
        return get_object_or_404(Candidate.objects.visible_to(self.member).only("pk", "name"), pk=uuid_of(asked))

    def asked(self, name):
        return self.request.POST.get(name, self.request.GET.get(name, ""))

    def url(self, name, *args):
        return reverse(f"matching:job_{name}", args=[self.job.pk, *args]) if self.job else reverse(f"matching:{name}", args=args)

    def saved(self):
        return forms.draft_of(self.version.body, self.known, self.demands)

    def sent(self):
        return forms.read(self.request.POST, self.known, self.demands)


def followers(member):
    """The open jobs that the company's default scores, newest first."""
    own_rules = Q(scoring_config__current__isnull=False)
    return Job.objects.visible_to(member).open().exclude(own_rules).order_by("-created_at", "-pk")


def uuid_of(text):
    """The id that an address or a form holds; 404 where it is none."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def weights_of(body):
    """The three components with where their piece of the pie starts."""
    start, found = 0, []
    for name, label, part in forms.COMPONENTS:
        value = body["weights"][name]
        found.append({"name": name, "label": label, "part": part, "value": value, "start": -start})
        start += value
    return found


def curve_picture(compiled):
    """The value of years as a line to draw: {"points", "span" (years), "marks": [(x, label)]}; None where no years are asked."""
    least, ideal = compiled.min_years, compiled.ideal_years
    longest = max(least or 0, ideal or 0)
    if not longest:
        return None
    span = max(2, round(longest * 1.25 + 0.5))
    steps = [span * 12 * step // 48 for step in range(49)]
    place = lambda years: round(years / span * CURVE_WIDTH, 1)  # noqa: E731
    points = " ".join(f"{place(month / 12)},{round(CURVE_HEIGHT * (1 - float(compiled.months[month])), 1)}" for month in steps)
    marks = [
        (place(years), label, f"{years:g}", round(CURVE_HEIGHT * (1 - float(compiled.months[int(years * 12)])), 1))
        for years, label in ((least, _("minimum")), (ideal, _("ideal")))
        if years
    ]
    return {"points": points, "span": span, "marks": marks}
