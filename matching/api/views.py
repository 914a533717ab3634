"""Facts, matches, explanations and scoring rules for machines: the same services as the pages."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rapidfuzz import fuzz
from rest_framework import exceptions, mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ViewSet

from accounts.api.permissions import MemberCan
from accounts.api.rows import CompanyRows
from accounts.permissions import Action
from jobs.models import Candidate
from matching import sights
from matching.api import serializers as said
from matching.jobtext import read_job
from matching.models import Fact, Match
from matching.services import facts
from matching.services.arms import part_of
from matching.services.candidate_words import words_about
from matching.services.features import taxonomy_of
from matching.services.scoring import explain_match
from matching.views.ranking import suggestions, with_evidence

MOST_SKILLS = 10
NEAR = 80  # of 100: one letter wrong in a short word, two in a long one


@extend_schema_view(
    list=extend_schema(
        summary="What is known of candidates",
        parameters=[
            OpenApiParameter("candidate", {"type": "string", "format": "uuid"}, description="Of this candidate only."),
            OpenApiParameter("kind", {"type": "string", "enum": sorted(facts.FIELDS)}, description="Of this kind only."),
        ],
    ),
    retrieve=extend_schema(summary="One fact"),
)
class FactViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    queryset = Fact.objects.none()
    serializer_class = said.FactSerializer
    actions_needed = {"list": None, "retrieve": None, "partial_update": Action.EDIT_CANDIDATE, "destroy": Action.EDIT_CANDIDATE}

    def narrow(self, rows):
        asked = self.request.query_params if self.request else {}
        rows = rows.standing().select_related("by__user")
        if "kind" in asked:
            if asked["kind"] not in facts.FIELDS:
                raise exceptions.ValidationError({"kind": f"One of {', '.join(sorted(facts.FIELDS))}."})
            rows = rows.filter(kind=asked["kind"])
        if candidate := _uuid(asked, "candidate"):
            rows = rows.filter(candidate=candidate)
        return rows

    @extend_schema(summary="Correct a fact", request=said.FactChangeSerializer, responses=said.FactSerializer)
    def partial_update(self, request, pk=None):
        fact = self.get_object()
        asked = said.FactChangeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        fact = facts.correct_fact(fact=fact, value=asked.validated_data["value"], actor=request.member)
        return Response(self.get_serializer(fact).data)

    @extend_schema(summary="Take a fact out", responses={204: None})
    def destroy(self, request, pk=None):
        facts.remove_fact(fact=self.get_object(), actor=request.member)
        return Response(status=status.HTTP_204_NO_CONTENT)


class CandidateFactsViewSet(GenericViewSet):
    """A fact that the résumé does not say."""

    queryset = Candidate.objects.none()
    serializer_class = said.FactSerializer
    actions_needed = {"create": Action.EDIT_CANDIDATE}

    @extend_schema(
        summary="Add a fact",
        operation_id="candidate_facts_create",
        request=said.NewFactSerializer,
        responses={201: said.FactSerializer},
    )
    def create(self, request, candidate_id):
        candidate = get_object_or_404(Candidate.objects.visible_to(request.member), pk=candidate_id)
        asked = said.NewFactSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        fact = facts.add_fact(candidate=candidate, actor=request.member, **asked.validated_data)
        return Response(self.get_serializer(fact).data, status=status.HTTP_201_CREATED)


@extend_schema_view(
    list=extend_schema(
        summary="Scores",
        parameters=[
            OpenApiParameter("job", {"type": "string", "format": "uuid"}, description="For this job only."),
            OpenApiParameter("candidate", {"type": "string", "format": "uuid"}, description="Of this candidate only."),
        ],
    ),
    retrieve=extend_schema(summary="One score"),
)
class MatchViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    queryset = Match.objects.none()
    serializer_class = said.MatchSerializer
    orders = {"best": ("-score", "pk"), "newest": ("-at", "-pk")}
    actions_needed = {"list": None, "retrieve": None, "explanation": None}

    def narrow(self, rows):
        asked = self.request.query_params if self.request else {}
        rows = rows.select_related("config_version", "job", "company")
        for name in ("job", "candidate"):
            if value := _uuid(asked, name):
                rows = rows.filter(**{name: value})
        return rows

    def list(self, request, *args, **kwargs):
        answer = super().list(request, *args, **kwargs)
        sights.note(request.member, self.paginator.page.rows)
        return answer

    def retrieve(self, request, *args, **kwargs):
        match = self.get_object()
        sights.note(request.member, [match])
        return Response(self.get_serializer(match).data)

    @extend_schema(summary="Why the score is what it is", responses=said.ExplanationSerializer)
    @action(detail=True)
    def explanation(self, request, pk=None):
        match = self.get_object()
        sights.note(request.member, [match])
        told = explain_match(match)
        lines = [
            {
                "criterion": line.criterion,
                "label": line.label,
                "state": line.state,
                "points": line.points,
                "of": line.of,
                "detail": line.detail,
                "change": line.change,
                "facts": [fact.pk for fact in speaking],
            }
            for line, speaking in with_evidence(told, match)
        ]
        answer = {
            "match": match,
            "total": told.total,
            "knocked_out": told.knocked,
            "reasons": told.reasons,
            "missing": told.missing,
            "earned": told.earned,
            "waived": [miss.text for miss in told.waived],
            "lines": lines,
            "candidate_words": words_about(told, match),
            "part": part_of(match),
        }
        return Response(said.ExplanationSerializer(answer).data)


class JobTextViewSet(ViewSet):
    permission_classes = [MemberCan]
    actions_needed = {"create": Action.CREATE_JOB}

    @extend_schema(
        summary="What a job description asks for",
        operation_id="read_job_text",
        request=said.JobTextSerializer,
        responses={200: said.JobSuggestionsSerializer},
    )
    def create(self, request):
        asked = said.JobTextSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        known, text = taxonomy_of(request.member.company_id), asked.validated_data["text"]
        fields, skills = suggestions(read_job(text, known), text, known)
        return Response({"suggestions": fields, "skills": skills})


def likeness(skill, typed):
    """How well a skill fits what is being typed: 0 its name begins so, 1 a word of it or an alias does, 2 spelled nearly so, None not."""
    typed, name = " ".join(typed.casefold().split()), skill.name.casefold()
    aliases = [alias.casefold() for alias in skill.aliases]
    if name.startswith(typed):
        return 0
    # An alias of more words ("Python Flask") says what a skill goes with, not how it is called.
    if f" {typed}" in name or any(alias.startswith(typed) and alias.count(" ") <= typed.count(" ") for alias in aliases):
        return 1
    return 2 if any(fuzz.ratio(one, typed) >= NEAR for one in (name, *aliases)) else None


class SkillViewSet(ViewSet):
    permission_classes = [MemberCan]
    actions_needed = {"list": None}

    @extend_schema(
        summary="Skills like what is being typed",
        operation_id="skills_suggest",
        responses=said.SkillSerializer(many=True),
        parameters=[OpenApiParameter("q", {"type": "string", "minLength": 1, "maxLength": 80}, required=True)],
    )
    def list(self, request):
        typed = request.query_params.get("q", "")
        if not 1 <= len(typed) <= 80:
            raise exceptions.ValidationError({"q": "1 to 80 characters."})
        found = [
            (likeness(skill, typed), skill) for skill in taxonomy_of(request.member.company_id).suggest(typed, 3 * MOST_SKILLS)
        ]
        best = sorted((pair for pair in found if pair[0] is not None), key=lambda pair: pair[0])[:MOST_SKILLS]
        return Response([{"key": skill.key, "name": skill.name} for _likeness, skill in best])


def _uuid(asked, name):
    """The id that a parameter holds; None without the parameter."""
    try:
        return UUID(asked[name]) if name in asked else None
    except ValueError as error:
        raise exceptions.ValidationError({name: "Not a valid UUID."}) from error
