"""The API pages as the pages do: by key, with the same cursors."""

from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from accounts.paging import page_of


class CursorPages(BasePagination):
    """`?cursor=` goes on where the last page ended, `?page_size=` asks for up to 100 rows, `?sort=` for one of `view.orders`.

    A view without `orders` (name → field paths, the last one unique) lists its newest rows first.
    """

    page_size = 50
    max_page_size = 100
    orders = {"newest": ("-pk",)}

    def paginate_queryset(self, queryset, request, view=None):
        self.request = request
        self.check_order(request, getattr(view, "orders", self.orders))
        self.page = page_of(queryset, request, orders=getattr(view, "orders", self.orders), size=self.size(request))
        return self.page.rows

    def size(self, request):
        """The page size that was asked for."""
        asked = request.query_params.get("page_size", str(self.page_size))
        if asked.isascii() and asked.isdigit() and len(asked) < 4 and 1 <= int(asked) <= self.max_page_size:
            return int(asked)
        raise ValidationError({"page_size": f"A whole number from 1 to {self.max_page_size}."}, code="page_size")

    def check_order(self, request, orders):
        if request.query_params.get("sort", next(iter(orders))) not in orders:
            raise ValidationError({"sort": f"One of {', '.join(orders)}."}, code="sort")

    def get_paginated_response(self, data):
        return Response(
            {"next": self._link(self.page.next_cursor), "previous": self._link(self.page.previous_cursor), "results": data}
        )

    def _link(self, cursor):
        return cursor and replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)

    def get_paginated_response_schema(self, schema):
        link = {"type": "string", "nullable": True, "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view):
        orders = list(getattr(view, "orders", self.orders))
        return [
            _parameter("cursor", "Where to go on: taken from `next` or `previous`.", {"type": "string"}),
            _parameter("page_size", "Rows a page.", {"type": "integer", "minimum": 1, "maximum": self.max_page_size}),
            _parameter("sort", "How the rows are sorted.", {"type": "string", "enum": orders, "default": orders[0]}),
        ]


def _parameter(name, description, schema):
    return {"name": name, "required": False, "in": "query", "description": description, "schema": schema}
