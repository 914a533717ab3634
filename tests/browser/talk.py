"""`python -m tests.browser.talk`: an interview of an hour ago; the admin has sent a card, the interviewer owes one. Prints where it is."""

import json

import django

django.setup()

from datetime import timedelta  # noqa: E402

from django.utils import timezone  # noqa: E402

from accounts.models import Company, Membership, User  # noqa: E402
from collaboration.services import interviews, kits, scorecards  # noqa: E402
from jobs.services.applications import apply_to_job  # noqa: E402
from jobs.services.candidates import create_candidate  # noqa: E402
from jobs.services.jobs import create_job, open_job  # noqa: E402
from tests.browser.stage import PASSWORD, signed_in  # noqa: E402

if __name__ == "__main__":
    company = Company.objects.get(slug="lantern")
    admin, recruiter = (Membership.objects.get(company=company, role=role) for role in ("admin", "recruiter"))
    turn = User.objects.filter(email__startswith="interviewer").count()  # a second try finds the first one's people there
    user = User.objects.create_user(email=f"interviewer{turn}@lantern.test", password=PASSWORD, name="Iva Interviewer")
    interviewer = Membership.objects.create(company=company, user=user, role="interviewer", handle=f"interviewer{turn}")
    job = open_job(job=create_job(company=company, actor=recruiter, title="Glass blower"), actor=recruiter)
    application = apply_to_job(
        job=job, candidate=create_candidate(company=company, actor=recruiter, name="Mara Quince"), actor=recruiter
    )
    kit = kits.save_kit(company=company, name=f"Talk {turn}", attributes=[("Craft", "Knows why it works"), ("Care", "")])
    talk = interviews.create_interview(
        application=application, actor=recruiter, kit=kit, panel=[(admin, True), (interviewer, True)]
    )
    talk = interviews.schedule(
        interview=talk, starts_at=timezone.now() - timedelta(hours=1 + 2 * turn), actor=recruiter, past=True
    )
    scorecards.submit(
        interview=talk,
        actor=admin,
        recommendation=1,
        takeaways="Burnt the sample twice.",
        ratings=[(one, 1, "") for one in kit.attributes.all()],
    )
    print(json.dumps({"session": signed_in(user), "interview": str(talk.pk), "application": str(application.pk)}))
