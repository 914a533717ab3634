"""A company's public face: its open jobs, one job, and what machines read of them. Nobody signs in; nothing is written."""

from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import conditional_page, require_safe

from accounts.paging import page_of
from accounts.views.profile import picture
from jobs.models import JobPost
from portal import colours, feeds, pictures, postings
from portal.forms.careers import SearchForm
from portal.services import careers

A_MINUTE, A_DAY = 60, 86_400
NEWEST = {"newest": ("-published_at", "-pk")}
CAME_BY = ("via", "source")


def public(view=None, *, keep=A_MINUTE):
    """For pages of a site: `view(request, site, …)`. Anybody may keep the answer for `keep` seconds; 0: nobody may."""

    def around(view):
        @login_not_required
        @wraps(view)
        def seen(request, slug, **kwargs):
            site = careers.site_of(slug, getattr(request, "careers_base", None))
            if site is None:
                raise Http404
            answer = view(request, site, **kwargs)
            answer.headers["Cache-Control"] = f"public, max-age={keep}" if keep else "private, no-store"
            return answer

        return require_safe(conditional_page(seen)) if keep else seen

    return around(view) if view else around


def came(request):
    """`?via=…&source=…` to carry on, or "": by which link somebody came is known to the address alone, not to a cookie."""
    kept = {name: request.GET[name][:80] for name in CAME_BY if request.GET.get(name)}
    return f"?{urlencode(kept)}" if kept else ""


@public
def home(request, site):
    """The open jobs with search and filters by plain GET."""
    return render(request, "portal/careers.html", home_context(request, site))


def home_context(request, site):
    form = SearchForm(request.GET, choices=careers.choices_of(site))
    asked = form.asked()
    return {
        "site": site,
        "company": site.company,
        "form": form,
        "asked": asked,
        "summary": postings.plain(site.settings.about, 160) or site.headline,
        "page": page_of(careers.narrowed(site.posts(), asked), request, orders=NEWEST, size=30),
        "came": came(request),
        "kept": [(name, request.GET[name][:80]) for name in CAME_BY if request.GET.get(name)],
    }


@public
def job(request, site, pk):
    """One post; what was public and is over says so with 410, what never was is not there."""
    post = site.posts().filter(pk=pk).first()
    if post is None:
        return closed(request, site, pk)
    context = {
        "site": site,
        "company": site.company,
        "post": post,
        "job": post.job,
        "posting": postings.as_script(postings.posting(site, post)),
        "summary": postings.plain(post.text, 160) or post.title,
        "pay": postings.pay_in_words(post),
        "came": came(request),
    }
    return render(request, "portal/careers_job.html", context)


def closed(request, site, pk):
    """410 for a post that the public could read once, 404 for any other."""
    post = JobPost.objects.of(site.company).public_once(site.today).filter(pk=pk).first()
    if post is None:
        raise Http404
    context = {"site": site, "company": site.company, "post": post, "others": site.posts().order_by("-published_at", "-pk")[:5]}
    return render(request, "portal/careers_closed.html", context, status=410)


@public(keep=A_DAY)
def look(request, site):
    """The company's colour as a stylesheet."""
    return HttpResponse(colours.stylesheet(site.company.colour), content_type="text/css; charset=utf-8")


@public(keep=A_DAY)
def logo(request, site):
    return picture(site.company.logo)


@public(keep=A_DAY)
def share(request, site, pk=None):
    """What a link to the site or to a job looks like where people share it."""
    post = site.posts().filter(pk=pk).first() if pk else None
    if pk and post is None:
        raise Http404
    return HttpResponse(pictures.share_picture(site, post), content_type="image/png")


@public(keep=A_MINUTE * 10)
def sitemap(request, site):
    return HttpResponse(feeds.sitemap(site), content_type="application/xml; charset=utf-8")


@public(keep=A_MINUTE * 10)
def feed(request, site):
    """The open jobs for job boards."""
    return HttpResponse(feeds.jobs(site), content_type="application/xml; charset=utf-8")


@public(keep=A_DAY)
def robots(request, site):
    """For a domain of the company's own."""
    lines = ["User-agent: *", "Disallow: /*/apply/", "Allow: /", f"Sitemap: {site.root}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def our_robots(request):
    """For this installation's own host: careers pages are for everybody, the rest is for those who sign in."""
    lines = ["User-agent: *", "Disallow: /careers/*/apply/", "Allow: /careers/", "Allow: /static/", "Disallow: /", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("robots.txt", our_robots, name="robots"),
    path("careers/<slug:slug>/", home, name="careers"),
    path("careers/<slug:slug>/look.css", look, name="careers_look"),
    path("careers/<slug:slug>/logo.webp", logo, name="careers_logo"),
    path("careers/<slug:slug>/share.png", share, name="careers_share"),
    path("careers/<slug:slug>/sitemap.xml", sitemap, name="careers_sitemap"),
    path("careers/<slug:slug>/jobs.xml", feed, name="careers_feed"),
    path("careers/<slug:slug>/robots.txt", robots, name="careers_robots"),
    path("careers/<slug:slug>/<uuid:pk>/", job, name="careers_job"),
    path("careers/<slug:slug>/<uuid:pk>/share.png", share, name="careers_job_share"),
]
