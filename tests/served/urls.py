from django.db import transaction
from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from accounts.events import publish
from tests.served.handlers import Rang


@csrf_exempt
def ring(request, number):
    """Ring the bells 1 to `number`; `?seconds=` is how long each takes to be written down."""
    rings = [Rang(str(request.member.pk), each, float(request.GET.get("seconds", 0))) for each in range(1, number + 1)]
    with transaction.atomic():
        publish(*rings, actor=request.member, subject=request.member.company)
    return HttpResponse("rung")


urlpatterns = [path("ring/<int:number>", ring), path("", include("config.urls"))]
