"""What a mail server's or provider's answer means for a mail."""

import re
from dataclasses import dataclass
from smtplib import SMTPAuthenticationError, SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused, SMTPServerDisconnected

from anymail.exceptions import AnymailAPIError, AnymailConfigurationError, AnymailRecipientsRefused

SENT, LATER, NEVER, AWAY = "sent", "later", "never", "away"
DEAD = re.compile(r"\b5\.(?:1\.[0-9]+|2\.1)\b")  # enhanced codes (RFC 3463) of an address that is not there
NOT_DEAD = re.compile(r"\b5\.(?!1\.|2\.1\b)\d+\.\d+\b")  # of a mail that is not wanted for another reason
THROTTLED = {"Throttling", "ThrottlingException", "TooManyRequestsException", "LimitExceededException"}
OURS = {"AccessDeniedException", "AccountSuspendedException", "SendingPausedException", "UnrecognizedClientException"}


@dataclass(frozen=True)
class Verdict:
    """`is_dead`: the address does not exist. AWAY: nothing is wrong with the mail, the way is closed for all."""

    what: str
    why: str = ""
    is_dead: bool = False
    provider_id: str = ""


def of_error(error):
    """The verdict on a mail whose sending raised `error`."""
    for judge in (_smtp, _provider):
        if verdict := judge(error):
            return verdict
    if isinstance(error, OSError):  # the line broke: whether the mail arrived is not known
        return Verdict(LATER, _words(error))
    return Verdict(NEVER, _words(error))


def of_connecting(error):
    """No mail was in it when the server could not be reached or would not have us."""
    return Verdict(AWAY, _words(error))


def _smtp(error):
    if isinstance(error, SMTPServerDisconnected):
        return Verdict(LATER, "The server hung up before it said whether it took the mail.")
    if isinstance(error, SMTPAuthenticationError):
        return Verdict(AWAY, _answer(error.smtp_code, error.smtp_error))
    if isinstance(error, SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        said = _answer(code, words)
        if code < 500:
            return Verdict(LATER, said)
        return Verdict(NEVER, said, is_dead=bool(DEAD.search(said)) or code in {550, 553} and not NOT_DEAD.search(said))
    if isinstance(error, SMTPSenderRefused):
        said = _answer(error.smtp_code, error.smtp_error)
        if error.smtp_code == 552:  # larger than the server takes
            return Verdict(NEVER, said)
        return Verdict(LATER if error.smtp_code < 500 else AWAY, said)
    if isinstance(error, SMTPDataError):
        return Verdict(LATER if error.smtp_code < 500 else NEVER, _answer(error.smtp_code, error.smtp_error))
    return None


def _provider(error):
    if isinstance(error, AnymailRecipientsRefused):
        return Verdict(NEVER, "The provider does not take mail to this address.")
    if isinstance(error, AnymailConfigurationError):
        return Verdict(AWAY, _words(error))
    if not isinstance(error, AnymailAPIError):
        return None
    aws = getattr(error.__cause__, "response", None)  # botocore's answer is a dict
    aws = aws if isinstance(aws, dict) else {}
    code = aws.get("Error", {}).get("Code", "")
    status = getattr(error, "status_code", None) or aws.get("ResponseMetadata", {}).get("HTTPStatusCode")
    if code in THROTTLED | OURS or status in {401, 403, 429} or (status or 0) >= 500:
        return Verdict(AWAY, _words(error))
    if status:
        return Verdict(NEVER, _words(error))
    # No answer came: where the request had been sent, the provider may have taken the mail.
    return Verdict(LATER if "ReadTimeout" in type(error.__cause__).__name__ else AWAY, _words(error))


def _answer(code, words):
    return _short(f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}")


def _words(error):
    return _short(f"{type(error).__name__}: {error}")


def _short(text):
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:300]
