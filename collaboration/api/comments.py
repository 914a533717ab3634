"""Comments for machines: the same services as the panels."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.fields import ModelSerializer, Text
from accounts.api.rows import CompanyRows
from accounts.permissions import Action
from collaboration.models import ENTITIES, Attachment, Comment, Reaction
from collaboration.services import comments as service
from collaboration.services.comments import LONGEST
from jobs.api.fields import OwnRow

ABOUT = [
    OpenApiParameter(
        "entity_type", {"type": "string", "enum": sorted(ENTITIES)}, required=True, description="What is discussed."
    ),
    OpenApiParameter("entity_id", {"type": "string", "format": "uuid"}, required=True, description="Which one."),
]


class ReactionSerializer(ModelSerializer):
    class Meta:
        model = Reaction
        fields = ["kind", "member"]


class AttachmentSerializer(ModelSerializer):
    class Meta:
        model = Attachment
        fields = ["id", "name", "size"]


class CommentSerializer(ModelSerializer):
    """`text` is light Markdown as it was typed; a deleted comment has none."""

    entity_type = serializers.ChoiceField(sorted(ENTITIES), read_only=True)
    entity_id = serializers.UUIDField(read_only=True)
    mentioned = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    reactions = ReactionSerializer(many=True, read_only=True)
    attachments = AttachmentSerializer(many=True, read_only=True)

    class Meta:
        model = Comment
        fields = [
            "id",
            "entity_type",
            "entity_id",
            "parent",
            "author",
            "text",
            "private",
            "mentioned",
            "reactions",
            "attachments",
            "created_at",
            "edited_at",
            "deleted_at",
        ]


class NewCommentSerializer(serializers.Serializer):
    entity_type = serializers.ChoiceField(sorted(ENTITIES))
    entity_id = serializers.UUIDField()
    text = Text(max_length=LONGEST)
    parent = OwnRow(Comment, required=False, allow_null=True)
    private = serializers.BooleanField(required=False, default=False)


class ChangeCommentSerializer(serializers.Serializer):
    text = Text(max_length=LONGEST)


class ReactSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(Reaction.Kind.choices)


class CommentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """What the team says about one thing, newest first."""

    queryset = Comment.objects.none()
    serializer_class = CommentSerializer
    http_method_names = ["get", "post", "put", "delete", "head", "options"]
    actions_needed = {
        "list": None,
        "retrieve": None,
        **dict.fromkeys(["create", "update", "destroy", "reactions"], Action.COMMENT),
    }

    def narrow(self, rows):
        rows = rows.prefetch_related("mentioned", "reactions", "attachments")
        if self.action != "list" or self.request is None:
            return rows
        asked = self.request.query_params
        kind = asked.get("entity_type")
        if kind not in ENTITIES:
            raise exceptions.ValidationError({"entity_type": f"One of {', '.join(sorted(ENTITIES))}."})
        pk = serializers.UUIDField().run_validation(asked.get("entity_id") or None) if asked.get("entity_id") else None
        if pk is None:
            raise exceptions.ValidationError({"entity_id": "Say which one."})
        return rows.filter(**{kind: pk})

    @extend_schema(summary="What is said about one thing", parameters=ABOUT)
    def list(self, request):
        return super().list(request)

    def _asked(self, serializer):
        asked = serializer(data=self.request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        return dict(asked.validated_data)

    def _answer(self, comment, code=status.HTTP_200_OK):
        row = Comment.objects.prefetch_related("mentioned", "reactions", "attachments").get(pk=comment.pk)
        return Response(CommentSerializer(row).data, status=code)

    @extend_schema(summary="Say something", request=NewCommentSerializer, responses={201: CommentSerializer})
    def create(self, request):
        given = self._asked(NewCommentSerializer)
        kind, pk = given.pop("entity_type"), given.pop("entity_id")
        entity = get_object_or_404(ENTITIES[kind].objects.visible_to(request.member), pk=pk)
        made = service.add_comment(entity_type=kind, entity=entity, author=request.member, **given)
        return self._answer(made, status.HTTP_201_CREATED)

    @extend_schema(summary="Change one's own words, for five minutes", request=ChangeCommentSerializer)
    def update(self, request, pk=None):
        comment = self.get_object()
        return self._answer(service.edit_comment(comment=comment, actor=request.member, **self._asked(ChangeCommentSerializer)))

    @extend_schema(summary="Take a comment back: its trace stays, its words do not", responses={204: None})
    def destroy(self, request, pk=None):
        service.delete_comment(comment=self.get_object(), actor=request.member)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(summary="Set a reaction, or take it back", request=ReactSerializer, responses=CommentSerializer)
    @action(detail=True, methods=["post"])
    def reactions(self, request, pk=None):
        comment = self.get_object()
        service.react(comment=comment, actor=request.member, **self._asked(ReactSerializer))
        return self._answer(comment)
