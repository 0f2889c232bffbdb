"""A small OpenID provider on the loopback address, as strict as a real one."""

from __future__ import annotations

import base64
import hashlib
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import uvicorn
from fastapi import FastAPI, Form, HTTPException, Request
from fastapi.responses import RedirectResponse
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT_ID = "partnermatch"
SECRET = "geheim:mit%zeichen"


class Provider:
    """What it says about whoever signs in can be changed, as can its mistakes."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.claims: dict[str, Any] = {}
        """Of the person in front of it."""
        self.wrong: dict[str, Any] = {}
        """Claims it gets wrong on top."""
        self.key = RSAKey.generate_key(2048, {"kid": "1"})
        self.signing: Any = self.key
        self.algorithm = "RS256"
        self.announced = issuer
        self._codes: dict[str, dict[str, str]] = {}

    def app(self) -> FastAPI:
        """Return the endpoints."""
        app = FastAPI()
        app.get("/.well-known/openid-configuration")(self.describe)
        app.get("/keys")(self.keys)
        app.get("/authorize")(self.authorize)
        app.post("/token")(self.token)
        return app

    def describe(self) -> dict[str, Any]:
        """Discovery."""
        return {
            "issuer": self.announced,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def keys(self) -> Any:
        """Public keys."""
        return KeySet([self.key]).as_dict(private=False)

    def authorize(self, request: Request) -> RedirectResponse:
        """Sign the person in at once, and send the browser back with a code."""
        asked = dict(request.query_params)
        if asked["client_id"] != CLIENT_ID or asked["response_type"] != "code":
            raise HTTPException(400)
        if asked["code_challenge_method"] != "S256" or "openid" not in asked["scope"].split():
            raise HTTPException(400)
        code = secrets.token_urlsafe()
        self._codes[code] = asked
        back = f"{asked['redirect_uri']}?code={code}&state={asked['state']}"
        return RedirectResponse(back, 303)

    def token(
        self,
        request: Request,
        code: Annotated[str, Form()],
        redirect_uri: Annotated[str, Form()],
        code_verifier: Annotated[str, Form()],
    ) -> dict[str, Any]:
        """Change a code, once, for an ID token."""
        asked = self._codes.pop(code, None)
        login = base64.b64encode(f"{CLIENT_ID}:{SECRET}".encode()).decode()
        if asked is None or request.headers.get("authorization") != f"Basic {login}":
            raise HTTPException(401)
        hashed = hashlib.sha256(code_verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).decode().rstrip("=")
        if challenge != asked["code_challenge"] or redirect_uri != asked["redirect_uri"]:
            raise HTTPException(400)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        }
        signed = jwt.encode(
            {"alg": self.algorithm, "kid": "1"},
            claims | self.claims | self.wrong,
            self.signing,
            algorithms=[self.algorithm],
        )
        return {"access_token": "a", "token_type": "Bearer", "id_token": signed}


@contextmanager
def running_provider() -> Iterator[Provider]:
    """Serve a provider until the block ends."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        provider = Provider(f"http://127.0.0.1:{listening.getsockname()[1]}")
        server = uvicorn.Server(uvicorn.Config(provider.app(), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.02)
        yield provider
        server.should_exit = True
        thread.join(20)
