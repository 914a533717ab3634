"""Every address of the portal; each file of views names its own."""

from django.urls import include, path

from portal.views import applying, careers, data, home, sharing, signing_in, site_settings, stages, staying

pages = [
    *signing_in.urlpatterns,
    *home.urlpatterns,
    *stages.urlpatterns,
    *data.urlpatterns,
    *staying.urlpatterns,
    *careers.urlpatterns,
    *applying.urlpatterns,
    *site_settings.urlpatterns,
    *sharing.urlpatterns,
]

urlpatterns = [path("", include((pages, "portal")))]
