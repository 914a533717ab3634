"""For members: where a job is read in public, and a link of one's own to share it by."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from accounts.guard import needs
from accounts.permissions import Action
from jobs.models import Job, Source, TrackingLink
from portal.services import careers, referrals


@needs(Action.VIEW_JOBS)
@require_http_methods(["GET", "POST"])
def share(request, pk):
    """The job's public addresses; POST makes the member's referral link."""
    job = get_object_or_404(Job.objects.visible_to(request.member).select_related("company__careers_site"), pk=pk)
    if request.method == "POST":
        referrals.referral_link(job=job, member=request.member)
        if request.headers.get("HX-Request") != "true":
            return redirect("portal:share", pk)
    link = TrackingLink.objects.filter(job=job, credited_to=request.member, source__type=Source.Type.REFERRAL).first()
    settings = careers.settings_of(job.company)
    root = careers.address_of(job.company)
    site = careers.Site(job.company, settings, "")
    posts = list(job.posts.public_now(site.today).order_by("title")) if settings.published else []
    context = {
        "job": job,
        "published": settings.published,
        "posts": [{"title": post.title, "language": post.language, "url": f"{root}/{post.pk}/"} for post in posts],
        "referrals": [f"{root}/{post.pk}/?via={link.token}" for post in posts] if link else [],
        "root": f"{root}/",
    }
    piece = request.headers.get("HX-Request") == "true"
    return render(request, "portal/_share.html" if piece else "portal/share.html", context)


urlpatterns = [path("jobs/<uuid:pk>/share/", share, name="share")]
