"""The provider's addresses."""

import json
import secrets
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

from nedtrappning.legitimation import page
from nedtrappning.legitimation.issuer import Answer, Issuer, Key, Lies, Refusal, about

LOOPBACK = "127.0.0.1"
LONGEST_BODY = 20_000
COOKIE = "demolegitimation"
Fields = dict[str, str]


class Server(ThreadingHTTPServer):
    """One issuer on one port; `obeys` a test that asks it to lie."""

    daemon_threads = True

    def __init__(self, port: int, issuer: Issuer, *, obeys: bool) -> None:
        super().__init__((LOOPBACK, port), Request)
        self.issuer = issuer
        self.obeys = obeys
        issuer.url = f"http://{LOOPBACK}:{self.server_port}"


class Request(BaseHTTPRequestHandler):
    """One question to the provider."""

    server: Server

    def do_GET(self) -> None:
        """Describe itself, show who can be chosen, tell who was."""
        self._serve(
            {
                "/.well-known/openid-configuration": self._discovery,
                "/keys": lambda: self._json(200, self.server.issuer.keys()),
                "/authorize": self._ask,
                "/userinfo": self._userinfo,
                "/end_session": self._end,
            }
        )

    def do_POST(self) -> None:
        """Choose somebody, change a code for tokens, do as a test says."""
        self._serve(
            {
                "/authorize": self._choose,
                "/token": self._token,
                "/control": self._control,
            }
        )

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep codes and names out of the log."""

    def _serve(self, doors: dict[str, Callable[[], None]]) -> None:
        door = doors.get(urlsplit(self.path).path)
        if door is None:
            return self._page(404, page.message("Sidan finns inte."))
        return door()

    def _discovery(self) -> None:
        self._json(200, self.server.issuer.discovery())

    # ------------------------------------------------------------------- the person

    def _ask(self) -> None:
        """Who are you? A known session is used unless the client wants a log-in."""
        asked = self._query()
        if not self._is_good(asked):
            return None
        person = self.server.issuer.sessions.get(self._session())
        if person and asked.get("prompt") != "login":
            return self._answer(asked, code=self.server.issuer.grant(person, asked))
        people = list(self.server.issuer.people.values())
        return self._page(200, page.choice(people, asked))

    def _choose(self) -> None:
        sent = self._form()
        if not self._is_good(sent):
            return None
        person = self.server.issuer.people.get(sent.get("person", ""))
        if person is None:
            return self._answer(sent, error="access_denied")
        session = secrets.token_urlsafe(24)
        self.server.issuer.sessions[session] = person
        code = self.server.issuer.grant(person, sent)
        return self._answer(sent, cookie=session, code=code)

    def _is_good(self, asked: Fields) -> bool:
        """Answer what is wrong; to a client that nobody knows only on the page."""
        if not self.server.issuer.knows(asked):
            text = "Den som skickade dig hit är inte registrerad här."
            self._page(400, page.message(text))
            return False
        try:
            self.server.issuer.check(asked)
        except Refusal as refusal:
            self._answer(asked, error=str(refusal))
            return False
        return True

    def _answer(self, asked: Fields, *, cookie: str = "", **said: str) -> None:
        """Back to the client."""
        found = {**said, "state": asked.get("state", ""), "iss": self.server.issuer.url}
        self._redirect(f"{asked['redirect_uri']}?{urlencode(found)}", cookie)

    def _end(self) -> None:
        """The end of the provider's own session, and back where the client wants."""
        self.server.issuer.sessions.pop(self._session(), None)
        back = self._query().get("post_logout_redirect_uri", "")
        ours = {_origin(callback) for callback in self.server.issuer.callbacks}
        if back and _origin(back) in ours:
            return self._redirect(back)
        return self._page(200, page.message("Du är utloggad."))

    # ------------------------------------------------------------------- the client

    def _token(self) -> None:
        sent = self._form()
        if status := self.server.issuer.lies.status:
            return self._json(status, {"error": "server_error"})
        if not self._is_client(sent):
            return self._json(401, {"error": "invalid_client"})
        try:
            return self._json(200, self.server.issuer.exchange(sent))
        except Refusal as refusal:
            return self._json(400, {"error": str(refusal)})

    def _is_client(self, sent: Fields) -> bool:
        header = self.headers.get("Authorization", "")
        issuer = self.server.issuer
        return issuer.client.is_shown_by(sent, header, issuer=issuer.url)

    def _userinfo(self) -> None:
        given = self.headers.get("Authorization", "").removeprefix("Bearer ")
        person = self.server.issuer.person_of(given)
        if person is None:
            return self._json(401, {"error": "invalid_token"})
        return self._json(200, {"sub": person.subject, **about(person)})

    def _control(self) -> None:
        """What a test wants: the next token a lie, other keys, more callbacks."""
        if not self.server.obeys:
            return self._json(404, {})
        asked = json.loads(self._body())
        issuer = self.server.issuer
        if asked.pop("new_key", False):
            issuer.key = Key()
        issuer.callbacks |= set(asked.pop("callbacks", []))
        issuer.lies = Lies(**asked)
        return self._json(200, {"sessions": len(issuer.sessions)})

    # --------------------------------------------------------------------- the wire

    def _query(self) -> Fields:
        return dict(parse_qsl(urlsplit(self.path).query))

    def _form(self) -> Fields:
        return dict(parse_qsl(self._body()))

    def _body(self) -> str:
        length = int(self.headers.get("Content-Length") or 0)
        return self.rfile.read(min(length, LONGEST_BODY)).decode(errors="replace")

    def _session(self) -> str:
        try:
            cookies = SimpleCookie(self.headers.get("Cookie", ""))
        except CookieError:
            return ""
        return cookies[COOKIE].value if COOKIE in cookies else ""

    def _json(self, status: int, body: Answer) -> None:
        self._send(status, "application/json", json.dumps(body))

    def _page(self, status: int, words: str) -> None:
        self._send(status, "text/html; charset=utf-8", words)

    def _redirect(self, to: str, cookie: str = "") -> None:
        self.send_response(302)
        self.send_header("Location", to)
        if cookie:
            told = f"{COOKIE}={cookie}; HttpOnly; SameSite=Lax; Path=/"
            self.send_header("Set-Cookie", told)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: int, kind: str, words: str) -> None:
        content = words.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
