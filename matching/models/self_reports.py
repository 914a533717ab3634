"""What people chose to say about themselves, apart from everything that scores: read by services/self_reports.py alone.

The row hangs on the application, so that it goes where an application goes (a merge) and is deleted with it. Nothing leads
here from an application (`related_name="+"`), the admin and the API don't know it, and its `visible_to` shows nobody anything.
"""

import json

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from accounts.models import Owned
from accounts.querysets import CompanyQuerySet
from jobs.models import Application

SEALED_LENGTH = 512  # characters before encryption: the length of what is stored tells nothing


class SelfReportQuerySet(CompanyQuerySet):
    def visible_to(self, member):
        """Nobody sees single answers, whatever their role; audits are the one way to what they add up to."""
        return self.none()


class SelfReport(Owned):
    """One application's voluntary answers, or that they were taken back."""

    class Via(models.TextChoices):
        PERSON = "person", _("By the person")
        IMPORT = "import", _("Collected elsewhere")

    application = models.OneToOneField(Application, models.CASCADE, related_name="+")
    sealed = EncryptedTextField(null=True, blank=True)  # noqa: DJ001  (the field stores nothing as NULL)
    via = models.CharField(max_length=6, choices=Via.choices)
    wording = models.CharField(max_length=20)  # which text was agreed to
    first_at = models.DateTimeField(default=timezone.now)
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # kept, so that no import brings back what was taken back

    objects = SelfReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, sealed__isnull=False) | Q(withdrawn_at__isnull=False, sealed=None),
                name="self_report_withdrawn_is_empty",
            )
        ]
        indexes = [models.Index(fields=["company", "at"], name="self_report_of_company")]

    def __str__(self):
        return "Self-report"  # no name, no answer: this may stand in a log

    def __repr__(self):
        return "<SelfReport>"

    def seal(self, answers):
        """Keep {question: choice}. The application is sealed in with it: a row copied to another person reads as nothing."""
        self.sealed = json.dumps({"application": str(self.application_id), "answers": answers}).ljust(SEALED_LENGTH)

    def unseal(self):
        """{question: choice}; empty if it was taken back, or is not this application's."""
        try:
            found = json.loads(self.sealed or "{}")
        except ValueError:  # sealed with a key that is gone
            return {}
        return found["answers"] if found.get("application") == str(self.application_id) else {}
