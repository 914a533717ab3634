"""Voluntary answers for the demo, by the service that imports them: by chance alone, so that the demo is not biased by design."""

from datetime import timedelta
from random import Random

from jobs.models import Application
from matching.services.audits import ask_for_audit, set_published
from matching.services.self_reports import MOST_ROWS, take_in

ANSWER = 0.6  # share of people who say something
SEX = {"female": 48, "male": 49, "other": 1, "": 2}
RACE = {"white": 52, "hispanic": 15, "black": 13, "asian": 12, "several": 4, "native": 1, "pacific": 1, "": 2}


def answer_voluntarily(made, seed, now):
    """Six in ten of each company's applicants answered; the first company had an audit made and published."""
    for number, (company, team) in enumerate(made.values()):
        admin, chance = team["admin"][0], Random(f"answers {seed} {number}")  # noqa: S311  (a demo's chance)
        people = Application.objects.visible_to(admin).order_by("applied_at", "pk").values_list("pk", flat=True)
        rows = [
            {"application": str(pk), "sex": _one(chance, SEX), "race": _one(chance, RACE)}
            for pk in people
            if chance.random() < ANSWER
        ]
        for start in range(0, len(rows), MOST_ROWS):
            take_in(company=company, actor=admin, rows=rows[start : start + MOST_ROWS])
        if number == 0 and rows:
            audit = ask_for_audit(
                company=company, actor=admin, since=(now - timedelta(days=700)).date(), until=now.date(), note="The demo’s first"
            )
            audit.refresh_from_db()
            if audit.state == audit.State.DONE:
                set_published(audit=audit, actor=admin, published=True)


def _one(chance, shares):
    return chance.choices(list(shares), list(shares.values()))[0]
