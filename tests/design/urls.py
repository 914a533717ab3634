"""The addresses of the project, with the design page that only DEBUG adds."""

from django.urls import include, path

from config.urls import urlpatterns as project

urlpatterns = [*project, path("design/", include("config.design"))]
