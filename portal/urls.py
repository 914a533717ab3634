"""Every address of the portal; each file of views names its own."""

from django.urls import include, path

from portal.views import (
    acting,
    applying,
    asked,
    careers,
    data,
    home,
    profile,
    profile_files,
    sharing,
    signing_in,
    site_settings,
    stages,
    staying,
)

pages = [
    *signing_in.urlpatterns,
    *home.urlpatterns,
    *stages.urlpatterns,
    *profile.urlpatterns,
    *profile_files.urlpatterns,
    *data.urlpatterns,
    *acting.urlpatterns,
    *asked.urlpatterns,
    *staying.urlpatterns,
    *careers.urlpatterns,
    *applying.urlpatterns,
    *site_settings.urlpatterns,
    *sharing.urlpatterns,
]

urlpatterns = [path("", include((pages, "portal")))]
