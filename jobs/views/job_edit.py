"""Making and changing jobs: the form, the pipeline, the team, the posts, opening and closing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.guard import needs
from accounts.models import Membership
from accounts.permissions import Action
from accounts.places import CURRENCIES
from accounts.refusal import Refused
from billing.entitlements import OverQuota
from jobs.forms.jobs import CloseForm, JobForm, PostForm, QuestionRow, SkillRow, StageRow, TeamRow
from jobs.forms.rows import Rows
from jobs.models import Job, JobPost
from jobs.services import jobs as service
from jobs.services import posts as post_service
from jobs.services.pipelines import save_stages
from jobs.services.rich_text import to_markdown
from jobs.views.jobs import get_job, job_frame
from jobs.views.lists import is_id
from jobs.views.replies import dialog, refuse, refuse_invalid, said, saved


@needs(Action.CREATE_JOB)
def create(request):
    """A new job, from nothing or from a template (?template=id)."""
    member, template = request.member, None
    templates = Job.objects.visible_to(member).filter(is_template=True).order_by("title")
    if request.GET.get("template"):
        template = get_object_or_404(templates, pk=request.GET["template"]) if is_id(request.GET["template"]) else None
    initial, skills = _from_template(template)
    form = JobForm(request.POST or None, member=member, initial=initial)
    rows = Rows(SkillRow, "skill", data=request.POST if request.POST else None, initial=skills, blank=3)
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):  # noqa: C419  (both say what is wrong)
        try:
            job = service.create_job(
                company=member.company,
                actor=member,
                skills=[row.as_skill() for row in rows.forms],
                openings=form.cleaned_data["openings"],
                plan=form.cleaned_data["plan"],
                **form.values(),
            )
        except Refused as refusal:
            refuse(form, refusal)
        except ValidationError as error:
            refuse_invalid(form, error)
        else:
            messages.success(request, _("“%(title)s” is a draft now. Open it when it is ready.") % {"title": job.title})
            return redirect("jobs:job_details", job.pk)
    context = {"form": form, "skills": rows, "templates": templates[:50], "currencies": CURRENCIES, "template": template}
    return render(request, "jobs/job_form.html", context, status=422 if form.is_bound else 200)


def _from_template(template):
    if template is None:
        return {}, []
    names = [name for name in JobForm.Meta.fields if name not in {"opens_on", "closes_on", "description"}]
    initial = {name: getattr(template, name) for name in names} | {"description": to_markdown(template.description)}
    return initial, [_skill(skill) for skill in template.skills.all()]


def _skill(skill):
    return {"name": skill.name, "required": "yes" if skill.required else "no", "importance": skill.importance}


@needs(Action.EDIT_JOB)
def edit(request, pk):
    """Change a job. If a colleague was quicker, what was typed stays on the page."""
    job = get_job(request, pk)
    form = JobForm(request.POST or None, instance=job, member=request.member)
    initial = [] if request.POST else [_skill(skill) for skill in job.skills.all()]
    rows = Rows(SkillRow, "skill", data=request.POST if request.POST else None, initial=initial, blank=2)
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):  # noqa: C419  (both say what is wrong)
        try:
            service.change_job(
                job=job,
                actor=request.member,
                seen_revision=form.cleaned_data["revision"],
                skills=[row.as_skill() for row in rows.forms],
                openings=form.cleaned_data["openings"],
                **form.values(),
            )
        except Refused as refusal:
            refuse(form, refusal)
            if refusal.code == "changed_meanwhile":
                form.data = form.data.copy()
                form.data["revision"] = Job.objects.values_list("revision", flat=True).get(pk=job.pk)
        except ValidationError as error:
            refuse_invalid(form, error)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("jobs:job_details", job.pk)
    context = {"form": form, "skills": rows, "job": job, "currencies": CURRENCIES}
    return render(request, "jobs/job_form.html", context, status=422 if form.is_bound else 200)


@needs(Action.EDIT_JOB)
def stages(request, pk):
    """Add, name, order and type the stages of one job."""
    job = get_job(request, pk)
    initial = (
        []
        if request.POST
        else [
            {"id": stage.pk, "name": stage.name, "type": stage.type, "answer_days": stage.answer_days}
            for stage in job.stages.all()
        ]
    )
    rows = Rows(StageRow, "stage", data=request.POST if request.POST else None, initial=initial, blank=1)
    problem = ""
    if request.method == "POST" and rows.is_valid():
        try:
            save_stages(job=job, stages=rows.cleaned, actor=request.member)
        except Refused as refusal:
            problem = str(refusal)
        else:
            return saved(request, _("The pipeline is saved."), reverse("jobs:job_pipeline", args=[job.pk]))
    context = job_frame(request, job, "job_pipeline") | {"rows": rows, "problem": problem}
    return render(request, "jobs/job_stages.html", context, status=422 if rows.bound else 200)


@needs(Action.EDIT_JOB)
def team(request, pk):
    """Who hires: the whole team at once."""
    job = get_job(request, pk)
    people = Membership.objects.visible_to(request.member).active().select_related("user").order_by("user__name")
    initial = [] if request.POST else [{"member": one.member_id, "part": one.part} for one in job.team.all()]
    rows = Rows(TeamRow, "team", data=request.POST if request.POST else None, initial=initial, blank=1, people=people)
    problem = ""
    if request.method == "POST" and rows.is_valid():
        try:
            service.set_team(job=job, team=[(row["member"], row["part"]) for row in rows.cleaned], actor=request.member)
        except Refused as refusal:
            problem = str(refusal)
        else:
            still = Job.objects.visible_to(request.member).filter(pk=job.pk).exists()
            to = reverse("jobs:job_team", args=[job.pk]) if still else reverse("jobs:list")
            return saved(request, _("The hiring team is saved."), to)
    context = job_frame(request, job, "job_team") | {"rows": rows, "problem": problem}
    return render(request, "jobs/job_team_form.html", context, status=422 if rows.bound else 200)


@needs(Action.EDIT_JOB)
def post(request, pk, post_pk=None):
    """Write a post of a job, with its questions."""
    job = get_job(request, pk)
    row = get_object_or_404(job.posts.all(), pk=post_pk) if post_pk else None
    start = {"title": job.title, "location": job.location} if row is None else {}
    form = PostForm(request.POST or None, instance=row or JobPost(text=job.description), initial=start)
    asked = list(row.questions.all()) if row and not request.POST else []
    initial = [
        {
            "id": one.pk,
            "text": one.text,
            "kind": one.kind,
            "options": ", ".join(one.options),
            "required": "yes" if one.required else "no",
        }
        for one in asked
    ]
    rows = Rows(QuestionRow, "question", data=request.POST if request.POST else None, initial=initial, blank=1)
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):  # noqa: C419  (both say what is wrong)
        try:
            post_service.save_post(
                job=job, actor=request.member, post=row, questions=[one.as_question() for one in rows.forms], **form.values()
            )
        except Refused as refusal:
            refuse(form, refusal)
        except ValidationError as error:
            refuse_invalid(form, error)
        else:
            return saved(request, _("The post is saved."), reverse("jobs:job_posts", args=[job.pk]))
    context = job_frame(request, job, "job_posts") | {"form": form, "questions": rows, "post": row}
    return render(request, "jobs/post_form.html", context, status=422 if form.is_bound else 200)


POST_ACTS = {
    "publish": (post_service.publish_post, gettext_lazy("The post is public now.")),
    "unpublish": (post_service.unpublish_post, gettext_lazy("The post is taken down.")),
    "delete": (post_service.delete_post, gettext_lazy("The post is deleted.")),
}


@needs(Action.EDIT_JOB)
@require_POST
def post_act(request, pk, post_pk, act):
    """Publish a post, take it down, or delete it."""
    row = get_object_or_404(get_job(request, pk).posts.select_related("job__company"), pk=post_pk)
    serve, words = POST_ACTS[act]
    to = reverse("jobs:job_posts", args=[pk])
    try:
        serve(post=row, actor=request.member)
    except Refused as refusal:
        return said(request, str(refusal), level="error", back=to)
    return saved(request, words, to)


@needs(Action.EDIT_JOB)
@require_POST
def act(request, pk, act):
    """Open a job or put it on hold."""
    job, to = get_job(request, pk), reverse("jobs:job", args=[pk])
    try:
        {"open": service.open_job, "hold": service.hold_job}[act](job=job, actor=request.member)
    except (Refused, OverQuota) as refusal:
        return said(request, str(refusal), level="error", back=to)
    words = {"open": _("The job is open."), "hold": _("The job is on hold; it takes no applications now.")}
    return saved(request, words[act], to)


@needs(Action.EDIT_JOB)
def close(request, pk):
    """Close a job, with why."""
    job = get_job(request, pk)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        service.close_job(job=job, actor=request.member, reason=form.cleaned_data["reason"])
        return saved(
            request, _("The job is closed. Its running applications wait for your answer."), reverse("jobs:job", args=[pk])
        )
    text = _("It takes no more applications and its open seats close. People who are still in it wait for your answer.")
    return dialog(
        request,
        "jobs/dialog_form.html",
        title=_("Close “%(title)s”") % {"title": job.title},
        form=form,
        text=text,
        verb=_("Close the job"),
        status=422 if form.is_bound else 200,
    )


@needs(Action.CREATE_JOB)
@require_POST
def duplicate(request, pk):
    """A copy as a draft or, with `template`, as a template."""
    job, as_template = get_job(request, pk), request.POST.get("template") == "1"
    with transaction.atomic():
        new = service.duplicate_job(job=job, actor=request.member, as_template=as_template)
    words = _("Saved as a template.") if as_template else _("This is the copy, a draft. Its posts are not published.")
    return saved(request, words, reverse("jobs:job_details", args=[new.pk]))
