"""The sending APIs of mail providers on loopback, after their public references. A field that they don't have is refused with 400.

Mailgun `POST /v3/{domain}/messages`, SendGrid `POST /v3/mail/send`, Amazon SES v2 `POST /v2/email/outbound-emails`.
"""

import base64
import json
import threading
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MAILGUN = {"from", "to", "subject", "text", "html", "attachment", "template", "recipient-variables"}
SENDGRID = {
    "personalizations", "from", "reply_to_list", "subject", "content", "attachments", "headers", "custom_args", "template_id",
}  # fmt: skip
PERSONALIZATION = {"to", "custom_args", "dynamic_template_data"}
SENDGRID_OWN_HEADERS = {
    "x-sg-id",
    "x-sg-eid",
    "received",
    "dkim-signature",
    "content-type",
    "to",
    "from",
    "subject",
    "reply-to",
    "cc",
}
SES = {"FromEmailAddress", "Destination", "Content", "EmailTags"}


class Refusal(Exception):
    """400, with why."""


def check(given, known):
    if unknown := set(given) - known:
        raise Refusal(f"unknown: {sorted(unknown)}")


def mailgun(request, body):
    mail = message_from_bytes(f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode() + body, policy=policy.HTTP)
    parts = {}
    if request.headers["Content-Type"].startswith("multipart/form-data"):
        for part in mail.iter_parts():
            name = part.get_param("name", header="content-disposition")
            parts.setdefault(name, []).append(part.get_payload(decode=True))
    else:
        from urllib.parse import parse_qs

        parts = {key: [one.encode() for one in value] for key, value in parse_qs(body.decode()).items()}
    check({name for name in parts if name[:2] not in {"h:", "v:", "o:"}}, MAILGUN)
    if "to" not in parts or "from" not in parts or not {"text", "html", "template"} & set(parts):
        raise Refusal("to, from and a body are needed")
    sent = {name: [one.decode() for one in values] for name, values in parts.items()}
    return sent, {"id": "<20261122.1@mg.test>", "message": "Queued. Thank you."}, {}


def sendgrid(request, body):
    sent = json.loads(body)
    check(sent, SENDGRID)
    for one in sent["personalizations"]:
        check(one, PERSONALIZATION)
    if bad := {name.lower() for name in sent.get("headers", {})} & SENDGRID_OWN_HEADERS:
        raise Refusal(f"reserved headers: {bad}")
    if not sent.get("template_id") and [one["type"] for one in sent["content"]][:2] != ["text/plain", "text/html"]:
        raise Refusal("text/plain and text/html come first")
    return sent, None, {"X-Message-Id": "sg-1"}


def ses(request, body):
    sent = json.loads(body)
    check(sent, SES)
    raw = base64.b64decode(sent["Content"]["Raw"]["Data"])
    return {**sent, "mail": message_from_bytes(raw, policy=policy.default)}, {"MessageId": "ses-1"}, {}


PATHS = {"/v3/mail/send": (sendgrid, 202), "/v2/email/outbound-emails": (ses, 200), "/v3/ours.test/messages": (mailgun, 200)}


class MailProvider:
    """`sent`: what was taken. `answer`: a status that every call gets instead, as when it is down or asks for less."""

    def __init__(self):
        self.sent, self.answer, double = [], None, self

        class Calls(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                reader, status = PATHS.get(self.path, (None, 404))
                headers, said = {}, {"message": "not here"}
                if double.answer:
                    status, said = double.answer, {"message": "not now"}
                elif reader:
                    try:
                        sent, said, headers = reader(self, body)
                        double.sent.append(sent)
                    except Refusal as refusal:
                        status, said = 400, {"message": str(refusal)}
                answer = json.dumps(said).encode() if said is not None else b""
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", "Content-Length": str(len(answer)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Calls)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        return self

    def __exit__(self, *exc):
        self.server.shutdown()
        self.server.server_close()
