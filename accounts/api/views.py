"""The API of accounts: the same services as the pages."""

import django_filters
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.api import serializers as said
from accounts.api.rows import CompanyRows
from accounts.models import ROLE_CHOICES, Company, Event, Invitation, Membership
from accounts.permissions import Action
from accounts.services import bulk_invitations, companies, invitations, members, profiles


class MeViewSet(GenericViewSet):
    """The member who asks."""

    serializer_class = said.MeSerializer
    queryset = Membership.objects.none()
    actions_needed = {"retrieve": None, "partial_update": None, "set_photo": None, "remove_photo": None}

    @extend_schema(summary="Who am I, and what may I do", operation_id="me_retrieve")
    def retrieve(self, request):
        return Response(self.get_serializer(request.member).data)

    @extend_schema(summary="Change my profile", operation_id="me_update")
    def partial_update(self, request):
        asked = self.get_serializer(request.member, data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        member = profiles.change_profile(member=request.member, **asked.changes())
        return Response(self.get_serializer(member).data)

    @extend_schema(
        summary="Set my photo",
        operation_id="me_photo_set",
        request={"multipart/form-data": said.PictureSerializer},
        responses={204: OpenApiResponse(description="Kept.")},
    )
    def set_photo(self, request):
        asked = said.PictureSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        profiles.change_profile(member=request.member, photo=asked.validated_data["file"])
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        summary="Take my photo away",
        operation_id="me_photo_remove",
        request=None,
        responses={204: OpenApiResponse(description="Gone.")},
    )
    def remove_photo(self, request):
        profiles.change_profile(member=request.member, photo=False)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def get_parsers(self):
        return [MultiPartParser()] if getattr(self, "action_map", {}).get("put") else super().get_parsers()


class CompanyViewSet(GenericViewSet):
    """The company that the member acts for."""

    serializer_class = said.CompanySerializer
    queryset = Company.objects.none()
    actions_needed = {"retrieve": None, "partial_update": Action.MANAGE_SETTINGS}

    @extend_schema(summary="The company's settings", operation_id="company_retrieve")
    def retrieve(self, request):
        return Response(self.get_serializer(request.member.company).data)

    @extend_schema(summary="Change the company's settings", operation_id="company_update")
    def partial_update(self, request):
        asked = self.get_serializer(request.member.company, data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        changed = companies.change_company(company=request.member.company, actor=request.member, **asked.validated_data)
        return Response(self.get_serializer(changed).data)


class MemberFilter(django_filters.FilterSet):
    role = django_filters.ChoiceFilter(choices=ROLE_CHOICES)
    active = django_filters.BooleanFilter(field_name="deactivated_at", lookup_expr="isnull", help_text="Not deactivated.")
    q = django_filters.CharFilter(method="called", help_text="Part of a name, a handle or an e-mail address.", max_length=100)

    def called(self, rows, name, text):
        return rows.called(text)


class MemberViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """The people of the company."""

    queryset = Membership.objects.none()
    serializer_class = said.MemberSerializer
    filterset_class = MemberFilter
    orders = {"name": ("user__name", "pk"), "-name": ("-user__name", "-pk"), "-joined": ("-created_at", "-pk")}
    http_method_names = ["get", "post", "patch", "head", "options"]
    actions_needed = {
        "list": None, "retrieve": None, "partial_update": Action.MANAGE_USERS, "deactivate": Action.MANAGE_USERS,
        "reactivate": Action.MANAGE_USERS,
    }  # fmt: skip

    def narrow(self, rows):
        return rows.select_related("user", "company")

    @extend_schema(summary="Change a member's role")
    def partial_update(self, request, pk=None):
        member = self.get_object()
        asked = self.get_serializer(member, data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        role = asked.validated_data.get("role", member.role)
        return Response(self.get_serializer(members.change_role(member=member, role=role, actor=request.member)).data)

    @extend_schema(
        summary="Take a member out of the company", request=said.DeactivateSerializer, responses={200: said.MemberSerializer}
    )
    @action(detail=True, methods=["post"])
    def deactivate(self, request, pk=None):
        member = self.get_object()
        asked = said.DeactivateSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        heir = asked.validated_data.get("transfer_to")
        heir = get_object_or_404(self.get_queryset(), pk=heir) if heir else None
        member = members.deactivate_member(member=member, actor=request.member, transfer_to=heir)
        return Response(self.get_serializer(member).data)

    @extend_schema(summary="Let a member back in", request=None, responses={200: said.MemberSerializer})
    @action(detail=True, methods=["post"])
    def reactivate(self, request, pk=None):
        member = members.reactivate_member(member=self.get_object(), actor=request.member)
        return Response(self.get_serializer(member).data)


class InvitationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """Offers of a membership. The token goes by mail alone."""

    queryset = Invitation.objects.none()
    serializer_class = said.InvitationSerializer
    orders = {"newest": ("-created_at", "-pk")}
    actions_needed = dict.fromkeys(["list", "retrieve", "create", "destroy", "resend", "bulk"], Action.MANAGE_USERS)

    @extend_schema(summary="Invite an address")
    def create(self, request):
        asked = self.get_serializer(data=request.data)
        asked.is_valid(raise_exception=True)
        made = invitations.invite(company=request.member.company, actor=request.member, **asked.validated_data)
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(summary="Take an invitation back")
    def destroy(self, request, pk=None):
        invitations.revoke(invitation=self.get_object(), actor=request.member)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(summary="Mail an invitation again", request=None, responses={200: said.InvitationSerializer})
    @action(detail=True, methods=["post"])
    def resend(self, request, pk=None):
        sent = invitations.resend(invitation=self.get_object(), actor=request.member)
        return Response(self.get_serializer(sent).data)

    @extend_schema(
        summary="Invite the rows of a CSV text",
        request=said.BulkSerializer,
        responses={200: said.BulkRowSerializer(many=True)},
        filters=False,
    )
    @action(detail=False, methods=["post"], pagination_class=None)
    def bulk(self, request):
        asked = said.BulkSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        service = bulk_invitations.dry_run if asked.validated_data["dry_run"] else bulk_invitations.invite_many
        report = service(company=request.member.company, text=asked.validated_data["csv"], actor=request.member)
        return Response(said.BulkRowSerializer(report, many=True).data)


class EventFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(help_text="The event's name, as `application.moved`.", max_length=60)
    subject_type = django_filters.CharFilter(max_length=60)
    subject_id = django_filters.CharFilter(max_length=36)
    after = django_filters.NumberFilter(
        field_name="pk",
        lookup_expr="gt",
        help_text="Only events after this id.",
        min_value=0,
        max_value=2**63 - 1,
        decimal_places=0,
    )


class EventViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, CompanyRows):
    """Everything that happened in the company: ids and small facts, no person's text."""

    queryset = Event.objects.none()
    serializer_class = said.EventSerializer
    filterset_class = EventFilter
    orders = {"newest": ("-pk",), "oldest": ("pk",)}
    lookup_value_regex = "[0-9]{1,18}"
    actions_needed = {"list": Action.MANAGE_SETTINGS, "retrieve": Action.MANAGE_SETTINGS}
