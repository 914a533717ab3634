from django.urls import include, path

from portal.views import home, signing_in, stages

pages = [*signing_in.urlpatterns, *home.urlpatterns, *stages.urlpatterns]

urlpatterns = [path("", include((pages, "portal")))]
