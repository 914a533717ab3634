"""`python -m tests.served.prepare`: a company with a member who is signed in; prints {"session", "member"}."""

import json

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from accounts.models import Company, Membership, User  # noqa: E402

company = Company.objects.create(name="Served", slug="served")
user = User.objects.create_user(email="ringer@served.test", password="a bell in the hall", name="Ringer")
member = Membership.objects.create(company=company, user=user, role="recruiter", handle="ringer")
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(json.dumps({"session": session.session_key, "member": str(member.pk)}))
