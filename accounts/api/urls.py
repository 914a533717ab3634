from accounts.api.routers import Router
from accounts.api.views import CompanyViewSet, EventViewSet, InvitationViewSet, MemberViewSet, MeViewSet

router = Router()
router.single("me", MeViewSet)
router.single("me/photo", MeViewSet, {"put": "set_photo", "delete": "remove_photo"})
router.single("company", CompanyViewSet)
router.register("members", MemberViewSet, basename="member")
router.register("invitations", InvitationViewSet, basename="invitation")
router.register("events", EventViewSet, basename="event")
