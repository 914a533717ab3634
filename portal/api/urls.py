from django.urls import path

from accounts.api.routers import Router
from portal.api.careers import CareersSiteViewSet, PublicJobsViewSet

router = Router()
router.single("careers-site", CareersSiteViewSet)
router.singles.append(path("careers/<slug:slug>/jobs", PublicJobsViewSet.as_view({"get": "list"}), name="careers-jobs"))
