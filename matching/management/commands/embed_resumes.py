from django.core.management.base import BaseCommand, CommandError

from accounts.models import Company
from matching import semantic
from matching.services.embedding import embed_company


class Command(BaseCommand):
    help = "Give résumés that were read before the extra “semantic” was installed their vectors, and score their people again."

    def handle(self, **options):
        if not semantic.available():
            raise CommandError(
                f"The extra “semantic” is not installed ({', '.join(semantic.missing())} missing): make setup SEMANTIC=1."
            )
        for company in Company.objects.order_by("pk"):
            self.stdout.write(f"{company.name}: {embed_company(company.pk)} résumés")
