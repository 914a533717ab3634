"""From something that happened to the mails that tell of it: who gets one, with which values, when it leaves."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils import formats, timezone, translation

from accounts.mail import absolute
from accounts.models import Consent, Membership
from accounts.permissions import Role
from collaboration.services import booking
from notifications.letter_texts import NOTES
from notifications.models import MAY_UNSUBSCRIBE, LetterKind, Message
from notifications.services import branding, calendar, letters, outbox, rules
from notifications.services.calendar import CANDIDATE

OF_APPLICATION = ("company", "job__created_by__user", "candidate__person", "post", "assignee__user", "stage")
OF_INTERVIEW = ("company", "kit", *(f"application__{name}" for name in OF_APPLICATION))
STALE = timedelta(days=2)  # what happened longer ago is history: nobody is mailed about it any more


class Desk:
    """What the letters of one batch share: rules, letter head and words of each company are asked for once."""

    def __init__(self):
        self._rules, self._heads, self._words = {}, {}, {}

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
    if company.suspended_at or candidate.merged_into_id or (kind in MAY_UNSUBSCRIBE and _took_consent_back(candidate)):
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
        known |= meeting(interview, zone_of(interview), language) if interview.starts_at else {}
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


def about_interview(desk, *, kind, interview, key, actor=None, file=None, notes=()):
    """Queue a letter about an interview for the candidate; its button opens their page of it."""
    return to_candidate(
        desk,
        kind=kind,
        application=interview.application,
        interview=interview,
        key=f"{key}:{CANDIDATE}",
        actor=actor,
        file=file,
        link=absolute(booking.link(interview)) if kind != LetterKind.INTERVIEW_CANCELLED else "",
        notes=notes,
    )


def preparation(interview, language):
    """What the candidate is told besides the time: a note, what to expect, how to prepare."""
    note, expect, prepare = NOTES.get(language, NOTES["en"])
    kit = interview.kit
    return [(note, interview.note), (expect, kit.expect if kit else ""), (prepare, kit.tips if kit else "")]


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
                "text": "\n".join(line for line in lines if line),
                "owed": True,
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
                candidate=application.candidate,
                application=application,
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
        day = formats.date_format(starts, "j F Y" if language == "en" else "DATE_FORMAT")
        day = f"{formats.date_format(starts, 'l')}, {day}"
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


def take_back(applications, kinds, actor=None, *, read_already=False):
    """Call back the letters of these kinds that have not left; with `read_already` those too that wait for no time, but are kept."""
    waiting = Q(state=Message.State.QUEUED) | Q(not_before__gt=timezone.now())
    rows = Message.objects.filter(application__in=list(applications), kind__in=kinds).not_left()
    rows = rows if read_already else rows.filter(waiting)
    for company_id, key in rows.values_list("company_id", "key"):
        outbox.call_back(company=company_id, keys=[key], actor=actor)


def panel_of(interview):
    return Membership.objects.filter(panels__interview=interview).select_related("user", "company").order_by("pk")


def members_of(company, ids):
    return list(Membership.objects.of(company).filter(pk__in=ids).select_related("user", "company").order_by("pk"))
