from django.db import models
from django.utils import timezone

from accounts.querysets import CompanyQuerySet
from jobs.models import Application


class OfPersonQuerySet(models.QuerySet):
    """For rows of a person's own: `of_person` is the one door, as `visible_to` is for members."""

    def of_person(self, user):
        return self.filter(user=user) if user is not None and user.is_authenticated else self.none()


class MagicLinkQuerySet(models.QuerySet):
    def open(self, now=None):
        """Not used, and not run out."""
        return self.filter(used_at=None, expires_at__gt=now or timezone.now())


class ApplyDraftQuerySet(CompanyQuerySet):
    def live(self):
        return self.filter(expires_at__gt=timezone.now())

    def expired(self):
        return self.filter(expires_at__lte=timezone.now())


class RequestQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """Those about applications that the member sees."""
        if member is None:
            return self.none()
        return super().visible_to(member).filter(application__in=Application.objects.visible_to(member))

    def of_person(self, user):
        return self.filter(application__in=Application.objects.of_person(user))

    def open(self):
        return self.filter(answered_at=None)


class SurveyQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """Nobody reads one by itself: services/surveys.py adds them up."""
        return self.none()

    def of_person(self, user):
        return self.filter(interview__application__in=Application.objects.of_person(user))
