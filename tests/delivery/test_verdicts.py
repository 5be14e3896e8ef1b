"""What each error of the Bot API means for the message, through the exceptions that the library raises."""

import json
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import RetryAfter, TelegramError, TimedOut

from bot.delivery.verdicts import UNNAMED_PAUSE, Fate, judge
from tests.support.wire import answering, error_of, hang_up, wire


async def refusal(code: int, body: dict[str, Any] | bytes) -> TelegramError:
    """What the library raises for an answer."""
    content = (
        body if isinstance(body, bytes) else json.dumps({"ok": False, "error_code": code} | body).encode()
    )
    async with wire(answering(code, content)) as url:
        return await error_of(url)


@pytest.mark.parametrize(
    ("code", "description", "fate"),
    [
        (400, "Bad Request: message is not modified: specified new message content ...", Fate.SAME),
        (400, "Bad Request: message thread not found", Fate.NO_TOPIC),
        (400, "Bad Request: TOPIC_CLOSED", Fate.NO_TOPIC),
        (400, "Bad Request: TOPIC_DELETED", Fate.NO_TOPIC),
        (400, "Bad Request: message to edit not found", Fate.NO_TARGET),
        (400, "Bad Request: message can't be edited", Fate.NO_TARGET),
        (400, "Bad Request: MESSAGE_ID_INVALID", Fate.NO_TARGET),
        (400, "Bad Request: not enough rights to send text messages to the chat", Fate.MUTED),
        (400, "Bad Request: have no rights to send a message", Fate.MUTED),
        (400, "Bad Request: need administrator rights in the channel chat", Fate.MUTED),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN", Fate.MUTED),
        (400, "Bad Request: chat not found", Fate.GONE),
        (400, "Bad Request: user not found", Fate.GONE),
        (400, "Bad Request: PEER_ID_INVALID", Fate.GONE),
        (403, "Forbidden: the group chat was deactivated", Fate.GONE),
        (400, "Bad Request: can't parse entities: unsupported start tag", Fate.REFUSED),
        (400, "Bad Request: message is too long", Fate.REFUSED),
        (403, "Forbidden: bot was blocked by the user", Fate.GONE),
        (403, "Forbidden: bot was kicked from the supergroup chat", Fate.GONE),
        (403, "Forbidden: bot can't initiate conversation with a user", Fate.GONE),
        (403, "Forbidden: user is deactivated", Fate.GONE),
        (403, "Forbidden: not enough rights to send text messages to the chat", Fate.MUTED),
        (401, "Unauthorized", Fate.LOCKED_OUT),
        (404, "Not Found: method not found", Fate.REFUSED),
        (404, "Not Found", Fate.AGAIN),
        (409, "Conflict: terminated by other getUpdates request", Fate.AGAIN),
        (500, "Internal Server Error", Fate.UNKNOWN),
        (502, "Bad Gateway", Fate.UNKNOWN),
        (504, "Gateway Timeout", Fate.UNKNOWN),
    ],
)
async def test_an_answer_decides(code: int, description: str, fate: Fate) -> None:
    verdict = judge(await refusal(code, {"description": description}))

    assert verdict.fate is fate
    assert verdict.message_id is None


@pytest.mark.parametrize(
    ("code", "page", "fate"),
    [
        (404, b"<html>nginx</html>", Fate.AGAIN),
        (413, b"<html>too large</html>", Fate.REFUSED),
        (429, b"<html>slow down</html>", Fate.PAUSE),
        (502, b"<html>nginx</html>", Fate.UNKNOWN),
        (503, b"", Fate.UNKNOWN),
    ],
)
async def test_a_proxy_that_speaks_no_json_is_understood_too(code: int, page: bytes, fate: Fate) -> None:
    assert judge(await refusal(code, page)).fate is fate


async def test_a_429_says_how_long() -> None:
    parameters = {"description": "Too Many Requests: retry after 17", "parameters": {"retry_after": 17}}

    verdict = judge(await refusal(429, parameters))

    assert (verdict.fate, verdict.wait) == (Fate.PAUSE, timedelta(seconds=17))


async def test_a_429_that_does_not_say_how_long_gets_a_pause_all_the_same() -> None:
    verdict = judge(await refusal(429, {"description": "Too Many Requests"}))

    assert (verdict.fate, verdict.wait) == (Fate.PAUSE, UNNAMED_PAUSE)


def test_a_wait_is_understood_as_duration_and_as_number() -> None:
    assert judge(RetryAfter(timedelta(seconds=3))).wait == timedelta(seconds=3)
    assert judge(RetryAfter(3)).wait == timedelta(seconds=3)


async def test_a_migration_says_where_to() -> None:
    parameters = {
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": -1001},
    }

    verdict = judge(await refusal(400, parameters))

    assert (verdict.fate, verdict.new_chat_id) == (Fate.MIGRATED, -1001)


async def test_a_broken_connection_is_judged_by_whether_anything_left() -> None:
    async with wire(hang_up) as url:
        assert judge(await error_of(url)).fate is Fate.UNKNOWN
    # The server is gone now.
    assert judge(await error_of(url)).fate is Fate.AGAIN


def test_an_error_without_a_known_cause_counts_as_unknown() -> None:
    assert judge(TimedOut()).fate is Fate.UNKNOWN
    assert judge(TelegramError("something new")).fate is Fate.UNKNOWN


def test_a_detail_never_grows_without_bound() -> None:
    assert len(judge(TelegramError("x" * 5000)).detail) <= 300
