from accounts.api.routers import Router
from notifications.api.letters import LetterHeadViewSet, LetterViewSet, MailRuleViewSet
from notifications.api.messages import MailViewSet, SuppressionViewSet
from notifications.api.notices import MuteViewSet, NotificationViewSet, PreferencesViewSet

router = Router()
router.single("notifications/preferences", PreferencesViewSet, name="notification-preferences")
router.register("notifications", NotificationViewSet, basename="notification")
router.register("notification-mutes", MuteViewSet, basename="notification-mute")
router.register("mails", MailViewSet, basename="mail")
router.register("mail-addresses", SuppressionViewSet, basename="mail_address")
router.single("letter-head", LetterHeadViewSet)
router.register("letters", LetterViewSet, basename="letter")
router.register("mail-rules", MailRuleViewSet, basename="mail-rule")
