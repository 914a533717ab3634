"""The résumé as it looks, with a mark over every place that a fact was read from."""

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from accounts.guard import needs
from jobs.models import Candidate, Resume
from matching.models import Fact, Reading
from matching.reading.document import Unreadable
from matching.reading.sandbox import render_safely

WIDTHS = (800, 1600)  # pixels: for ordinary and for sharp screens
KEPT = 24 * 3600


@require_GET
@needs()
def resume_panel(request, pk):
    """The candidate's latest readable résumé, or the one that `?resume=` names."""
    candidate = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    versions = list(Resume.objects.visible_to(request.member).filter(candidate=candidate).exclude(kind="zip")[:50])
    asked = request.GET.get("resume")
    resume = (
        next((one for one in versions if str(one.pk) == asked), None)
        if asked
        else next((one for one in versions if one.state == Resume.State.READ), versions[0] if versions else None)
    )
    if asked and resume is None:
        raise Http404
    context = {"candidate": candidate, "resume": resume, "versions": versions}
    reading = Reading.objects.filter(resume=resume).first() if resume else None
    if reading:
        facts = [] if candidate.covered else list(Fact.objects.standing().filter(candidate=candidate, resume=resume))
        if candidate.covered:  # the text that the scorer sees: without head, contact, personal data and the person's name
            reading.text, reading.pages, reading.hidden, reading.warnings = reading.scoring_text, [], "", []
        context |= {
            "reading": reading,
            "pages": pages_of(reading, facts),
            "text": marked_text(reading, facts) if not reading.pages else "",
        }
    return render(request, "matching/_resume_panel.html", context)


def pages_of(reading, facts):
    """[{"number", "width", "height", "marks": [(fact id, label, x, y, width, height)]}] for documents with pages."""
    marks = {}
    for fact in facts:
        for page, (x0, top, x1, bottom) in fact.places:
            marks.setdefault(page, []).append(
                (fact.pk, label_of(fact), round(x0 - 1, 1), round(top - 1, 1), round(x1 - x0 + 2, 1), round(bottom - top + 2, 1))
            )
    return [
        {"number": number, "width": width, "height": height, "marks": marks.get(number, [])}
        for number, (width, height) in enumerate(reading.pages)
    ]


def label_of(fact):
    value = fact.value
    return ", ".join(str(value[name]) for name in ("name", "title", "degree", "company", "school") if value.get(name))[:120]


def marked_text(reading, facts):
    """The text of a document without pages, its evidence in <mark>. Where spans overlap, the mark names all its facts."""
    edges = {0, len(reading.text)}
    spans = [(start, end, str(fact.pk)) for fact in facts for start, end in fact.spans if 0 <= start < end <= len(reading.text)]
    for start, end, _fact in spans:
        edges |= {start, end}
    places, pieces = sorted(edges), []
    opened, by_start = [], sorted(spans)
    for start, end in zip(places, places[1:], strict=False):
        while by_start and by_start[0][0] <= start:
            opened.append(by_start.pop(0))
        opened = [span for span in opened if span[1] > start]
        text = reading.text[start:end]
        if opened:
            pieces.append(
                format_html('<mark data-evidence="{}" tabindex="0">{}</mark>', " ".join(span[2] for span in opened), text)
            )
        else:
            pieces.append(escape(text))
    return mark_safe("".join(pieces))  # noqa: S308  every piece was escaped above


@require_GET
@needs()
def page_image(request, pk, page, width):
    """One page of a PDF as a picture, drawn in the reading child; the browser keeps it, since a file never changes."""
    resume = get_object_or_404(Resume.objects.visible_to(request.member), pk=pk)
    if resume.covered or width not in WIDTHS or not Reading.objects.filter(resume=resume).exists():
        raise Http404
    key = f"page:{resume.pk}:{page}:{width}"
    picture = cache.get(key)
    if picture is None:
        with resume.file.open("rb") as file:
            try:
                picture = render_safely(file.read(), page=page, width=width)
            except Unreadable as problem:
                raise Http404 from problem
        cache.set(key, picture, KEPT)
    answer = HttpResponse(picture, content_type="image/webp")
    answer["Cache-Control"] = "private, max-age=86400, immutable"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


urlpatterns = [
    path("candidates/<uuid:pk>/resume/", resume_panel, name="resume_panel"),
    path("resumes/<uuid:pk>/page/<int:page>/<int:width>.webp", page_image, name="page_image"),
]
