"""Setting, removing and looking at the webhook."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.playground.checks import Upload
from bot.playground.core import Webhook
from bot.playground.errors import bad_request
from bot.playground.kinds import Json, JsonObject
from bot.playground.methods.registry import method
from bot.playground.world import World

PORTS = frozenset({80, 88, 443, 8443})
SECRET_LIMIT = 256
MAX_CONNECTIONS = 100

_SECRET = re.compile(r"[A-Za-z0-9_-]*")


def _check_url(url: str) -> None:
    """HTTPS on Telegram's four ports, as Telegram wants it; on this machine also plain HTTP on any port."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if _is_loopback(parts.hostname):
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port is not None and port not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@method("setWebhook")
def set_webhook(world: World, params: JsonObject) -> Json:
    """Post updates to an address from now on; an empty one means the same as `deleteWebhook`."""
    url = params["url"]
    if not url:
        return delete_webhook(world, params)
    _check_url(url)
    secret = params.get("secret_token", "")
    if len(secret) > SECRET_LIMIT:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    world.updates.allow(params.get("allowed_updates"))
    if params.get("drop_pending_updates"):
        world.updates.clear()
    connections = min(max(params.get("max_connections", 40), 1), MAX_CONNECTIONS)
    has_certificate = isinstance(params.get("certificate"), Upload)
    world.webhook = Webhook(url, secret, connections, params.get("ip_address", ""), has_certificate)
    world.updates.wake()
    world.emit_bot()
    return True


@method("deleteWebhook")
def delete_webhook(world: World, params: JsonObject) -> Json:
    """Post no more updates; they wait for `getUpdates`."""
    if params.get("drop_pending_updates"):
        world.updates.clear()
    world.webhook = Webhook()
    world.updates.wake()
    world.emit_bot()
    return True


@method("getWebhookInfo")
def get_webhook_info(world: World, _params: JsonObject) -> Json:
    """Where updates go, how many wait, and what went wrong last."""
    webhook = world.webhook
    info: JsonObject = {
        "url": webhook.url,
        "has_custom_certificate": webhook.has_certificate,
        "pending_update_count": world.updates.pending,
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
        if webhook.ip_address:
            info["ip_address"] = webhook.ip_address
        if webhook.last_error_date is not None:
            info["last_error_date"] = webhook.last_error_date
            info["last_error_message"] = webhook.last_error_message
    if world.updates.allowed_given:
        info["allowed_updates"] = world.updates.allowed_given
    return info
