"""What the world may know of the domain that we send from: MX, SPF, DKIM, DMARC, in words that somebody can act on."""

from dataclasses import dataclass

import dns.exception
import dns.resolver

OK, ADVICE, WRONG = "ok", "advice", "wrong"
SECONDS = 3
SELECTORS = ("default", "mail", "s1", "s2", "k1", "k2", "google", "selector1", "selector2", "smtp", "mx", "pic", "pm", "resend")
SPF_OF = {"amazon_ses": "amazonses.com", "mailgun": "mailgun.org", "sendgrid": "sendgrid.net"}
MOST_LOOKUPS = 10  # RFC 7208, 4.6.4


@dataclass(frozen=True)
class Finding:
    part: str
    state: str
    text: str


def look(domain, *, provider="", selector="", resolver=None):
    """Findings on `domain`; nothing waits longer than a few seconds, and what can't be asked is said."""
    ask = _Asker(resolver or dns.resolver.get_default_resolver())
    if domain in {"localhost", ""} or "." not in domain:
        yield Finding(
            "domain", WRONG, f"{domain or 'none'} is no domain of the internet: set DEFAULT_FROM_EMAIL to an address of yours."
        )
        return
    yield from (_mx(domain, ask), _spf(domain, provider, ask), _dkim(domain, selector, ask), _dmarc(domain, ask))


class _Asker:
    """Asks the name server; `None` where there is no answer to be had, [] where there is no record."""

    def __init__(self, resolver):
        self.resolver = resolver

    def __call__(self, name, kind):
        try:
            return list(self.resolver.resolve(name, kind, lifetime=SECONDS))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except dns.exception.DNSException:
            return None

    def texts(self, name):
        rows = self(name, "TXT")
        return rows if rows is None else [b"".join(row.strings).decode(errors="replace") for row in rows]


def _unknown(part):
    return Finding(part, ADVICE, "The name server gave no answer; try again from a machine that reaches the internet.")


def _mx(domain, ask):
    rows = ask(domain, "MX")
    if rows is None:
        return _unknown("MX")
    if not rows:
        return Finding("MX", ADVICE, f"{domain} receives no mail: bounces and answers to that address are lost.")
    return Finding("MX", OK, ", ".join(sorted(str(row.exchange).rstrip(".") for row in rows)))


def _spf(domain, provider, ask):
    texts = ask.texts(domain)
    if texts is None:
        return _unknown("SPF")
    found = [text for text in texts if text.lower().split(" ")[0] == "v=spf1"]
    include = SPF_OF.get(provider)
    wanted = f"v=spf1 {f'include:{include} ' if include else 'a mx '}~all"
    if not found:
        return Finding("SPF", WRONG, f"There is none. Add a TXT record at {domain}: {wanted}")
    if len(found) > 1:
        return Finding("SPF", WRONG, "There is more than one record, which counts as none: make them one.")
    terms = found[0].lower().split()[1:]
    if include and not any(include in term for term in terms):
        return Finding("SPF", WRONG, f"It does not name the provider: put include:{include} before the “all” at its end.")
    if "+all" in terms or "all" in terms:
        return Finding("SPF", WRONG, "It lets everybody send in your name (+all). End it with ~all or -all.")
    asks = sum(
        term.lstrip("+-~?").split(":")[0].split("=")[0].split("/")[0] in {"include", "a", "mx", "ptr", "exists", "redirect"}
        for term in terms
    )
    if asks > MOST_LOOKUPS:
        return Finding("SPF", WRONG, f"It asks {asks} further names; receivers stop at {MOST_LOOKUPS}. Take some out.")
    if not any(term in {"~all", "-all", "?all"} or term.startswith("redirect=") for term in terms):
        return Finding("SPF", ADVICE, f"It does not say what holds for the rest; end it with ~all: {found[0]}")
    return Finding("SPF", OK, found[0])


def _dkim(domain, selector, ask):
    answered = False
    for name in [selector] if selector else SELECTORS:
        texts = ask.texts(f"{name}._domainkey.{domain}")
        answered |= texts is not None
        for text in texts or []:
            tags = _tags(text)
            if tags.get("p"):
                return Finding("DKIM", OK, f"{name}._domainkey.{domain}")
            if "p" in tags:
                return Finding(
                    "DKIM", WRONG, f"The key of {name} is withdrawn (p= is empty): put the provider's present one there."
                )
        if texts is None and not answered:
            return _unknown("DKIM")
    if selector:
        return Finding(
            "DKIM", WRONG, f"There is no key at {selector}._domainkey.{domain}: add the record that the provider shows."
        )
    return Finding("DKIM", ADVICE, "No key under the usual names. Say which yours is: --selector NAME (the provider shows it).")


def _dmarc(domain, ask):
    parts = domain.split(".")
    for start in range(len(parts) - 1):  # the domain's own, else one above it
        name = ".".join(parts[start:])
        texts = ask.texts(f"_dmarc.{name}")
        if texts is None:
            return _unknown("DMARC")
        for text in texts:
            if _tags(text).get("v", "").upper() == "DMARC1":
                return _judged(text, name)
    return Finding(
        "DMARC",
        WRONG,
        f"There is none; large receivers ask for it. Add a TXT record at _dmarc.{domain}: v=DMARC1; p=none; rua=mailto:you@{domain}",
    )


def _judged(text, name):
    tags = _tags(text)
    if tags.get("p") not in {"none", "quarantine", "reject"}:
        return Finding("DMARC", WRONG, f"It has no valid policy (p=none, quarantine or reject): {text}")
    if "rua" not in tags:
        return Finding("DMARC", ADVICE, f"Nobody gets its reports; add rua=mailto:you@{name}")
    if tags["p"] == "none":
        return Finding(
            "DMARC", ADVICE, "It only watches (p=none). Once its reports show your mail passing, go on to p=quarantine."
        )
    return Finding("DMARC", OK, text)


def _tags(text):
    return dict(part.strip().split("=", 1) for part in text.split(";") if "=" in part)
