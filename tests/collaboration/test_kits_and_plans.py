"""Kits and plans: what interviewers are given, and which interviews a job's candidates go through."""

import pytest

from accounts.refusal import Refused
from collaboration.models import InterviewPlan, Kit
from collaboration.services import kits


def test_a_kit_keeps_its_order_and_the_attributes_that_keep_their_name(company):
    kit = kits.save_kit(
        company=company,
        name="Talk",
        kind="video",
        minutes=30,
        questions=["Why us?", " ", "What next?"],
        attributes=[("Craft", "Writes it well"), ("Care", "")],
    )
    craft = kit.attributes.get(name="Craft")
    kits.save_kit(company=company, kit=kit, attributes=[("Speed", ""), ("Craft", "Better")])

    kit.refresh_from_db()
    assert kit.questions == ["Why us?", "What next?"]
    assert [(one.name, one.text) for one in kit.attributes.all()] == [("Speed", ""), ("Craft", "Better")]
    assert kit.attributes.get(name="Craft").pk == craft.pk


def test_what_a_kit_can_not_be(company):
    kits.save_kit(company=company, name="Talk", minutes=30)
    for given, expected in (
        ({"name": "Talk"}, ("name_taken", "name")),
        ({"name": ""}, ("invalid", "name")),
        ({"name": "X", "minutes": 3}, ("invalid", "minutes")),
        ({"name": "X", "attributes": [("A", ""), ("A", "")]}, ("name_taken", "attributes")),
        ({"name": "X", "questions": ["?"] * 41}, ("too_many", "questions")),
    ):
        with pytest.raises(Refused) as refused:
            kits.save_kit(company=company, **given)
        assert (refused.value.code, refused.value.field) == expected
    assert Kit.objects.count() == 1


def test_an_archived_kits_name_is_free_and_it_comes_back_under_its_own(company):
    kit = kits.archive_kit(kit=kits.save_kit(company=company, name="Talk"))
    kits.save_kit(company=company, name="Talk")

    with pytest.raises(Refused):
        kits.archive_kit(kit=kit, archived=False)


def test_a_jobs_plan_begins_as_a_copy_of_the_companys(company, job, interviewer, admin):
    kit = kits.save_kit(company=company, name="Talk")
    ours = kits.save_plan(company=company, name="Engineers", interviews=[{"kit": kit, "panel": [interviewer, admin]}])
    job.confidential = True
    job.save()

    plan = kits.begin_plan(job=job, template=ours)
    [row] = plan.interviews.all()
    assert (plan.name, row.kit) == (job.title, kit) and list(row.panel.all()) == []  # neither is on the confidential job's team

    kits.edit_plan(plan=plan, edit=lambda rows: [*rows, {"kit": kit, "panel": []}])
    assert plan.interviews.count() == 2 and ours.interviews.count() == 1
    with pytest.raises(Refused):
        kits.begin_plan(job=job)
    assert not InterviewPlan.objects.visible_to(admin).filter(job=job).exists()
