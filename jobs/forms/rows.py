"""A list of small forms in one page: skills, stages, questions, contacts. Works without scripts through its blank rows.

Rows are told apart by their order only: each field's name comes once for every row, so that a script may add, move and
take away rows without numbering anything. A row whose first field is empty is no row.
"""


class Rows:
    """`form_class` once for each row. `cleaned` holds the rows' values after `is_valid()`."""

    def __init__(self, form_class, prefix, *, data=None, initial=(), blank=1, **extra):
        self.form_class, self.prefix, self.blank, self.extra = form_class, prefix, blank, extra
        self.bound, self.cleaned = data is not None, []
        names = list(form_class.base_fields)
        self.first = names[0] if names[0] != "id" else names[1]
        if self.bound:
            columns = {name: data.getlist(f"{prefix}-{name}") for name in names}
            values = [
                {name: column[position] if position < len(column) else "" for name, column in columns.items()}
                for position in range(len(columns[self.first]))
            ]
            values = [row for row in values if row[self.first].strip()]
            self.forms = [self._form(position, data=row) for position, row in enumerate(values)]
        else:
            self.forms = [self._form(position, initial=row) for position, row in enumerate(initial)]

    def _form(self, position, data=None, initial=None):
        if data is not None:
            data = {f"{self.prefix}-{name}": value for name, value in data.items()}
        return self.form_class(data, initial=initial, prefix=self.prefix, auto_id=f"{self.prefix}-{position}-%s", **self.extra)

    @property
    def blanks(self):
        """Empty rows at the end, for those without scripts."""
        return [self._form(len(self.forms) + number) for number in range(self.blank)]

    @property
    def template(self):
        """The row that the script copies."""
        return self._form("new")

    def is_valid(self):
        good = all([form.is_valid() for form in self.forms])  # noqa: C419  (each row says what is wrong with it)
        self.cleaned = [form.cleaned_data for form in self.forms if form.is_valid()]
        return good
