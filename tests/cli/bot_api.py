"""A Bot API with ready-made answers, to see what the command line makes of them."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

TOKEN = "123456789:" + "A" * 35
BOT_ID = 123456789
STAFF = -1001234567890

ME = {
    "id": BOT_ID,
    "is_bot": True,
    "first_name": "Buurvraag (voorbeeld)",
    "username": "BuurvraagVoorbeeldBot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
}
NO_WEBHOOK = {"url": "", "has_custom_certificate": False, "pending_update_count": 3}
STAFF_GROUP = {"id": STAFF, "type": "supergroup", "title": "Medewerkers (voorbeeld)", "is_forum": True}
ADMIN = {
    "status": "administrator",
    "user": ME,
    "can_manage_topics": True,
    "can_pin_messages": True,
    "can_delete_messages": True,
}


class RefusalError(Exception):
    """An answer of Telegram that says no."""

    def __init__(self, code: int, description: str, **parameters: object) -> None:
        super().__init__(description)
        self.code = code
        self.body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}


class CannedBotApi:
    """Answers by method: a result, a RefusalError, or a function of the parameters that gives either."""

    def __init__(self, **answers: Any) -> None:
        self.answers = {"getMe": ME, "getWebhookInfo": NO_WEBHOOK, **answers}
        self.asked: list[tuple[str, dict[str, str]]] = []
        canned = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                code, body = canned.answer(
                    self.path, self.rfile.read(int(self.headers["Content-Length"] or 0))
                )
                self.send_response(code)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, path: str, body: bytes) -> tuple[int, bytes]:
        token, _, method = path.removeprefix("/bot").partition("/")
        parameters = _parameters(body)
        self.asked.append((method, parameters))
        found = self.answers.get(method, RefusalError(404, "Not Found"))
        if token != TOKEN:
            found = RefusalError(401, "Unauthorized")
        if callable(found):
            found = found(parameters)
        if isinstance(found, RefusalError):
            return found.code, json.dumps(found.body).encode()
        return 200, json.dumps({"ok": True, "result": found}).encode()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _parameters(body: bytes) -> dict[str, str]:
    from urllib.parse import parse_qsl

    return dict(parse_qsl(body.decode()))
