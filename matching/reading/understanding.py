"""From text to facts: who the person is, what they can, where they worked and learned."""

import re
from datetime import date

from matching.reading import contacts, education, experience, extras, names, permits, private, skills
from matching.reading.facts import Fact, Reading
from matching.reading.sections import Section, heading_of, split
from matching.reading.vocabulary import org_score, place_score, title_score
from matching.taxonomy import taxonomy

_COMMON = {
    "en": "the and of to in with for on at as by from using team",
    "de": "und der die das mit von für im bei zum zur den des eine als auf",
    "fr": "et de la le les des du en pour dans avec au une sur aux",
    "es": "y de la el los las en con para del por una al como",
    "pt": "e de da do em com para os as na no uma dos das ao",
}
_COMMON = {language: set(words.split()) for language, words in _COMMON.items()}
_TELLING = {"de": set("ß"), "es": set("ñ¿"), "pt": set("ãõ"), "fr": set("èêœ")}


def language_of(text):
    """The language of the document: en, de, fr, es or pt, by its commonest small words."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    scores = {language: sum(word in common for word in words) for language, common in _COMMON.items()}
    for language, letters in _TELLING.items():
        scores[language] += 3 * sum(text.count(letter) for letter in letters) if scores[language] else 0
    best = max(scores, key=scores.get)
    return best if scores[best] else "en"


def understand(document, today=None):
    """A Document's facts -> Reading. `today` (a date) is what "present" means; the current day when left out."""
    today = today or date.today()
    language = language_of(document.text)
    sections = split(document)
    of = {}
    for section in sections:
        of.setdefault(section.kind, []).append(section)
    reading = Reading(language, [], list(document.warnings))
    add = reading.facts.append
    others = [document.lines[i] for section in of.get("references", []) for i in section.lines]
    email = contacts.read_email(document, [(line.start, line.start + len(line.text) + 1) for line in others])
    name = names.read_name(document, email, sections)
    if name is not None and name.spans:
        _open_at_name(document, name, of)
    head = [i for section in [*of.get("top", []), *of.get("contact", [])] for i in section.lines]
    if name is not None and name.spans:  # a sidebar may put the name below other sections
        at = document.lines.index(document.line_at(name.spans[-1][0]))
        head = [i for i in dict.fromkeys([*range(at + 1, min(at + 6, len(document.lines))), *head]) if i != at]
    worked = {i for section in of.get("experience", []) for i in section.lines}
    country = contacts.country_for(document, language)
    for fact in (
        name,
        email,
        contacts.read_phone(document, country),
        contacts.read_location(document, [i for i in head if i not in worked]),
        _headline(document, name, of),
        extras.read_summary(document, sections),
    ):
        if fact:
            add(fact)
    reading.facts.extend(contacts.read_links(document, _own(head, of), email))
    jobs = experience.read_experience(document, of.get("experience", []))
    listed = skills.read_skills(document, of.get("skills", []))
    reading.facts.extend(listed)
    reading.facts.extend(jobs)
    years = experience.total_years(jobs, (today.year, today.month)) if jobs else None
    if years:
        add(years)
    reading.facts.extend(education.read_education(document, of.get("education", [])))
    reading.facts.extend(extras.read_certifications(document, of.get("certifications", [])))
    reading.facts.extend(extras.read_languages(document, of.get("languages", [])))
    reading.facts.extend(extras.read_leadership(document, jobs))
    reading.facts.extend(permits.read_permits(document, sections))
    reading.facts.extend(
        skills.read_mentioned(document, listed, [*_names_of(document, reading), *_no_skills(document, sections)])
    )
    return reading


def _own(head, of):
    """The lines that tell of the person: the head without what stands under a job or a degree."""
    return set(head) - {i for kind in set(of) - {"top", "contact", "summary"} for section in of[kind] for i in section.lines}


def _open_at_name(document, name, of):
    """A name below a sidebar's last section opens the page's head: what follows it belongs to no section yet."""
    at = document.lines.index(document.line_at(name.spans[0][0]))
    for kind in set(of) - {"top", "contact", "summary"}:
        for section in of[kind]:
            if at in section.lines and section.lines[0] < at:
                where = section.lines.index(at)
                of.setdefault("top", []).append(Section("top", None, section.lines[where:]))
                del section.lines[where:]


def _names_of(document, reading):
    """Spans of names and addresses, wherever they stand: a person called Ruby and a firm called Oracle Bakery name no skill."""
    spans = private.private_spans(document, reading)
    for number in private.head_of(document):  # a street called after Ruby is no skill, "Python developer" is
        line = document.lines[number]
        if title_score(line.text) < 1.5 and len(taxonomy().find(line.text)) < 3:
            spans.append((line.start, line.start + len(line.text)))
    for fact in [*reading.all("experience"), *reading.all("education")]:
        spans += [span for part in ("company", "school", "location") if part in fact.parts for span in fact.parts[part].spans]
    return spans


def _no_skills(document, sections):
    """Spans that tell of no skill to work with: headings, contacts, hobbies, spoken languages, others' words."""
    quiet = {"contact", "interests", "languages", "references", "volunteer"}
    lines = {i for section in sections if section.kind in quiet for i in section.lines}
    for index, line in enumerate(document.lines):
        label = line.text.partition(":")[0] if ":" in line.text else ""
        if heading_of(line.text.strip()) or label and heading_of(label.strip()) in quiet:
            lines.add(index)
    lines |= {section.heading for section in sections if section.heading is not None}
    return [(document.lines[i].start, document.lines[i].start + len(document.lines[i].text)) for i in sorted(lines)]


def _headline(document, name, of):
    """What the person calls themselves under the name."""
    if name is None or not name.spans:
        return None
    after = [line for line in document.lines if line.start > name.spans[0][0] and line.text.strip()][:4]
    for line in after:
        text = line.text.strip()
        if title_score(text) >= 1.6 and len(text) < 90 and "@" not in text and place_score(text) < 2.5 and org_score(text) < 3:
            return Fact("headline", text, ((line.start, line.start + len(line.text)),), 0.75)
    return None
