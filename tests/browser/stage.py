"""`python -m tests.browser.stage`: a company with a member per role and an open job; prints who is signed in and what is there."""

import json

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from accounts.models import Company, Membership, User  # noqa: E402
from jobs.models import RejectionReason  # noqa: E402
from jobs.services.jobs import create_job, open_job  # noqa: E402
from jobs.services.posts import publish_post, save_post  # noqa: E402

PASSWORD = "intellimatch-demo"


def signed_in(user):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


if __name__ == "__main__":
    company, sessions = Company.objects.create(name="Lantern Works", slug="lantern"), {}
    for role in ("admin", "recruiter", "viewer"):
        user = User.objects.create_user(email=f"{role}@lantern.test", password=PASSWORD, name=f"{role.title()} Lantern")
        member = Membership.objects.create(company=company, user=user, role=role, handle=role)
        sessions[role] = signed_in(user)
        if role == "recruiter":
            recruiter = member
    RejectionReason.objects.get_or_create(company=company, name="Too far away")
    job = create_job(
        company=company,
        actor=recruiter,
        title="System administrator",
        min_years=2,
        openings=2,
        description="<p>Run our servers with Azure, Terraform and Ansible.</p>",
        skills=[("Azure", True, 5), ("Terraform", True, 4), ("Ansible", True, 3), ("Python", False, 2)],
    )
    open_job(job=job, actor=recruiter)
    public = open_job(job=create_job(company=company, actor=recruiter, title="Archivist", location="Bremen"), actor=recruiter)
    post = save_post(job=public, actor=recruiter, title=public.title, text="<p>Keep what others lose.</p>")
    publish_post(post=post, actor=recruiter)
    print(json.dumps({"sessions": sessions, "job": str(job.pk), "public_job": str(public.pk)}))
