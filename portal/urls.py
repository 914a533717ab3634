"""Every address of the portal; each file of views names its own."""

from django.urls import include, path

from portal.views import applying, careers, home, sharing, signing_in, site_settings, stages

pages = [
    *signing_in.urlpatterns,
    *home.urlpatterns,
    *stages.urlpatterns,
    *careers.urlpatterns,
    *applying.urlpatterns,
    *site_settings.urlpatterns,
    *sharing.urlpatterns,
]

urlpatterns = [path("", include((pages, "portal")))]
