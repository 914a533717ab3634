"""From something that happened to the mails that tell of it: who gets one, with which values, when it leaves."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import formats, timezone, translation

from accounts.mail import absolute
from accounts.models import Consent, Membership
from accounts.permissions import Role
from collaboration.services import booking
from notifications.models import LetterKind
from notifications.services import branding, calendar, letters, outbox, rules
from notifications.services.calendar import CANDIDATE, PANEL

STALE = timedelta(days=2)  # what happened longer ago is history: nobody is mailed about it any more
MAY_GO_WITHOUT = frozenset(
    {LetterKind.APPLICATION_RECEIVED, LetterKind.STATUS_UPDATE, LetterKind.SHORTLISTED, LetterKind.INTERVIEW_SURVEY}
)
LINES = {"candidate": "candidate", "job": "job", "stage": "stage"}


class Desk:
    """What the letters of one batch share: rules, letter head and words of each company are asked for once."""

    def __init__(self):
        self._rules, self._heads, self._words, self._silent = {}, {}, {}, {}

    def rule(self, company, cause, stage_type=""):
        if company.pk not in self._rules:
            self._rules[company.pk] = rules.rules_of(company)
        return self._rules[company.pk].get((cause, stage_type))

    def head(self, company):
        if company.pk not in self._heads:
            self._heads[company.pk] = branding.head_of(company)
        return self._heads[company.pk]

    def letter(self, kind, company, language, values):
        key = (kind, company.pk, language)
        if key not in self._words:
            self._words[key] = letters.words_for(kind=kind, company=company, language=language, head=self.head(company))
        return letters.render(kind=kind, company=company, words=self._words[key], values=values, head=self.head(company))

    def language(self, application):
        """In which they applied, else that of their own sign-in, else the company's."""
        if application.post_id:
            return application.post.language
        person = application.candidate.person
        return person.language if person else self.head(application.company).language


def to_candidate(desk, *, kind, application, key, actor=None, delay=0, interview=None, file=None, **values):
    """Queue the letter of that kind for an application's candidate, unless they are to get none. Returns the mail, or None."""
    company, candidate = application.company, application.candidate
    if company.suspended_at or candidate.merged_into_id or (kind in MAY_GO_WITHOUT and _took_consent_back(candidate)):
        return None
    language = desk.language(application)
    signer = signer_of(application, actor)
    known = {
        "candidate_name": candidate.name,
        "job_title": application.job.title,
        "recruiter_name": signer.name if signer else "",
        "recruiter_email": signer.user.email if signer else "",
    }
    if interview is not None:
        known |= meeting(interview, zone_of(interview), language)
    letter = desk.letter(kind, company, language, {**known, **values})
    return outbox.queue(
        company=company,
        kind=kind,
        to=candidate.email,
        name=candidate.name,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        template=letter.template or None,
        language=letter.language,
        key=key,
        candidate=candidate,
        application=application,
        calendar=file,
        not_before=timezone.now() + timedelta(minutes=delay) if delay else None,
    )


def to_panel(desk, *, kind, interview, key, members, file=None, said=""):
    """Queue the same news for interviewers: what, with whom, when on their own clock, and the calendar file."""
    application, company = interview.application, interview.company
    if company.suspended_at:
        return []
    queued = []
    for member in members:
        if member.deactivated_at or not member.user.is_active:
            continue
        language = member.user.language
        when = meeting(interview, member.user.time_zone, language)
        name = calendar.shown_name(application)
        words = PANEL_WORDS.get(language, PANEL_WORDS["en"])
        title = words[kind] % {"name": name, "date": when["interview_date"], "time": when["interview_time"]}
        lines = [f"{interview.name}, {application.job.title}", when["interview_location"], said]
        letter = desk.letter(
            "notice",
            company,
            language,
            {
                "title": title,
                "text": "\n\n".join(f"{{{{{at}}}}}" for at, line in enumerate(lines) if line),
                "extra": {str(at): line for at, line in enumerate(lines)},
                "link": absolute(reverse("collaboration:interview", args=[interview.pk])),
            },
        )
        queued.append(
            outbox.queue(
                company=company,
                kind=kind,
                to=member.user.email,
                name=member.name,
                subject=letter.subject,
                text=letter.text,
                html=letter.html,
                language=letter.language,
                key=f"{key}:{member.pk}",
                member=member,
                calendar=file,
            )
        )
    return queued


PANEL_WORDS = {
    "en": {
        LetterKind.INTERVIEW_INVITATION: "You interview %(name)s: %(date)s, %(time)s",
        LetterKind.INTERVIEW_CHANGED: "Changed: your interview with %(name)s, now %(date)s, %(time)s",
        LetterKind.INTERVIEW_CANCELLED: "Cancelled: your interview with %(name)s on %(date)s, %(time)s",
        LetterKind.INTERVIEW_REMINDER: "Your interview with %(name)s is near: %(date)s, %(time)s",
    },
    "de": {
        LetterKind.INTERVIEW_INVITATION: "Ihr Gespräch mit %(name)s: %(date)s, %(time)s",
        LetterKind.INTERVIEW_CHANGED: "Geändert: Ihr Gespräch mit %(name)s, jetzt %(date)s, %(time)s",
        LetterKind.INTERVIEW_CANCELLED: "Abgesagt: Ihr Gespräch mit %(name)s am %(date)s, %(time)s",
        LetterKind.INTERVIEW_REMINDER: "Bald: Ihr Gespräch mit %(name)s, %(date)s, %(time)s",
    },
}


def signer_of(application, actor=None):
    """Who stands under a letter: who acted, if a recruiter, else who looks after the candidate, else who made the job."""
    for member in (actor, application.assignee, application.job.created_by):
        recruits = member and member.role in (Role.ADMIN, Role.RECRUITER) and member.deactivated_at is None
        if recruits and member.company_id == application.company_id:
            return member
    return None


def zone_of(interview):
    """Whose clock a candidate's mail shows: the one on which the time was agreed, else the company's."""
    return interview.time_zone if interview.time_zone != "UTC" else interview.company.time_zone


def meeting(interview, zone, language):
    """Day, time and place of an interview as a person there reads them."""
    starts, ends = (at.astimezone(ZoneInfo(zone)) for at in (interview.starts_at, interview.ends_at))
    with translation.override(language):
        day = formats.date_format(starts, "l, j F Y" if language == "en" else "l, DATE_FORMAT")
        if language != "en":
            day = f"{formats.date_format(starts, 'l')}, {formats.date_format(starts, 'DATE_FORMAT')}"
    until = f"{ends:%H:%M}" if starts.utcoffset() == ends.utcoffset() else f"{ends:%H:%M} {ends.tzname()}"
    return {
        "interview_date": day,
        "interview_time": f"{starts:%H:%M}–{until} ({zone.replace('_', ' ')}, {_offset(starts)})",
        "interview_location": interview.place or interview.link or str(interview.get_kind_display()),
    }


def _offset(at):
    """UTC+1, UTC+5:45: what tells the two nights of a clock change apart."""
    minutes = round(at.utcoffset().total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "") if minutes else "UTC"


def _took_consent_back(candidate):
    """They said that we may not write to them; decisions and appointments they are owed all the same."""
    given = Consent.objects.filter(company=candidate.company_id, subject_type="jobs.candidate", subject_id=str(candidate.pk))
    latest = given.order_by("-given_at").first()
    return latest is not None and latest.withdrawn_at is not None


def panel_of(interview):
    return Membership.objects.filter(panels__interview=interview).select_related("user", "company").order_by("pk")
