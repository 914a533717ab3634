"""Company sign-up: who asks must read a code from the address they gave, in the browser that asked.

The page answers the same whether the address has an account or not; only the mail says which. What was typed waits in the
session, the password as its hash, so that nothing is kept of sign-ups that nobody confirms.
"""

import hmac
import secrets
import time

from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import mail
from accounts.models import User
from accounts.services.companies import CompanyRefused, sign_up

WAITING = "sign_up"  # session key
VALID_SECONDS = 600
MOST_TRIES = 5


def begin(session, *, company_name, name, email, password, time_zone):
    """Mail a code to the address and remember what was asked for."""
    code = f"{secrets.randbelow(10**6):06d}"
    known = User.objects.filter(email__iexact=email).exists()
    session[WAITING] = {
        "company_name": company_name,
        "name": name,
        "email": email.lower(),
        "password": make_password(password),
        "time_zone": time_zone,
        "code": secrets.token_hex(16) if known else code,
        "tries": 0,
        "until": time.time() + VALID_SECONDS,
    }
    if known:
        mail.send(
            "account_exists",
            to=email,
            subject=_("You have an IntelliMatch account already"),
            link=mail.absolute(reverse("account_login")),
            reset=mail.absolute(reverse("account_reset_password")),
        )
    else:
        mail.send("sign_up_code", to=email, subject=_("Your IntelliMatch code: %(code)s") % {"code": code}, code=code)


def waiting(session):
    """What a sign-up in this session waits for, or None; a code is good for ten minutes."""
    asked = session.get(WAITING)
    return asked if asked and asked["until"] > time.time() and asked["tries"] < MOST_TRIES else None


def confirm(session, *, code):
    """Make the company if the code is right; returns the membership of its first admin."""
    asked = waiting(session)
    if asked is None:
        raise CompanyRefused(_("The code has run out. Start again."), code="code_expired")
    if not hmac.compare_digest(asked["code"].encode(), code.strip().encode()):
        session[WAITING] = {**asked, "tries": asked["tries"] + 1}
        raise CompanyRefused(_("That is not the code that we mailed."), code="wrong_code", field="code")
    del session[WAITING]
    return sign_up(
        company_name=asked["company_name"],
        name=asked["name"],
        email=asked["email"],
        hashed_password=asked["password"],
        time_zone=asked["time_zone"],
    )
