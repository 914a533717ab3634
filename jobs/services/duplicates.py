"""Who may be the same person: same e-mail, same phone, or same name and employer."""

from django.db.models import Count, Q

from jobs.models import Candidate, ContactPoint


def duplicates_of(candidate, limit=20):
    """Other candidates of the company who may be this person, with the reasons: [(candidate, ["email", …])]."""
    reasons = {}
    own = list(candidate.contact_points.values_list("kind", "key"))
    same = Q(pk__in=[])
    for kind, key in own:
        if key and kind != ContactPoint.Kind.LINK:
            same |= Q(kind=kind, key=key)
    points = ContactPoint.objects.filter(same, company_id=candidate.company_id, candidate__merged_into=None)
    for candidate_id, kind in points.exclude(candidate=candidate).values_list("candidate_id", "kind")[:200]:
        reasons.setdefault(candidate_id, set()).add(kind)
    employer = employer_of(candidate)
    if employer:
        others = Candidate.objects.filter(company_id=candidate.company_id, merged_into=None, name__iexact=candidate.name)
        for other in others.exclude(pk=candidate.pk)[:limit]:
            if employer_of(other) == employer:
                reasons.setdefault(other.pk, set()).add("name_and_employer")
    found = Candidate.objects.filter(pk__in=reasons).prefetch_related("contact_points").order_by("pk")[:limit]
    return [(other, sorted(reasons[other.pk])) for other in found]


def told_apart(candidate):
    """Name, addresses and numbers of a person, for whoever has to say whether two are one. Asks contact_points once."""
    points = [point.value for point in candidate.contact_points.all() if point.kind != ContactPoint.Kind.LINK]
    return f"{candidate.name} ({', '.join(points)})" if points else candidate.name


def employer_of(candidate):
    """The employer in a headline "Title, Employer"; empty if it names none."""
    return candidate.headline.rsplit(",", 1)[-1].strip().lower() if "," in candidate.headline else ""


def duplicate_groups(company, limit=50):
    """Contact keys that several candidates share: [(kind, key, how many, first candidate id)], most first."""
    points = ContactPoint.objects.filter(company=company, candidate__merged_into=None).exclude(kind=ContactPoint.Kind.LINK)
    shared = list(
        points.exclude(key="")
        .values_list("kind", "key")
        .annotate(people=Count("candidate", distinct=True))
        .filter(people__gt=1)
        .order_by("-people", "key")[:limit]
    )
    first = {}
    for kind, key, candidate_id in (
        points.filter(key__in=[key for _kind, key, _people in shared])
        .order_by("candidate_id")
        .values_list("kind", "key", "candidate_id")
    ):
        first.setdefault((kind, key), candidate_id)
    return [(kind, key, people, first[kind, key]) for kind, key, people in shared]
