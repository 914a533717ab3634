"""Permission to work: only where the résumé says so itself. Nationality and place of birth say nothing here and are not looked at."""

import re
from itertools import zip_longest

from matching.reading.facts import Fact
from matching.reading.folding import fold

_TELLING = {"top", "contact", "summary", "other", "languages", "certifications", "interests"}

_PERMIT = (
    r"(?:work(?:ing)?[ -](?:permits?|authori[sz]ation|visa|permission)|employment authori[sz]ation|right to work|"
    r"(?:visa|immigration|residence|residency)(?: and work)? (?:status|permit)|"
    r"arbeitserlaubnis|arbeitsgenehmigung|arbeitsbewilligung|aufenthaltstitel|aufenthaltserlaubnis|aufenthaltsstatus|"
    r"niederlassungserlaubnis|"
    r"permis de travail|autorisation de travail|titre de sejour|"
    r"permisos? de trabajo|autorizacion (?:de trabajo|para trabajar)|permisos? de residencia(?: y (?:de )?trabajo)?|"
    r"(?:autorizacao|permissao|licenca) (?:de|para) trabalh(?:o|ar)|visto de trabalho|titulo de residencia|autorizacao de residencia)"
)
_SPONSOR = r"(?:(?:visa |employer |h-?1b |work permit )*sponsor(?:ship|ing)?|patrocinio(?: de vis(?:a|ado|to))?|parrainage|visa-?sponsoring)"
_NEED = (
    r"(?:need(?:ed|s|ing)?|requir(?:e|es|ed|ing)|seek(?:s|ing)?|erforderlich|benotigt?e?|notwendig|notig|"
    r"besoin|necessaire|requise?|necesit[oa]|requier[eo]|necesari[oa]|precis[oa]|necessit[oa]|necessari[oa]|requerid[oa]|em processo|"
    r"beantragt|pending|applied for|en cours|en tramite|in bearbeitung|expired|abgelaufen|expire|caducado|caducada|expirado)"
)
_NOT = r"(?:no|not|non|without|never|don't|doesn't|do not|does not|kein[es]*|nicht|ohne|ne|pas|sans|aucun[e]?|sin|nao|sem|nenhum[a]?)"

_YES = re.compile(
    rf"(?<![a-z])(?:"
    rf"{_NOT}(?: (?:further|any|visa|employer|future|de|d'|une|uma|un|wird|i|will|a|the|ai|n'ai)){{0,3}}\s+(?:{_NEED} )?(?:(?:for|of|de|d'|any|visa|a) ?){{0,2}}{_SPONSOR}"
    rf"|{_SPONSOR}\s*(?:is |:\s*|ist |est |es |wird |n'est )?{_NOT}(?: pas)?(?: {_NEED})?(?![a-z])"
    rf"|{_NOT} (?:\w+ )?{_NEED} (?:a |an |any |de |d'un |un |uma? )?{_PERMIT}"
    rf"|(?:legally |fully |currently )?(?:authori[sz]ed|eligible|permitted|entitled|allowed|cleared) to (?:live and )?work"
    rf"|(?:have|has|having|with|holds?|holder of|full|unrestricted|valid|current|indefinite|permanent|eu|uk|us|swiss|schengen) "
    rf"(?:an? |the |full |valid |unrestricted |eu |uk |us |swiss |legal |current |permanent ){{0,3}}{_PERMIT}"
    rf"|^(?:full |unrestricted )?(?:right to work|work(?:ing)? rights)(?: in [a-z .]{{2,30}}| confirmed| checked)?$"
    rf"|(?:permanent resident|green card|settled status|indefinite leave to remain|blue card)(?: \(.{{0,20}}\))?"
    rf"|arbeitsberechtigt|arbeitsberechtigung (?:vorhanden|liegt vor)|"
    rf"(?:uneingeschrankte|unbefristete|gultige|volle|vorhandene) (?:{_PERMIT}|arbeitsberechtigung)"
    rf"|{_PERMIT} (?:ist |liegt |est |esta )?(?:vorhanden|unbefristet|gultig|vor|valide|en regle|vigente|en vigor|en regla|valid[oa]?|em dia)"
    rf"|(?:darf|berechtigt),? (?:\w+ ){{0,5}}(?:zu )?arbeiten"
    rf"|autorise(?:e)? a travailler|titulaire d'une? {_PERMIT}|droit de travailler"
    rf"|(?:autorizad[oa]|habilitad[oa]) (?:legalmente )?(?:para|a) (?:trabajar|trabalhar)|(?:con|tengo|poseo|dispongo de|com|tenho|possuo) {_PERMIT}"
    rf"|derecho a trabajar|direito de trabalhar"
    rf")"
)
_NO = re.compile(
    rf"(?<![a-z])(?:"
    rf"{_SPONSOR}(?:\s+\w+){{0,3}}?\s*(?:is |will be |:\s*|ist |wird )?{_NEED}"
    rf"|{_NEED}(?: (?:an?|the|future|visa|de|d'un|un|une|uma?|for|employer|ein|eine|einen)){{0,3}} (?:{_SPONSOR}|{_PERMIT})"
    rf"|{_NOT} (?:yet |currently |legally |noch )?(?:authori[sz]ed|eligible|permitted|entitled|allowed|autorise(?:e)?|autorizad[oa]) (?:to|a|para)"
    rf"|{_NOT}(?: (?:de|a|an|any|valid|eu|gultige|derzeit|current|tengo|tenho|ai|possuo|pas))* {_PERMIT}"
    rf"|{_PERMIT}\s*(?::|is|ist|wird|est|es)?\s*{_NEED}"
    rf")"
)
_LABEL = re.compile(
    rf"^\W*(?P<label>(?:{_PERMIT}|work(?:ing)? rights|visa))(?: (?:status|in [a-z ]{{2,20}}|fur [a-z ]{{2,20}}))?\s*[:\t–-]\s*(?P<said>\S.*)$"
)
_SAID_NO = re.compile(rf"^(?:{_NOT}(?![a-z])|nein|{_NEED}|{_SPONSOR})")
_SAID_YES = re.compile(
    r"^(?:yes|ja|oui|si|sim|valid|unlimited|unrestricted|permanent|indefinite|full|granted|held|citizen|eu citizen|eu-burger|eea|"
    r"vorhanden|unbefristet|uneingeschrankt|gultig|nicht erforderlich|nicht notig|liegt vor|valable|valide|en cours de validite|permanente?|illimitee?|"
    r"vigente|en vigor|en regla|indefinid[oa]|valid[oa]|em dia|em vigor|not required|not needed|not necessary|no sponsorship|"
    r"non requis|pas necessaire|no necesari[oa]|no requiere|nao necessari[oa]|nao preciso)(?![a-z])"
)
_OTHERS = re.compile(
    r"(?<![a-z])(?:clients?|employees?|candidates?|applicants?|workers?|staff|mandanten|mitarbeiter|bewerber|salaries|empleados|clientes|funcionarios)(?![a-z])"
)


def permitted(text):
    """True or False where `text` says that its writer may or may not work there; None where it does not say."""
    folded = " ".join(fold(text).split())
    if len(folded) > 220 or _OTHERS.search(folded):
        return None
    label = _LABEL.match(folded)
    if label:
        said = label.group("said")
        if _SAID_YES.match(said):
            return True
        if _SAID_NO.match(said):
            return False
    yes, no = _YES.search(folded), _NO.search(folded)
    if yes is None or no is None:
        return True if yes else False if no else None
    return not (
        no.start() < yes.start() < no.end()
    )  # "not authorised to work"; but "may work in the EU, needs a visa for the US"


def read_permits(document, sections):
    """What the résumé says of permission to work, as Facts: the sentence as it stands, `permitted` in its parts."""
    facts, seen = [], set()
    for section in sections:
        lines = [document.lines[n] for n in section.lines]
        if section.heading is not None:
            lines.insert(0, document.lines[section.heading])
        if section.kind not in _TELLING:
            continue
        for line, below in zip_longest(lines, lines[1:]):
            for start, text in _statements(line, below):
                may = permitted(text)
                if may is None or fold(text) in seen:
                    continue
                seen.add(fold(text))
                span = (start, start + len(text))
                facts.append(Fact("work_permit", text, (span,), 0.9, {"permitted": Fact("permitted", may, (span,), 0.9)}))
    return facts


_PARTS = re.compile(r"\s*[|•·●▪]\s*|\s{3,}|(?<=[a-z)])[.;]\s+|\t(?=\S+[^\t]*:)")


def _statements(line, below):
    """(start, text) of the parts of a line; a label alone takes the line under or beside it."""
    at = 0
    for cut in [*_PARTS.finditer(line.text), None]:
        end = cut.start() if cut else len(line.text)
        text = line.text[at:end]
        yield line.start + at + len(text) - len(text.lstrip()), text.strip()
        at = cut.end() if cut else end
    if below is not None and len(line.text) < 40 and below.start == line.start + len(line.text) + 1:
        head = line.text.strip().rstrip(":")
        if re.fullmatch(rf"(?:{_PERMIT}|visa(?: status)?)", fold(head)):
            yield line.start, f"{head}: {below.text.strip()}"
