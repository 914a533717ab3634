"""People whom the company already knows and who would fit a job."""

from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_GET

from accounts.guard import needs
from accounts.permissions import Action
from jobs.models import Job, TalentPool
from matching.services.pool import best_of_pool

SHOWN = 10
MOST_POOLS = 200  # in the choice beside the list


@require_GET
@needs(Action.VIEW_CANDIDATES)
def pool_panel(request, pk):
    """The best of those who did not apply (`in`: of one talent pool), with what speaks for them; asks again by itself while the pool is being made."""
    job = get_object_or_404(Job.objects.visible_to(request.member), pk=pk)
    pools = list(TalentPool.objects.visible_to(request.member)[:MOST_POOLS])
    chosen = next((one for one in pools if str(one.pk) == request.GET.get("in")), None)
    fits = best_of_pool(job, request.member, SHOWN, kept_in=chosen)
    for fit in fits or ():
        skills = [line for line in fit.why.lines if line.criterion.startswith("skill:")]
        fit.candidate.met = ", ".join(line.label for line in skills if line.state == "met")
    return render(request, "matching/_pool_panel.html", {"job": job, "fits": fits, "pools": pools, "chosen": chosen})


urlpatterns = [path("jobs/<uuid:pk>/pool/", pool_panel, name="pool_panel")]
