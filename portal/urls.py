from django.urls import include, path

from portal.views import home, signing_in

pages = [*signing_in.urlpatterns, *home.urlpatterns]

urlpatterns = [path("", include((pages, "portal")))]
