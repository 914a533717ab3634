"""How a service says no."""


class Refused(Exception):
    """The act is not possible as asked. The message is meant for the person; `code` is stable; `field` names what to mend.

    `conflict`: the present state forbids it, whatever is mended in the request. So it is where no field is named.
    """

    def __init__(self, message, *, code="refused", field=None, conflict=False):
        super().__init__(message)
        self.code, self.field, self.conflict = code, field, conflict or field is None
