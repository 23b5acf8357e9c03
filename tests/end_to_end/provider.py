"""An OpenID provider as a process of its own: `python -m tests.end_to_end.provider PORT`.

Besides what the library's provider does it sends, when asked, what a provider says when somebody
signed out there: POST /signed-out {"sub", "client_id", "to", "event"}.
"""

import sys
import time
import uuid

import flask
import requests
from authlib.jose import jwt
from oidc_provider_mock import app
from oidc_provider_mock._app import storage
from werkzeug.serving import run_simple

EVENT = "http://schemas.openid.net/event/backchannel-logout"


def main(port: int) -> None:
    provider = app()

    @provider.post("/signed-out")
    def signed_out():
        said = flask.request.get_json()
        token = {
            "iss": flask.request.host_url.rstrip("/"),
            "sub": said["sub"],
            "aud": said["client_id"],
            "iat": int(time.time()),
            "exp": int(time.time()) + 120,
            "jti": str(uuid.uuid4()),
            "events": {said.get("event", EVENT): {}},
        }
        header = {"alg": "RS256", "kid": storage.jwk.as_dict()["kid"]}
        signed = jwt.encode(header, token, storage.jwk).decode()
        answer = requests.post(said["to"], data={"logout_token": signed}, timeout=30)
        return {"status": answer.status_code}

    run_simple("127.0.0.1", port, provider, threaded=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
