"""Lists of the API are narrowed by the sets of the pages, but a value that says nothing is refused, not passed over."""

from django_filters import BooleanFilter, CharFilter
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError

OF_PAGES = {"cursor", "page_size", "sort"}


class StrictFilters(DjangoFilterBackend):
    """Yes-or-no parameters are `true` or `false`; only texts may be empty."""

    def filter_queryset(self, request, queryset, view):
        if not set(request.query_params) - OF_PAGES:  # nothing to narrow by: the set's form is a quarter of a list's time
            return queryset
        return super().filter_queryset(request, queryset, view)

    def get_filterset(self, request, queryset, view):
        filterset = super().get_filterset(request, queryset, view)
        for name, one in filterset.filters.items() if filterset else ():
            value = request.query_params.get(name)
            if value is None or isinstance(one, CharFilter):
                continue
            if not value:
                raise ValidationError({name: "Give it a value, or leave it out."})
            if isinstance(one, BooleanFilter) and value.lower() not in {"true", "false"}:
                raise ValidationError({name: "true or false."})
        return filterset
