"""The API of applications: the same services as the pages."""

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.rows import CompanyRows
from accounts.permissions import Action
from jobs.api import people as said
from jobs.filters import ApplicationFilter
from jobs.models import Application, Stage
from jobs.services import applications as service
from jobs.services import bulk

ACTS = ["move", "reject", "unreject", "hire", "unhire", "withdraw", "reopen", "bulk", "undo"]


class ApplicationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """Runs of candidates at jobs. What the pipeline forbids is a 409 or 422 with a stable code; nothing was changed then."""

    queryset = Application.objects.none()
    serializer_class = said.ApplicationSerializer
    filterset_class = ApplicationFilter
    http_method_names = ["get", "post", "patch", "head", "options"]
    orders = {
        "-applied": ("-applied_at", "-pk"),
        "due": ("answer_due_at", "pk"),
        "applied": ("applied_at", "pk"),
        "-score": ("-match_score", "-pk"),
        "-moved": ("-moved_at", "-pk"),
        "near_miss": ("missed_by", "pk"),  # with knocked_out=true: who is nearest to what the rules ask for
    }
    actions_needed = {
        "list": Action.VIEW_JOBS,
        "retrieve": Action.VIEW_JOBS,
        "history": Action.VIEW_JOBS,
        **dict.fromkeys(["create", "partial_update", *ACTS], Action.MOVE_APPLICATION),
    }

    def narrow(self, rows):
        rows = rows.with_names()
        return rows.defer("cover_letter", "rejection_note") if self.action == "list" else rows.prefetch_related("answers")

    def get_serializer_class(self):
        return said.ApplicationListSerializer if self.action == "list" else said.ApplicationSerializer

    def _answer(self, application, code=status.HTTP_200_OK):
        rows = Application.objects.of(self.request.member.company).with_names().prefetch_related("answers")
        return Response(said.ApplicationSerializer(rows.get(pk=application.pk)).data, status=code)

    def _asked(self, serializer):
        asked = serializer(data=self.request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)

    @extend_schema(
        summary="Enter a candidate into a job", request=said.ApplySerializer, responses={201: said.ApplicationSerializer}
    )
    def create(self, request):
        made = service.apply_to_job(actor=request.member, **self._asked(said.ApplySerializer))
        return self._answer(made, status.HTTP_201_CREATED)

    @extend_schema(summary="Change custom fields, or what became of a hire", request=said.ChangeApplicationSerializer)
    def partial_update(self, request, pk=None):
        application = self.get_object()
        given = self._asked(said.ChangeApplicationSerializer)
        return self._answer(service.change_application(application=application, actor=request.member, **given))

    @extend_schema(summary="Move an application to another stage of its job", request=said.MoveSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request, pk=None):
        application, given = self.get_object(), self._asked(said.MoveSerializer)
        return self._answer(
            service.move_application(
                application=application,
                to_stage=given["stage"],
                actor=request.member,
                why=given.get("why", ""),
                seen_revision=given.get("revision"),
            )
        )

    @extend_schema(summary="Reject an application", request=said.RejectSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request, pk=None):
        application, given = self.get_object(), self._asked(said.RejectSerializer)
        return self._answer(service.reject(application=application, actor=request.member, **given))

    @extend_schema(summary="Take a rejection back", request=said.WhySerializer)
    @action(detail=True, methods=["post"])
    def unreject(self, request, pk=None):
        return self._act(service.unreject, said.WhySerializer)

    @extend_schema(summary="Hire: one opening of the job is filled", request=said.HireSerializer)
    @action(detail=True, methods=["post"])
    def hire(self, request, pk=None):
        return self._act(service.hire, said.HireSerializer)

    @extend_schema(summary="Take a hire back: the opening is open again", request=said.WhySerializer)
    @action(detail=True, methods=["post"])
    def unhire(self, request, pk=None):
        return self._act(service.unhire, said.WhySerializer)

    @extend_schema(summary="Write down that the candidate withdrew", request=said.WithdrawSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk=None):
        return self._act(service.withdraw, said.WithdrawSerializer)

    @extend_schema(summary="Re-open a withdrawn application", request=said.WhySerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request, pk=None):
        return self._act(service.reopen, said.WhySerializer)

    def _act(self, serve, serializer):
        application = self.get_object()
        return self._answer(serve(application=application, actor=self.request.member, **self._asked(serializer)))

    @extend_schema(summary="Every stage change, oldest first", responses={200: said.StageChangeSerializer(many=True)})
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def history(self, request, pk=None):
        return Response(said.StageChangeSerializer(self.get_object().stage_changes.all(), many=True).data)

    @extend_schema(
        summary="Move or reject many; each refusal is reported",
        request=said.BulkActSerializer,
        responses={200: said.BulkResultSerializer},
        filters=False,
    )
    @action(detail=False, methods=["post"], pagination_class=None)
    def bulk(self, request):
        given = self._asked(said.BulkActSerializer)
        rows = Application.objects.visible_to(request.member).filter(pk__in=given["applications"])
        if given["act"] == "reject":
            result = bulk.bulk_reject(
                applications=rows,
                actor=request.member,
                reason=given.get("reason"),
                note=given.get("note", ""),
                why=given.get("why", ""),
                pool=given.get("pool"),
                cancel_interviews=given["cancel_interviews"],
            )
        else:
            stage = self._stage(given)
            result = bulk.bulk_move(
                applications=rows, actor=request.member, to_stage=stage, to_type=given.get("type"), why=given.get("why", "")
            )
        return Response(said.BulkResultSerializer(result).data)

    def _stage(self, given):
        if not given.get("stage"):
            return None
        stage = Stage.objects.visible_to(self.request.member).filter(pk=given["stage"]).first()
        if stage is None:
            raise service.MoveRefused("That stage is not there.", code="unknown_stage", field="stage")
        return stage

    @extend_schema(
        summary="Take back what you did at one moment",
        request=said.UndoSerializer,
        responses={200: said.BulkResultSerializer},
        filters=False,
    )
    @action(detail=False, methods=["post"], pagination_class=None)
    def undo(self, request):
        return Response(
            said.BulkResultSerializer(bulk.undo(actor=request.member, at=self._asked(said.UndoSerializer)["at"])).data
        )
