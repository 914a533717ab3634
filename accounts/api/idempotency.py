"""`Idempotency-Key` on every POST of the API, as draft-ietf-httpapi-idempotency-key-header has it."""

import hashlib
import re

from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError

from accounts.api.problems import plain_problem, refusal_problem
from accounts.services.idempotency import KeyRefused, begin, give_up, keep_answer

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEY = re.compile(r"[!-~]{1,255}")
KEPT_HEADERS = ("Content-Type", "Location")
NOT_KEPT = {401, 403, 413, 415, 429}  # says nothing of the request itself: it may be sent again as it is
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


class IdempotencyMiddleware:
    """Runs a POST that carries a key once; the same again within a day gets the kept answer, marked as a replay."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        key = request.headers.get(HEADER)
        if key is None or request.method != "POST" or request.member is None or not request.path_info.startswith("/api/v1/"):
            return self.get_response(request)
        if not KEY.fullmatch(key):
            return plain_problem(400, "idempotency_key_invalid", "An Idempotency-Key is 1 to 255 visible ASCII characters.")
        try:
            asked = fingerprint(request)
        except (RequestDataTooBig, MultiPartParserError, OSError):
            return self.get_response(request)  # the view says what is wrong with the body
        try:
            row = begin(member=request.member, path=request.get_full_path()[:300], key=key, asked=asked)
            return self.run(request, row) if row.status is None else replay(row)
        except KeyRefused as refusal:
            return refusal_problem(refusal)

    def run(self, request, row):
        """The view's answer, committed together with what the view did."""
        with transaction.atomic():
            answer = self.get_response(request)
            kept = answer.status_code < 500 and answer.status_code not in NOT_KEPT and not answer.streaming
            if kept:
                headers = {name: answer[name] for name in KEPT_HEADERS if name in answer}
                keep_answer(row, status=answer.status_code, headers=headers, body=answer.content.decode())
            elif answer.status_code >= 500:
                transaction.set_rollback(True)
        if not kept:
            give_up(row)
        return answer


def replay(row):
    """The answer of the first time."""
    return HttpResponse(row.body or "", status=row.status, headers={**row.headers, REPLAYED: "true"})


def fingerprint(request):
    """SHA-256 of what was sent. A form's boundary is new each time, so its fields and files are what counts."""
    digest = hashlib.sha256(request.content_type.encode())
    if request.content_type not in FORMS:
        digest.update(request.body)
        return digest.hexdigest()
    for name, values in sorted(request.POST.lists()):
        digest.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            inner = hashlib.sha256()
            for piece in file.chunks():
                inner.update(piece)
            file.seek(0)
            digest.update(repr((name, file.name, inner.hexdigest())).encode())
    return digest.hexdigest()
