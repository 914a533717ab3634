"""The API of talent pools: the same services as the pages."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.fields import ModelSerializer, Text
from accounts.api.rows import CompanyRows
from accounts.permissions import Action
from jobs.api.people import MOST_IDS, UndoSerializer
from jobs.blind import name_of
from jobs.filters import PoolFilter
from jobs.models import Application, Candidate, PoolPlace, TalentPool
from jobs.services import pools as service


class PoolSerializer(ModelSerializer):
    people = serializers.IntegerField(read_only=True, help_text="How many lie in it now.")

    class Meta:
        model = TalentPool
        fields = ["id", "name", "about", "people", "created_at"]
        read_only_fields = ["id", "created_at"]


class PoolPlaceSerializer(ModelSerializer):
    """Somebody who lies in a pool. `application`: the run after which they are kept, if you may see it."""

    candidate = serializers.UUIDField(source="candidate_id")
    name = serializers.SerializerMethodField()
    consent = serializers.ChoiceField(source="candidate.consent", choices=["none", "valid", "ending", "over"])
    consent_until = serializers.DateField(source="candidate.consent_until", allow_null=True)
    application = serializers.SerializerMethodField()
    added_by = serializers.UUIDField(source="added_by_id", allow_null=True)

    class Meta:
        model = PoolPlace
        fields = ["candidate", "name", "why", "application", "consent", "consent_until", "added_by", "added_at"]

    def get_name(self, place) -> str:
        return name_of(place.candidate_id, place.candidate.name)

    def get_application(self, place) -> str | None:
        return str(place.application_id) if place.application_id in self.context["runs"] else None


class KeepSerializer(serializers.Serializer):
    candidates = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_IDS)
    why = Text(max_length=300, required=False, allow_blank=True)


class LetGoSerializer(serializers.Serializer):
    candidates = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_IDS)


class PooledSerializer(serializers.Serializer):
    """`at` takes it back: POST it to `talent-pools/undo` within an hour."""

    at = serializers.DateTimeField()
    people = serializers.ListField(child=serializers.UUIDField(), help_text="Who came or went; others were as asked already.")


class PoolViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """Named pools of people whom the company keeps in mind."""

    queryset = TalentPool.objects.none()
    serializer_class = PoolSerializer
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    orders = {"name": ("name", "pk"), "-name": ("-name", "-pk")}
    actions_needed = {
        "list": Action.VIEW_CANDIDATES,
        "retrieve": Action.VIEW_CANDIDATES,
        **dict.fromkeys(["create", "partial_update", "destroy", "add", "remove", "undo"], Action.EDIT_CANDIDATE),
    }

    def narrow(self, rows):
        return rows.with_people()

    def _answer(self, pool, code=status.HTTP_200_OK):
        return Response(self.get_serializer(self.get_queryset().get(pk=pool.pk)).data, status=code)

    def _asked(self, serializer):
        asked = serializer(data=self.request.data)
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)

    def create(self, request):
        asked = self.get_serializer(data=request.data)
        asked.is_valid(raise_exception=True)
        pool = TalentPool(company=request.member.company)
        made = service.save_pool(pool=pool, actor=request.member, **asked.validated_data)
        return self._answer(made, status.HTTP_201_CREATED)

    def partial_update(self, request, pk=None):
        asked = self.get_serializer(self.get_object(), data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        return self._answer(service.save_pool(pool=self.get_object(), actor=request.member, **asked.validated_data))

    @extend_schema(summary="Delete a pool; its people stay among the candidates")
    def destroy(self, request, pk=None):
        service.delete_pool(pool=self.get_object(), actor=request.member)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(summary="Put candidates into a pool", request=KeepSerializer, responses=PooledSerializer)
    @action(detail=True, methods=["post"])
    def add(self, request, pk=None):
        pool, given = self.get_object(), self._asked(KeepSerializer)
        people = self._people(given)
        result = service.keep(pool=pool, candidates=people, actor=request.member, why=given.get("why", ""))
        return Response(PooledSerializer(result).data)

    @extend_schema(summary="Take candidates out of a pool", request=LetGoSerializer, responses=PooledSerializer)
    @action(detail=True, methods=["post"])
    def remove(self, request, pk=None):
        pool, given = self.get_object(), self._asked(LetGoSerializer)
        return Response(PooledSerializer(service.let_go(pool=pool, candidates=self._people(given), actor=request.member)).data)

    def _people(self, given):
        return Candidate.objects.visible_to(self.request.member).filter(pk__in=given["candidates"])

    @extend_schema(summary="Take back what you did to pools at one moment", request=UndoSerializer, responses=PooledSerializer)
    @action(detail=False, methods=["post"], pagination_class=None)
    def undo(self, request):
        return Response(PooledSerializer(service.undo(actor=request.member, at=self._asked(UndoSerializer)["at"])).data)


class PoolPeopleViewSet(mixins.ListModelMixin, CompanyRows):
    """Who lies in a pool, newest first."""

    queryset = PoolPlace.objects.none()
    serializer_class = PoolPlaceSerializer
    filterset_class = PoolFilter
    orders = {"-added": ("-added_at", "-pk"), "added": ("added_at", "pk")}
    actions_needed = {"list": Action.VIEW_CANDIDATES}

    def narrow(self, rows):
        if self.request is None or "pool_id" not in self.kwargs:
            return rows
        pool = get_object_or_404(TalentPool.objects.visible_to(self.request.member), pk=self.kwargs["pool_id"])
        return rows.filter(pool=pool).select_related("candidate")

    def get_serializer(self, *args, **kwargs):
        if kwargs.get("many") and args:
            member, runs = self.request.member, [one.application_id for one in args[0] if one.application_id]
            seen = Application.objects.visible_to(member).filter(pk__in=runs).order_by()
            kwargs["context"] = {**self.get_serializer_context(), "runs": set(seen.values_list("pk", flat=True))}
        return super().get_serializer(*args, **kwargs)

    @extend_schema(summary="Who lies in a pool", operation_id="talent_pools_people_list")
    def list(self, request, *args, **kwargs):
        return super().list(request, *args, **kwargs)
