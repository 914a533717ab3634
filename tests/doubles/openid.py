"""A provider of OpenID Connect on the loopback: it answers what the standard asks, and refuses what it does not."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt

SECRET = "a secret that only the two of them know, long enough"  # noqa: S105


class OpenIDProvider:
    """`told` is who signs in there; `answers(code)` gives a code for what an authorization request asked."""

    client_id = "intellimatch"

    def __init__(self):
        self.told = {"sub": "1010", "email": "candidate@people.test", "email_verified": True, "name": "Ana Petrović"}
        self.audience, self.codes, self.refused = self.client_id, {}, []
        double = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                double.get(self)

            def do_POST(self):
                double.post(self)

            def log_message(self, *told):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def agree(self, address):
        """The person agrees on the provider's page; returns the way back that the browser is sent."""
        asked = {name: value[0] for name, value in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code" and asked["client_id"] == self.client_id
        assert {"openid", "email"} <= set(asked["scope"].split()) and asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{urlsplit(asked['redirect_uri']).path}?code={code}&state={asked['state']}"

    def get(self, request):
        if request.path == "/.well-known/openid-configuration":
            self.say(
                request,
                200,
                issuer=self.address,
                authorization_endpoint=f"{self.address}/authorize",
                token_endpoint=f"{self.address}/token",
                userinfo_endpoint=f"{self.address}/userinfo",
                jwks_uri=f"{self.address}/keys",
                token_endpoint_auth_methods_supported=["client_secret_post"],
            )
        elif request.path == "/userinfo" and request.headers.get("Authorization") == "Bearer for-userinfo":
            self.say(request, 200, **self.told)
        else:
            self.say(request, 404)

    def post(self, request):
        body = request.rfile.read(int(request.headers.get("Content-Length", 0))).decode()
        said = {name: value[0] for name, value in parse_qs(body).items()}
        asked = self.codes.pop(said.get("code"), None)  # a code is good once
        verifier = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        sound = (
            asked
            and said["redirect_uri"] == asked["redirect_uri"]
            and said["client_secret"] == SECRET
            and base64.urlsafe_b64encode(verifier).rstrip(b"=").decode() == asked["code_challenge"]
        )
        if not sound:
            self.refused.append(said)
            self.say(request, 400, error="invalid_grant")
            return
        now = int(time.time())
        claims = {"iss": self.address, "aud": self.audience, "iat": now, "exp": now + 300, **self.told}
        self.say(
            request,
            200,
            access_token="for-userinfo",
            token_type="Bearer",
            expires_in=300,
            id_token=jwt.encode(claims, SECRET, algorithm="HS256"),
        )

    @staticmethod
    def say(request, status, **body):
        data = json.dumps(body).encode()
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)
