"""The API of the careers pages: a company's own settings, and its open jobs for whoever asks."""

from django.core.exceptions import ValidationError
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.api.fields import ModelSerializer, Text
from accounts.permissions import Action
from jobs.models import Job, JobPost
from jobs.services.rich_text import to_markdown
from portal import postings
from portal.models import CareersSite
from portal.services import careers


class PublicJobSerializer(serializers.ModelSerializer):
    """What the public reads of a job; pay only where the company shows it."""

    url = serializers.SerializerMethodField()
    apply_url = serializers.SerializerMethodField()
    department = serializers.CharField(source="job.department.name", default=None, allow_null=True)
    location = serializers.SerializerMethodField()
    country = serializers.CharField(source="job.country")
    remote = serializers.ChoiceField(source="job.remote", choices=Job.Remote.choices)
    employment = serializers.ChoiceField(source="job.employment", choices=Job.Employment.choices)
    pay = serializers.SerializerMethodField()
    closes_on = serializers.DateField(source="job.closes_on", allow_null=True)

    class Meta:
        model = JobPost
        fields = [
            "id", "title", "text", "language", "location", "country", "remote", "employment", "department", "pay", "published_at",
            "closes_on", "url", "apply_url",
        ]  # fmt: skip
        read_only_fields = fields

    def get_url(self, post) -> str:
        return f"{self.context['site'].root}/{post.pk}/"

    def get_apply_url(self, post) -> str:
        return f"{self.context['site'].root}/{post.pk}/apply/"

    def get_location(self, post) -> str:
        return post.location or post.job.location

    def get_pay(self, post) -> str:
        return postings.pay_in_words(post)


class PublicJobsViewSet(mixins.ListModelMixin, GenericViewSet):
    """The open jobs of a company's careers pages. Public, read-only; nobody signs in."""

    queryset = JobPost.objects.none()
    serializer_class = PublicJobSerializer
    permission_classes = [AllowAny]
    authentication_classes = []
    filter_backends = []
    orders = {"newest": ("-published_at", "-pk")}
    http_method_names = ["get", "head", "options"]

    def get_queryset(self):
        return self.site.posts() if "slug" in self.kwargs else self.queryset

    @property
    def site(self):
        if not hasattr(self, "_site"):
            self._site = careers.site_of(self.kwargs["slug"])
        if self._site is None:
            raise Http404
        return self._site

    def get_serializer_context(self):
        return {**super().get_serializer_context(), **({"site": self.site} if "slug" in self.kwargs else {})}

    @extend_schema(summary="A company's open jobs, for everybody", operation_id="careers_jobs_list", auth=[])
    def list(self, request, slug=None):
        answer = super().list(request)
        answer["Access-Control-Allow-Origin"] = "*"  # public data: a company's own website may show it
        return answer


class CareersSiteSerializer(ModelSerializer):
    """`about` is light Markdown."""

    about = Text(max_length=10_000, allow_blank=True, required=False)
    links = serializers.ListField(child=Text(max_length=300), required=False)
    filters = serializers.ListField(child=serializers.ChoiceField(choices=CareersSite.Filter.choices), required=False)
    address = serializers.SerializerMethodField()

    class Meta:
        model = CareersSite
        fields = [*careers.CHANGEABLE, "address"]

    def get_address(self, site) -> str:
        return careers.address_of(site.company)

    def to_representation(self, site):
        return {**super().to_representation(site), "about": to_markdown(site.about)}


class CareersSiteViewSet(GenericViewSet):
    """The company's careers pages."""

    queryset = CareersSite.objects.none()
    serializer_class = CareersSiteSerializer
    actions_needed = {"retrieve": Action.MANAGE_SETTINGS, "partial_update": Action.MANAGE_SETTINGS}

    @extend_schema(summary="The careers pages' settings", operation_id="careers_site_retrieve")
    def retrieve(self, request):
        return Response(self.get_serializer(careers.settings_of(request.member.company)).data)

    @extend_schema(summary="Change the careers pages", operation_id="careers_site_partial_update")
    def partial_update(self, request):
        asked = self.get_serializer(careers.settings_of(request.member.company), data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        try:
            site = careers.save_site(company=request.member.company, actor=request.member, **asked.validated_data)
        except ValidationError as error:
            raise serializers.ValidationError(error.message_dict) from error
        return Response(self.get_serializer(site).data)
