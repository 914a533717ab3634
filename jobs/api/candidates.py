"""The API of candidates: the same services as the pages."""

from django.db.models import Prefetch
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.rows import CompanyRows
from accounts.permissions import Action
from jobs.api import people as said
from jobs.filters import CandidateFilter
from jobs.models import Candidate
from jobs.services import candidates as service
from jobs.services.bulk import bulk_tag
from jobs.services.lookups import tags_named


class CandidateViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """Candidates; an interviewer gets those assigned to them. `q` searches names, skills and the words of résumés."""

    queryset = Candidate.objects.none()
    serializer_class = said.CandidateSerializer
    filterset_class = CandidateFilter
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    orders = {
        "-created": ("-created_at", "-pk"),
        "created": ("created_at", "pk"),
        "name": ("name", "pk"),
        "-name": ("-name", "-pk"),
        "-years": ("-years", "-pk"),
        "years": ("years", "pk"),
    }
    actions_needed = {
        "list": None,
        "retrieve": None,
        "create": Action.ADD_CANDIDATE,
        "partial_update": Action.EDIT_CANDIDATE,
        "destroy": Action.DELETE_CANDIDATE,
        "tag": Action.EDIT_CANDIDATE,
        "assign": Action.EDIT_CANDIDATE,
        "unassign": Action.EDIT_CANDIDATE,
    }

    def narrow(self, rows):
        rows = rows.prefetch_related(Prefetch("tags", to_attr="tag_list"))
        return rows if self.action == "list" else rows.select_related("company").prefetch_related("contact_points", "resumes")

    def get_serializer_class(self):
        return said.CandidateListSerializer if self.action == "list" else said.CandidateSerializer

    def _answer(self, candidate, code=status.HTTP_200_OK):
        fresh = self.narrow(Candidate.objects.of(self.request.member.company)).get(pk=candidate.pk)
        return Response(said.CandidateSerializer(fresh, context=self.get_serializer_context()).data, status=code)

    def _values(self, asked):
        values = dict(asked.validated_data)
        if "tags" in values:
            values["tags"] = tags_named(self.request.member.company, values["tags"])
        return values

    @extend_schema(summary="Add a candidate")
    def create(self, request):
        asked = self.get_serializer(data=request.data)
        asked.is_valid(raise_exception=True)
        values = self._values(asked)
        values.pop("revision", None)
        made = service.create_candidate(company=request.member.company, actor=request.member, **values)
        return self._answer(made, status.HTTP_201_CREATED)

    @extend_schema(summary="Change a candidate; contacts and tags are whole lists")
    def partial_update(self, request, pk=None):
        candidate = self.get_object()
        asked = self.get_serializer(candidate, data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        values = self._values(asked)
        changed = service.change_candidate(
            candidate=candidate, actor=request.member, seen_revision=values.pop("revision", None), **values
        )
        return self._answer(changed)

    @extend_schema(summary="Delete a candidate with files and applications")
    def destroy(self, request, pk=None):
        service.delete_candidate(candidate=self.get_object(), actor=request.member)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        summary="Tag many candidates, or take tags off",
        request=said.BulkTagSerializer,
        responses={200: said.CountSerializer},
        filters=False,
    )
    @action(detail=False, methods=["post"], url_path="tags", pagination_class=None)
    def tag(self, request):
        asked = said.BulkTagSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        chosen = Candidate.objects.visible_to(request.member).filter(pk__in=given["candidates"])
        tags = tags_named(request.member.company, given["tags"])
        count = bulk_tag(candidates=chosen, tags=tags, actor=request.member, remove=given["remove"])
        return Response({"count": count})

    @extend_schema(
        summary="Let a member see this candidate",
        request=said.SightSerializer,
        responses={204: OpenApiResponse(description="They see it now.")},
    )
    @action(detail=True, methods=["post"])
    def assign(self, request, pk=None):
        return self._sight(request, service.assign_sight)

    @extend_schema(
        summary="End a member's sight of this candidate",
        request=said.SightSerializer,
        responses={204: OpenApiResponse(description="Ended.")},
    )
    @action(detail=True, methods=["post"])
    def unassign(self, request, pk=None):
        return self._sight(request, service.end_sight)

    def _sight(self, request, serve):
        candidate, asked = self.get_object(), said.SightSerializer(data=request.data, context={"request": request})
        asked.is_valid(raise_exception=True)
        serve(candidate=candidate, member=asked.validated_data["member"], actor=request.member)
        return Response(status=status.HTTP_204_NO_CONTENT)
