"""The people's side over HTTP, as docs/playground.md says it."""

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.playground import World, demo_world, serve
from bot.playground.demo import (
    COORDINATOR_IDS,
    DAAN,
    FATMA,
    GROUP_ID,
    JOOP,
    LOES,
    SANNE,
    STAFF_CHAT_ID,
    STAFF_IDS,
)
from tests.playground.conftest import Call


@pytest.fixture
def world() -> World:
    """The world of the demo."""
    return demo_world(limits=False)


class People:
    """The people's side, as a page uses it."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def get(self, path: str, **params: Any) -> dict[str, Any]:
        answer = (await self.http.get(f"/people/{path}", params=params)).json()
        assert answer["ok"], answer
        result: dict[str, Any] = answer["result"]
        return result

    async def do(self, path: str, **body: Any) -> dict[str, Any]:
        answer = (await self.http.post(f"/people/{path}", json=body)).json()
        assert answer["ok"], answer
        result: dict[str, Any] = answer["result"]
        return result

    async def refused(self, path: str, **body: Any) -> tuple[int, str]:
        answer = await self.http.post(f"/people/{path}", json=body)
        return answer.status_code, answer.json()["error"]

    async def bot(self, method: str, token: str, **params: Any) -> dict[str, Any]:
        answer: dict[str, Any] = (await self.http.post(f"/bot{token}/{method}", json=params)).json()
        return answer

    async def events(self, after: str) -> AsyncIterator[dict[str, Any]]:
        async with self.http.stream("GET", "/people/events", params={"after": after}) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            async for line in stream.aiter_lines():
                if line.startswith("data: "):
                    yield json.loads(line.removeprefix("data: "))


@pytest.fixture
def people(http: httpx.AsyncClient) -> People:
    return People(http)


async def take(people: People, after: str, count: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    events = people.events(after)
    async with asyncio.timeout(60):
        async for event in events:
            found.append(event)
            if len(found) == count:
                break
    await events.aclose()  # type: ignore[attr-defined]
    return found


async def test_the_demo_shows_its_people_as_examples_with_something_to_try(people: People) -> None:
    state = await people.get("state")

    assert {person["role"] for person in state["people"]} == {"resident", "contact", "coordinator", "staff"}
    assert all("(voorbeeld)" in person["name"] for person in state["people"])
    staff = next(chat for chat in state["chats"] if chat["id"] == STAFF_CHAT_ID)
    assert staff["is_forum"] is True
    assert [member["person_id"] for member in staff["members"]] == list(STAFF_IDS)
    assert [topic["name"] for topic in staff["topics"]] == ["General", "Afspraken"]
    assert set(COORDINATOR_IDS) <= {person["id"] for person in state["people"]}
    assert len(state["suggestions"]) == 6
    for suggestion in state["suggestions"]:
        said = await people.do(
            "say", **{"as": suggestion["as"]}, chat=suggestion["chat"], text=suggestion["text"]
        )
        assert said["message"]["text"] == suggestion["text"]


async def test_a_message_is_shown_with_its_buttons_and_answered_press(people: People, world: World) -> None:
    keyboard = [
        [
            {"text": "Lees", "callback_data": "c:1", "style": "primary"},
            {"text": "Site", "url": "https://lsa.nl"},
        ],
        [
            {"text": "Privé", "url": f"https://t.me/{world.bot.username}?start=d_1"},
            {"text": "Kopieer", "copy_text": {"text": "abc"}},
        ],
    ]
    sent = await people.bot(
        "sendMessage",
        world.bot.token,
        chat_id=GROUP_ID,
        text="<b>Hoi</b>",
        parse_mode="HTML",
        reply_markup={"inline_keyboard": keyboard},
    )
    [message] = (await people.get(f"chats/{GROUP_ID}/messages", **{"as": JOOP}))["messages"]
    after = (await people.get("state"))["last_event_id"]
    press = {"as": FATMA, "chat": GROUP_ID, "message": sent["result"]["message_id"]}

    assert message["from"] == {"kind": "bot", "id": world.bot.id, "name": "Buurvraag"}
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 3}]
    assert [[button["kind"] for button in row] for row in message["buttons"]] == [
        ["callback", "url"],
        ["start", "copy"],
    ]
    assert message["buttons"][0][0]["style"] == "primary"
    assert await people.do("press", row=0, column=1, **press) == {"open": "https://lsa.nl"}
    assert await people.do("press", row=1, column=0, **press) == {"start": "d_1"}
    assert await people.do("press", row=1, column=1, **press) == {"copy": "abc"}
    callback_id = (await people.do("press", row=0, column=0, **press))["callback_id"]
    await people.bot(
        "answerCallbackQuery", world.bot.token, callback_query_id=callback_id, text="Goed", show_alert=True
    )
    [event] = await take(people, after, 1)
    assert event["kind"] == "callback_answer"
    assert (event["callback_id"], event["text"], event["alert"]) == (callback_id, "Goed", True)


async def test_the_stream_misses_nothing_after_a_reconnect(people: People, world: World) -> None:
    start = (await people.get("state"))["last_event_id"]
    for number in range(5):
        await people.do("say", **{"as": LOES}, chat=LOES, text=f"vraag {number}")
    first = await take(people, start, 3)

    rest = await take(people, first[-1]["id"], 2)

    texts = [event["message"]["text"] for event in (*first, *rest)]
    assert texts == [f"vraag {number}" for number in range(5)]


async def test_an_unknown_place_in_the_stream_starts_again(people: People) -> None:
    [event] = await take(people, "anders-12", 1)

    assert event["kind"] == "reset"


async def test_everything_that_happens_is_told(people: People, world: World) -> None:
    after = (await people.get("state"))["last_event_id"]
    token = world.bot.token
    said = (await people.do("say", **{"as": LOES}, chat=LOES, text="hoi"))["message"]
    on_said = {"as": LOES, "chat": LOES, "message": said["message_id"]}
    await people.do("edit", text="hallo", **on_said)
    await people.do("react", emoji=["👍"], **on_said)
    await people.bot("sendChatAction", token, chat_id=LOES, action="typing")
    await people.do("delete", **on_said)
    await people.do("clock", advance=3600)
    await people.do("faults", kind="403")
    await people.bot("setMyCommands", token, commands=[])  # struck by the fault
    await people.bot("setMyCommands", token, commands=[])
    await people.do("chats", by=JOOP, type="group", title="Nieuw (voorbeeld)", bot=False)
    await people.do(f"chats/{STAFF_CHAT_ID}/topics", by=SANNE, name="Sleutels")
    await people.do("block", **{"as": LOES}, blocked=True)
    await people.do("bot", privacy=False)

    events = await take(people, after, len(EVERYTHING))

    assert [event["kind"] for event in events] == EVERYTHING
    assert [event["id"] for event in events] == sorted(
        (event["id"] for event in events), key=lambda one: int(one.rpartition("-")[2])
    )


EVERYTHING = [
    "message",
    "edited",
    "reaction",
    "typing",
    "deleted",
    "clock",
    "faults",
    "commands",
    "chat",
    "message",  # the service message that a topic was made
    "topic",
    "person",
    "chat",
    "bot",
]


async def test_messages_are_read_page_by_page_and_by_topic(people: People) -> None:
    for number in range(5):
        await people.do(
            "say", **{"as": SANNE}, chat=STAFF_CHAT_ID, text=f"{number}", topic=2 if number % 2 else None
        )
    path = f"chats/{STAFF_CHAT_ID}/messages"

    last = await people.get(path, **{"as": SANNE}, limit=2)
    before = await people.get(path, **{"as": SANNE}, limit=2, before=last["messages"][0]["message_id"])
    topic = await people.get(path, **{"as": DAAN}, topic=2)

    assert [one["text"] for one in before["messages"] + last["messages"]] == ["1", "2", "3", "4"]
    assert (last["more"], topic["more"]) == (True, False)
    assert [one["text"] for one in topic["messages"] if not one["service"]] == ["1", "3"]
    assert topic["messages"][0]["service"]["kind"] == "forum_topic_created"


async def test_nobody_reads_a_chat_that_they_are_not_in(http: httpx.AsyncClient) -> None:
    answer = await http.get(f"/people/chats/{STAFF_CHAT_ID}/messages", params={"as": LOES})

    assert answer.status_code == 403


FORMS: list[tuple[dict[str, Any], str, Any]] = [
    ({"text": "kijk", "file": {"kind": "photo"}}, "file", "photo"),
    ({"file": {"kind": "voice"}}, "file", "voice"),
    ({"file": {"kind": "sticker", "emoji": "🏠"}}, "file", "sticker"),
    ({"location": {"latitude": 52.1, "longitude": 5.1}}, "other", "location"),
    ({"contact": {"phone_number": "+31600000000", "first_name": "Loes"}}, "other", "contact"),
]


@pytest.mark.parametrize(("body", "key", "kind"), FORMS)
async def test_people_send_more_than_words(people: People, body: dict[str, Any], key: str, kind: str) -> None:
    message = (await people.do("say", **{"as": LOES}, chat=LOES, **body))["message"]

    assert message[key]["kind"] == kind


async def test_a_file_comes_back_as_it_was_sent(people: People, http: httpx.AsyncClient) -> None:
    data = base64.b64encode(b"<script>alert(1)</script>").decode()
    file = {"kind": "document", "name": "é x.html", "base64": data}

    sent = (await people.do("say", **{"as": LOES}, chat=LOES, file=file))["message"]["file"]
    answer = await http.get(sent["url"])

    assert answer.content == b"<script>alert(1)</script>"
    assert answer.headers["content-disposition"] == "attachment"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_people_change_groups(people: People, world: World) -> None:
    made = await people.do(
        "chats",
        by=JOOP,
        type="supergroup",
        title="Tuin (voorbeeld)",
        members=[FATMA],
        is_forum=True,
        topics=["Zaaien"],
        bot="administrator",
    )
    chat_id = made["chat"]["id"]
    path = f"chats/{chat_id}"

    assert made["chat"]["bot"]["status"] == "administrator"
    renamed = await people.do(
        path, by=JOOP, title="Moestuin (voorbeeld)", permissions={"can_send_photos": False}
    )
    assert renamed["chat"]["title"] == "Moestuin (voorbeeld)"
    assert renamed["chat"]["permissions"]["can_send_messages"] is True
    added = await people.do(f"{path}/members", by=JOOP, person=LOES, status="member")
    assert LOES in [member["person_id"] for member in added["chat"]["members"]]
    removed = await people.do(f"{path}/members", by=JOOP, person="bot", status="kicked")
    assert removed["chat"]["bot"]["status"] == "kicked"
    assert (await people.refused(f"{path}/topics", by=FATMA, name="Oogst"))[0] == 403
    thread = (await people.do(f"{path}/topics", by=JOOP, name="Oogst"))["topic"]["thread_id"]
    closed = await people.do(f"{path}/topics/{thread}", by=JOOP, action="close")
    assert closed["topic"]["closed"] is True
    assert (await people.refused("say", **{"as": FATMA}, chat=chat_id, topic=thread, text="a"))[0] == 403
    said = (await people.do("say", **{"as": JOOP}, chat=chat_id, topic=thread, text="a"))["message"]
    pinned = await people.do(f"{path}/pin", by=JOOP, message=said["message_id"], pinned=True)
    assert pinned["chat"]["pinned"] == [said["message_id"]]
    assert world.chats[chat_id].title == "Moestuin (voorbeeld)"


async def test_a_group_becomes_a_supergroup(people: People) -> None:
    group = (await people.do("chats", by=JOOP, type="group", title="Klein (voorbeeld)"))["chat"]["id"]

    new = (await people.do(f"chats/{group}/migrate", by=JOOP, order="from_first"))["chat"]

    old = next(chat for chat in (await people.get("state"))["chats"] if chat["id"] == group)
    assert (new["type"], old["migrated_to"]) == ("supergroup", new["id"])
    assert (await people.refused("say", **{"as": JOOP}, chat=group, text="a"))[0] == 403


REFUSED: list[tuple[str, dict[str, Any], int]] = [
    ("say", {"as": LOES, "chat": LOES, "tekst": "a"}, 400),
    ("say", {"as": LOES, "chat": LOES, "text": "a" * 4097}, 400),
    ("say", {"as": LOES, "chat": LOES}, 400),
    ("say", {"as": 5, "chat": LOES, "text": "a"}, 404),
    ("say", {"as": LOES, "chat": GROUP_ID, "text": "a"}, 403),
    ("say", {"as": LOES, "chat": LOES, "text": "a", "reply_to": 99}, 404),
    ("say", {"as": LOES, "chat": LOES, "file": {"kind": "photo", "base64": "???"}}, 400),
    ("say", {"as": FATMA, "chat": GROUP_ID, "text": "a", "anonymous": True}, 403),
    ("start", {"as": LOES, "payload": "niet goed"}, 400),
    ("press", {"as": LOES, "chat": LOES, "message": 1}, 400),
    ("edit", {"as": LOES, "chat": LOES, "message": 9, "text": "a"}, 404),
    ("clock", {"advance": -1}, 400),
    ("faults", {"kind": "boem"}, 400),
    (f"chats/{GROUP_ID}", {"by": FATMA, "title": "x"}, 403),
    (f"chats/{GROUP_ID}/migrate", {"by": JOOP}, 403),
]


@pytest.mark.parametrize(("path", "body", "status"), REFUSED)
async def test_what_makes_no_sense_is_refused(
    people: People, path: str, body: dict[str, Any], status: int
) -> None:
    refused = await people.refused(path, **body)

    assert refused[0] == status
    assert refused[1]


async def test_only_json_from_the_pages_own_site_acts(http: httpx.AsyncClient, url: str) -> None:
    body = json.dumps({"advance": 5})
    json_type = {"Content-Type": "application/json"}

    form = await http.post("/people/clock", content=body, headers={"Content-Type": "text/plain"})
    foreign = [
        await http.post("/people/clock", content=body, headers={**json_type, "Origin": origin})
        for origin in ("https://x.nl", "null", "http://[")
    ]
    own = await http.post("/people/clock", content=body, headers={**json_type, "Origin": url})

    assert {answer.status_code for answer in (form, *foreign)} == {415}
    assert own.status_code == 200


async def test_the_clock_stays_on_the_calendar(people: People) -> None:
    assert (await people.refused("clock", advance=10**18))[0] == 400


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:1", 200),
        ("127.0.0.1", 200),
        ("[::1]:80", 200),
        ("kwaad.example", 421),
        ("", 421),
        ("[", 421),
    ],
)
async def test_the_peoples_side_answers_under_an_address_only(
    http: httpx.AsyncClient, host: str, status: int
) -> None:
    answer = await http.get("/people/state", headers={"Host": host})

    assert answer.status_code == status


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://x.nl"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}]
)
async def test_a_page_of_another_site_cannot_act_as_the_bot(
    http: httpx.AsyncClient, world: World, headers: dict[str, str]
) -> None:
    hook = {"url": "http://192.0.2.1/router"}

    answer = await http.get(f"/bot{world.bot.token}/setWebhook", params=hook, headers=headers)
    asked = await http.get(f"/bot{world.bot.token}/getWebhookInfo", headers={"Sec-Fetch-Site": "none"})

    assert answer.status_code == 403
    assert asked.json()["result"]["url"] == ""


def test_each_demo_has_a_token_of_its_own() -> None:
    first, second = demo_world().bot, demo_world().bot

    assert first.token != second.token
    assert re.fullmatch(rf"{first.id}:[A-Za-z0-9_-]{{35}}", first.token)


async def test_figures_and_requests_are_told(people: People, world: World) -> None:
    token = world.bot.token
    for text in ("a", "a", "b"):
        await people.bot("sendMessage", token, chat_id=LOES, text=text)
    await people.bot("sendMessage", token, chat_id=1, text="a")

    stats = await people.get("stats")
    requests = await people.get("requests", after=1, method="sendMessage", limit=2)

    assert stats["by_method"] == {"sendMessage": 4}
    assert stats["by_outcome"] == {"200": 3, "400": 1}
    assert stats["chats"][str(LOES)] == {"messages": 3, "copies": {"a": 2, "b": 1}}
    assert [one["n"] for one in requests["requests"]] == [2, 3]
    assert requests["last"] == 4
    assert requests["requests"][0]["performed"] is True


async def test_the_menu_is_the_persons_own(people: People, world: World) -> None:
    commands = [{"command": "soru", "description": "Soru sor"}]
    await people.bot("setMyCommands", world.bot.token, commands=commands, language_code="tr")

    assert (await people.get("commands", **{"as": FATMA}, chat=FATMA))["commands"] == commands
    assert (await people.get("commands", **{"as": JOOP}, chat=JOOP))["commands"] == []


async def test_a_newcomer_starts_with_a_deep_link(people: People, call: Call) -> None:
    person = (await people.do("people", name="Nieuw (voorbeeld)"))["person"]
    assert person["started"] is False

    started = await people.do("start", **{"as": person["id"]}, payload="d_12")

    assert started["message"]["text"] == "/start d_12"
    assert (await call("sendMessage", chat_id=person["id"], text="welkom"))["ok"]


async def test_the_page_may_load_nothing_from_elsewhere(http: httpx.AsyncClient) -> None:
    page = await http.get("/")

    assert page.status_code == 200
    policy = "default-src 'self'; frame-ancestors 'none'"
    assert page.headers["content-security-policy"] == policy
    assert (await http.get("/page/index.html")).headers["content-security-policy"] == policy
    assert (await http.get("/page/../demo.py")).status_code == 404
    assert (await http.get("/page/%2e%2e/demo.py")).status_code == 404


async def test_streams_end_when_the_server_does() -> None:
    world = World()

    async with serve(world) as url, httpx.AsyncClient(base_url=url, trust_env=False) as client:
        stream = asyncio.create_task(client.get("/people/events", timeout=30))
        poll = asyncio.create_task(client.get(f"/bot{world.bot.token}/getUpdates", params={"timeout": 30}))
        await world.wait_for(lambda: world.open_polls)
        await asyncio.sleep(0.05)
        began = asyncio.get_running_loop().time()

    # Either would have gone on for thirty seconds.
    assert asyncio.get_running_loop().time() - began < 20
    await asyncio.gather(stream, poll, return_exceptions=True)
