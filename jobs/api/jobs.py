"""The API of jobs and their posts: the same services as the pages."""

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.problems import Conflict
from accounts.api.rows import CompanyRows
from accounts.permissions import Action
from billing.entitlements import OverQuota
from jobs.api import serializers as said
from jobs.filters import JobFilter
from jobs.models import Job, JobPost
from jobs.services import jobs as service
from jobs.services import posts as post_service
from jobs.services.pipelines import save_stages

METHODS = ["get", "post", "put", "patch", "delete", "head", "options"]


class JobViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """Jobs that the member may see; confidential ones only for their hiring team."""

    queryset = Job.objects.none()
    serializer_class = said.JobSerializer
    filterset_class = JobFilter
    http_method_names = METHODS
    orders = {"-created": ("-created_at", "-pk"), "created": ("created_at", "pk"), "title": ("title", "pk")}
    actions_needed = {
        "list": Action.VIEW_JOBS,
        "retrieve": Action.VIEW_JOBS,
        "create": Action.CREATE_JOB,
        "partial_update": Action.EDIT_JOB,
        "destroy": Action.EDIT_JOB,
        "open": Action.EDIT_JOB,
        "hold": Action.EDIT_JOB,
        "close": Action.EDIT_JOB,
        "duplicate": Action.CREATE_JOB,
        "stages": Action.VIEW_JOBS,
        "set_stages": Action.EDIT_JOB,
        "team": Action.VIEW_JOBS,
        "set_team": Action.EDIT_JOB,
        "set_skills": Action.EDIT_JOB,
    }

    def narrow(self, rows):
        if self.action in {"list"}:
            return rows
        return rows.select_related("company", "department").prefetch_related("skills", "stages", "openings", "team__member__user")

    def get_serializer_class(self):
        return said.JobListSerializer if self.action == "list" else said.JobSerializer

    def _answer(self, job, code=status.HTTP_200_OK):
        rows = Job.objects.of(self.request.member.company).prefetch_related("skills", "stages", "openings", "team__member__user")
        fresh = rows.get(pk=job.pk)
        return Response(said.JobSerializer(fresh, context=self.get_serializer_context()).data, status=code)

    @extend_schema(summary="Make a draft of a job")
    def create(self, request):
        asked = self.get_serializer(data=request.data)
        asked.is_valid(raise_exception=True)
        values = asked.values()
        values.pop("revision", None)
        job = service.create_job(company=request.member.company, actor=request.member, **values)
        return self._answer(job, status.HTTP_201_CREATED)

    @extend_schema(summary="Change a job")
    def partial_update(self, request, pk=None):
        job = self.get_object()
        asked = self.get_serializer(job, data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        values = asked.values()
        values.pop("plan", None)
        return self._answer(
            service.change_job(job=job, actor=request.member, seen_revision=values.pop("revision", None), **values)
        )

    @extend_schema(summary="Delete a job that nobody applied for")
    def destroy(self, request, pk=None):
        service.delete_job(job=self.get_object(), actor=request.member)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(summary="Open a job for applications", request=None)
    @action(detail=True, methods=["post"])
    def open(self, request, pk=None):
        try:
            return self._answer(service.open_job(job=self.get_object(), actor=request.member))
        except OverQuota as refusal:
            raise Conflict(str(refusal), code=refusal.code) from refusal

    @extend_schema(summary="Put a job on hold", request=None)
    @action(detail=True, methods=["post"])
    def hold(self, request, pk=None):
        return self._answer(service.hold_job(job=self.get_object(), actor=request.member))

    @extend_schema(summary="Close a job", request=said.CloseSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request, pk=None):
        job, asked = self.get_object(), said.CloseSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return self._answer(service.close_job(job=job, actor=request.member, reason=asked.validated_data["reason"]))

    @extend_schema(
        summary="Copy a job as a draft or a template", request=said.DuplicateSerializer, responses={201: said.JobSerializer}
    )
    @action(detail=True, methods=["post"])
    def duplicate(self, request, pk=None):
        job, asked = self.get_object(), said.DuplicateSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        new = service.duplicate_job(job=job, actor=request.member, **asked.validated_data)
        return self._answer(new, status.HTTP_201_CREATED)

    @extend_schema(summary="The stages of a job", responses={200: said.StagesSerializer})
    @action(detail=True, methods=["get"])
    def stages(self, request, pk=None):
        return Response(said.StagesSerializer({"stages": self.get_object().stages.all()}).data)

    @extend_schema(
        summary="Set the stages of a job: the whole list, in order",
        request=said.StagesSerializer,
        responses={200: said.StagesSerializer},
    )
    @stages.mapping.put
    def set_stages(self, request, pk=None):
        job, asked = self.get_object(), said.StagesSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        stages = save_stages(job=job, stages=asked.validated_data["stages"], actor=request.member)
        return Response(said.StagesSerializer({"stages": stages}).data)

    @extend_schema(summary="The hiring team", responses={200: said.TeamListSerializer})
    @action(detail=True, methods=["get"])
    def team(self, request, pk=None):
        return Response(said.TeamListSerializer({"team": self.get_object().team.all()}, context={"request": request}).data)

    @extend_schema(
        summary="Set the hiring team: the whole list", request=said.TeamListSerializer, responses={200: said.TeamListSerializer}
    )
    @team.mapping.put
    def set_team(self, request, pk=None):
        job, asked = self.get_object(), said.TeamListSerializer(data=request.data, context={"request": request})
        asked.is_valid(raise_exception=True)
        team = [(one["member"], one["part"]) for one in asked.validated_data["team"]]
        service.set_team(job=job, team=team, actor=request.member)
        people = job.team.select_related("member__user")
        return Response(said.TeamListSerializer({"team": people}, context={"request": request}).data)

    @extend_schema(
        summary="Set the skills: the whole list, in order", request=said.SkillsSerializer, responses={200: said.SkillsSerializer}
    )
    @action(detail=True, methods=["put"], url_path="skills")
    def set_skills(self, request, pk=None):
        job, asked = self.get_object(), said.SkillsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        skills = [(one["name"], one.get("required", True), one.get("importance", 3)) for one in asked.validated_data["skills"]]
        job = service.change_job(job=job, actor=request.member, skills=skills)
        return Response(said.SkillsSerializer({"skills": job.skills.all()}).data)


class PostViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """What people outside read about a job."""

    queryset = JobPost.objects.none()
    serializer_class = said.PostSerializer
    filterset_fields = ["job", "audience", "language"]
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    orders = {"title": ("title", "pk")}
    actions_needed = {
        "list": Action.VIEW_JOBS,
        "retrieve": Action.VIEW_JOBS,
        "create": Action.EDIT_JOB,
        "partial_update": Action.EDIT_JOB,
        "destroy": Action.EDIT_JOB,
        "publish": Action.EDIT_JOB,
        "unpublish": Action.EDIT_JOB,
    }

    def narrow(self, rows):
        return rows.select_related("job__company").prefetch_related("questions")

    def _answer(self, post, code=status.HTTP_200_OK):
        fresh = JobPost.objects.of(self.request.member.company).prefetch_related("questions").get(pk=post.pk)
        return Response(self.get_serializer(fresh).data, status=code)

    @extend_schema(summary="Write a post of a job")
    def create(self, request):
        asked = self.get_serializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return self._answer(post_service.save_post(actor=request.member, **asked.validated_data), status.HTTP_201_CREATED)

    @extend_schema(summary="Change a post")
    def partial_update(self, request, pk=None):
        post = self.get_object()
        asked = self.get_serializer(post, data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        given = {name: value for name, value in asked.validated_data.items() if name != "job"}
        return self._answer(post_service.save_post(job=post.job, post=post, actor=request.member, **given))

    @extend_schema(summary="Delete a post that is not published")
    def destroy(self, request, pk=None):
        post_service.delete_post(post=self.get_object(), actor=request.member)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(summary="Show a post to its audience", request=None)
    @action(detail=True, methods=["post"])
    def publish(self, request, pk=None):
        with transaction.atomic():
            return self._answer(post_service.publish_post(post=self.get_object(), actor=request.member))

    @extend_schema(summary="Take a post down", request=None)
    @action(detail=True, methods=["post"])
    def unpublish(self, request, pk=None):
        return self._answer(post_service.unpublish_post(post=self.get_object(), actor=request.member))
