"""What a candidate sees first: where their applications stand."""

from django.urls import path
from django.views.decorators.http import require_GET

from portal.doors import for_the_person, page


@for_the_person
@require_GET
def home(request):
    return page(request, "portal/home.html", "home", {})


urlpatterns = [path("me/", home, name="home")]
