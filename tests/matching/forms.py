"""A page's form as a browser would send it, for tests that change a field and post the rest back."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    def __init__(self, form_id):
        super().__init__()
        self.form_id, self.inside, self.skip, self.fields, self.select, self.textarea = form_id, False, 0, {}, None, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if tag == "template":
            self.skip += 1
        if not self.inside or self.skip or "disabled" in given:
            return
        name = given.get("name")
        if tag == "input" and name and (given.get("type") not in {"radio", "checkbox"} or "checked" in given):
            self.fields.setdefault(name, []).append(given.get("value") or "")
        elif tag == "select" and name:
            self.select = name
            self.fields[name] = None
        elif tag == "option" and self.select and ("selected" in given or self.fields[self.select] is None):
            self.fields[self.select] = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "template":
            self.skip -= 1
        if tag == "form":
            self.inside = False
        if tag == "select":
            self.select = None


def fields_of(response, form_id):
    """{name: value or list of values} of the form with that id, as it stands on the page."""
    form = _Form(form_id)
    form.feed(response.content.decode())
    assert form.fields, f"no form {form_id}"
    return form.fields
