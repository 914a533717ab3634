"""Scorecards: drafts are one's own, a sent card stays, colleagues' are seen after one's own, and who forgets is told once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Event
from accounts.refusal import Refused
from collaboration.models import Interview, Kit, Scorecard
from collaboration.services import interviews, scorecards

CANARY = "Xylophonquark"


@pytest.fixture
def held(application, interview, recruiter, interviewer, admin):
    """An interview of two hours ago with a kit of two attributes; the interviewer and the admin sat in it."""
    kit = Kit.objects.create(company=application.company, name="Talk")
    for name in ("Clear thinking", "Craft"):
        kit.attributes.create(name=name)
    Interview.objects.filter(pk=interview.pk).update(kit=kit)
    interview.refresh_from_db()
    interviews.change(interview=interview, actor=recruiter, panel=[(interviewer, True), (admin, True)])
    return interviews.schedule(interview=interview, starts_at=timezone.now() - timedelta(hours=2), actor=recruiter, past=True)


def send(interview, member, recommendation=3, values=(3, None), **more):
    ratings = [(one, value, "") for one, value in zip(interview.kit.attributes.all(), values, strict=True)]
    return scorecards.submit(interview=interview, actor=member, recommendation=recommendation, ratings=ratings, **more)


def code_of(act, **given):
    with pytest.raises(Refused) as refused:
        act(**given)
    return refused.value.code


def test_a_draft_is_seen_by_its_author_alone(held, interviewer, admin, recruiter):
    draft = scorecards.save_draft(interview=held, actor=interviewer, recommendation=None, takeaways=CANARY)

    assert list(Scorecard.objects.visible_to(interviewer)) == [draft]
    assert not Scorecard.objects.visible_to(admin).exists() and not Scorecard.objects.visible_to(recruiter).exists()
    assert code_of(scorecards.save_draft, interview=held, actor=recruiter, takeaways="x") == "not_in_panel"
    long_ago = draft.changed_at - timedelta(seconds=1)
    assert code_of(scorecards.save_draft, interview=held, actor=interviewer, seen=long_ago, takeaways="x") == "changed_meanwhile"
    assert code_of(scorecards.submit, interview=held, actor=interviewer) == "required"
    assert Scorecard.objects.get().takeaways == CANARY


def test_colleagues_are_seen_after_ones_own_is_sent(held, interviewer, admin, recruiter):
    theirs = send(held, admin, 1, (1, 4))
    assert not Scorecard.objects.visible_to(interviewer).exists()
    blind = scorecards.summary(application=held.application, member=interviewer)
    assert (blind.overall.count, blind.attributes, blind.cards, blind.missing, blind.hidden) == (0, [], [], [], True)
    assert list(Scorecard.objects.visible_to(recruiter)) == [theirs]  # who owes none sees what is sent

    mine = send(held, interviewer, 3, (3, None))
    assert set(Scorecard.objects.visible_to(interviewer)) == {mine, theirs}
    seen = scorecards.summary(application=held.application, member=interviewer)
    craft = next(one for one in seen.attributes if one.name == "Craft")
    assert (seen.overall.count, seen.overall.mean, seen.overall.apart, seen.missing) == (2, 2.0, True, [])
    assert (craft.count, craft.mean, craft.spread) == (1, 4.0, [(1, 0), (2, 0), (3, 0), (4, 1)])
    assert Interview.objects.get().state == "done"
    sent = Event.objects.about(held.application).filter(name="scorecard.submitted")
    assert [row.event.member_id for row in sent] == [str(admin.pk), str(interviewer.pk)]
    assert "recommendation" not in str([row.facts for row in sent])


def test_a_sent_card_can_be_put_right_while_nobody_could_have_swayed_it(held, interviewer, admin):
    card = send(held, interviewer, 1)
    assert send(held, interviewer, 2).pk == card.pk and Scorecard.objects.get().recommendation == 2
    assert code_of(scorecards.save_draft, interview=held, actor=interviewer, recommendation=4) == "sent"

    send(held, admin, 4)
    assert code_of(send, interview=held, member=interviewer, recommendation=4) == "sent"

    Scorecard.objects.filter(member=interviewer).delete()
    Scorecard.objects.filter(member=admin).update(submitted_at=timezone.now() - timedelta(minutes=6))
    assert code_of(send, interview=held, member=admin, recommendation=1) == "sent"
    assert Scorecard.objects.get().recommendation == 4


def test_what_can_not_be_sent(held, interviewer, recruiter):
    assert code_of(send, interview=held, member=interviewer, recommendation=5) == "out_of_range"
    assert code_of(send, interview=held, member=interviewer, values=(0, None)) == "out_of_range"
    interviews.schedule(interview=held, starts_at=timezone.now() + timedelta(days=1), actor=recruiter)
    assert code_of(send, interview=held, member=interviewer) == "not_begun"
    interviews.cancel(interview=held, actor=recruiter)
    assert code_of(send, interview=held, member=interviewer) == "cancelled"


def test_who_has_sent_stays_in_the_panel(held, interviewer, admin, recruiter):
    send(held, interviewer)

    assert code_of(interviews.remove_panelist, interview=held, member=interviewer, actor=recruiter) == "card_sent"
    interviews.remove_panelist(interview=held, member=admin, actor=recruiter)
    assert list(held.panel.values_list("member", flat=True)) == [interviewer.pk]


def test_who_forgets_is_told_once(held, interviewer, admin):
    send(held, admin)
    overdue = lambda: Event.objects.filter(name="scorecard.overdue")  # noqa: E731
    day = held.ends_at + timedelta(hours=24)

    assert scorecards.tell_what_is_overdue(now=day - timedelta(seconds=1)) == 0
    assert scorecards.tell_what_is_overdue(now=day + timedelta(days=9)) == 1  # the clock stood still for nine days
    assert scorecards.tell_what_is_overdue(now=day + timedelta(days=9)) == 0
    assert [row.event.member_id for row in overdue()] == [str(interviewer.pk)]


def test_owed_is_what_has_begun_and_is_not_sent(held, interviewer, admin, recruiter):
    assert [row.interview for row in scorecards.owed(interviewer)] == [held]
    send(held, interviewer)
    assert not scorecards.owed(interviewer).exists() and scorecards.owed(admin).exists()
    interviews.mark_no_show(interview=held, actor=recruiter)
    assert not scorecards.owed(admin).exists()
