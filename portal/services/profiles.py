"""A person's own profile: what they say of themselves once, whichever company they apply to."""

from functools import partial

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusal import Refused
from accounts.services.pictures import as_webp
from matching.services.facts import checked
from notifications.models import Suppression
from notifications.services import suppression
from portal.models import Profile
from portal.services.said import MOST_NAMES, split_names

ROWS = {
    "experience": ("title", "company", "location", "start", "end"),
    "education": ("degree", "field", "school", "start", "end"),
}
MOST_ROWS, MOST_LINKS, MOST_PLACES, LONGEST_TEXT = 40, 10, 10, 4000
PHOTO = (512, 512)
# What a person may do without, by the box on their page; the rest is owed to them (notifications.models.MAY_UNSUBSCRIBE).
MAILS = {"confirmations": ("application_received",), "status": ("status_update", "shortlisted"), "surveys": ("interview_survey",)}
is_web = URLValidator(schemes=["https"])


class ProfileRefused(Refused):
    """The message is meant for the person."""


def plain(text):
    """Text without what no database keeps: NUL, and halves of characters as JSON may hold them."""
    return str(text or "").replace("\x00", "").encode("utf-8", "ignore").decode()


def of(user):
    """The person's profile; one that was never saved has no row."""
    return Profile.objects.of_person(user).first() or Profile(user=user)


def locked(user, revision=None):
    """The row to change; with a revision, only if nobody changed it since that was read."""
    Profile.objects.get_or_create(user=user)
    profile = Profile.objects.select_for_update().get(user=user)
    if revision is not None and str(profile.revision) != str(revision):
        raise ProfileRefused(
            _("Your profile was changed in another window. Look again."), code="changed_meanwhile", conflict=True
        )
    return profile


def save(profile, fields):
    profile.revision += 1
    profile.save(update_fields=[*fields, "revision"])
    return profile


@transaction.atomic
def change(*, user, name=None, **fields):
    """Change what stands at the top of the profile: headline, phone, location, country, summary, links (a list)."""
    profile = locked(user)
    if name is not None and name != user.name:
        rename(user, name)
    if "links" in fields:
        fields["links"] = web_links(fields["links"])
    for field, value in fields.items():
        setattr(profile, field, value)
    return save(profile, fields)


def rename(user, name):
    User.objects.filter(pk=user.pk).update(name=name)
    user.name = name


def web_links(texts):
    """Addresses of pages as https, each once; one that is none is refused."""
    found = [link for text in texts if (link := web_link(text))]
    if len(found) < len([text for text in texts if text.strip()]):
        raise ProfileRefused(_("Write addresses such as https://example.com, one a line."), code="link", field="links")
    if len(set(found)) > MOST_LINKS:
        raise ProfileRefused(_("Ten links are the most."), code="too_many", field="links")
    return list(dict.fromkeys(found))


def web_link(text):
    """An address as https://…, or "" for what is none."""
    text = str(text).strip()
    scheme, mark, rest = text.partition("://")
    if mark and scheme.lower() not in ("http", "https"):
        return ""
    link = f"https://{rest if mark else text}"
    try:
        is_web(link)
    except ValidationError:
        return ""
    return link if len(link) <= 300 and "@" not in link.split("/")[2] else ""


@transaction.atomic
def change_skills(*, user, text):
    """Skills as they were typed, one a line or with commas between them; one that is known may have a comma in it."""
    profile, text = locked(user), plain(text)
    known, lines = {name.casefold() for name in profile.skills}, text.splitlines()
    names = [name for line in lines for name in ([line.strip()] if line.strip().casefold() in known else split_names(line))]
    profile.skills = list({name.casefold(): name for name in reversed(names)}.values())[::-1][:MOST_NAMES]
    return save(profile, ["skills"])


def row_of(kind, value):
    """A job or a degree as the profile keeps it; FactRefused says what is wrong. Begun and not ended is still going on."""
    row = checked(kind, {part: plain(value.get(part)) for part in ROWS[kind]})
    if row["start"] and not row["end"]:
        row["end"] = "present"
    if kind == "experience":
        row["text"] = plain(value.get("text")).replace("\r\n", "\n").strip()[:LONGEST_TEXT]
    return row


@transaction.atomic
def save_row(*, user, kind, value, number=None, revision=None):
    """Change the job or degree at that place, or add one; the latest stands first."""
    if kind not in ROWS:
        raise ProfileRefused(_("This can't be changed here."), code="unknown", field="kind")
    row = row_of(kind, value)
    profile = locked(user, revision)
    rows = list(getattr(profile, kind))
    if number is None:
        if len(rows) >= MOST_ROWS:
            raise ProfileRefused(_("Forty are the most a profile holds."), code="too_many", field=ROWS[kind][0])
        rows.append(row)
    else:
        rows[_place(rows, number)] = row
    setattr(profile, kind, latest_first(rows))
    return save(profile, [kind])


@transaction.atomic
def remove_row(*, user, kind, number, revision):
    profile = locked(user, revision)
    if kind not in ROWS:
        raise ProfileRefused(_("This can't be changed here."), code="unknown", field="kind")
    rows = list(getattr(profile, kind))
    del rows[_place(rows, number)]
    setattr(profile, kind, rows)
    return save(profile, [kind])


def _place(rows, number):
    if not str(number).isascii() or not str(number).isdigit() or int(number) >= len(rows):
        raise ProfileRefused(_("That is not there any more."), code="not_found", conflict=True)
    return int(number)


def latest_first(rows):
    """What goes on first, then by end and start; what has no date stays last."""
    return sorted(
        rows, key=lambda row: (("~" if row["end"] == "present" else row["end"] or ""), row["start"] or ""), reverse=True
    )


@transaction.atomic
def change_preferences(*, user, remote, places, salary_min, salary_max, currency, mails):
    """How and where the person wants to work, and which mails they want. mails: keys of MAILS that are wanted."""
    profile = locked(user)
    salary = {"min": salary_min, "max": salary_max, "currency": currency} if salary_min or salary_max else {}
    profile.preferences = {
        name: value
        for name, value in (("remote", remote), ("places", split_names(places)[:MOST_PLACES]), ("salary", salary))
        if value
    }
    _want_mails(user, set(mails))
    return save(profile, ["preferences"])


def _want_mails(user, wanted):
    for key, kinds in MAILS.items():
        for kind in kinds:
            if key in wanted:
                suppression.wanted_again(address=user.email, kind=kind)
            else:
                suppression.suppress(address=user.email, reason=Suppression.Reason.UNSUBSCRIBE, kind=kind)


def mails_of(user):
    """The keys of MAILS that the person wants."""
    unwanted = suppression.unwanted_everywhere(user.email)
    return [key for key, kinds in MAILS.items() if not unwanted.intersection(kinds)]


def change_photo(*, user, photo):
    """A new photo, drawn anew as a square; None takes the present one away."""
    made = as_webp(photo, size=PHOTO, field="photo", crop=True) if photo else ""
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        before, storage = row.photo.name, row.photo.storage
        row.photo = made
        row.save(update_fields=["photo"])
        if before:
            transaction.on_commit(partial(storage.delete, before))


@transaction.atomic
def remove_document(*, user):
    profile = locked(user)
    if profile.document:
        transaction.on_commit(partial(profile.document.storage.delete, profile.document.name))
    profile.document, profile.document_name, profile.document_text = "", "", None
    return save(profile, ["document", "document_name", "document_text"])


def forget(profile):
    """The profile goes with its document."""
    if profile.document:
        transaction.on_commit(partial(profile.document.storage.delete, profile.document.name))
    profile.delete()
