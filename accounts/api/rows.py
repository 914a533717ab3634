"""The one way in which API views get at rows."""

from rest_framework.viewsets import GenericViewSet


class CompanyRows(GenericViewSet):
    """Rows that `visible_to(request.member)` lets through; what is not visible is 404.

    `queryset = Model.objects.none()` names the model; `narrow(rows)` may add select_related and the like.
    """

    def get_queryset(self):
        rows = self.queryset.model.objects.visible_to(getattr(self.request, "member", None))  # no member: the schema generator
        return self.narrow(rows)

    def narrow(self, rows):
        return rows
