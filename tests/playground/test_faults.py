"""Faults on demand: what the bot meets, and whether the call had its effect all the same."""

import asyncio
import time

import httpx
import pytest

from bot.playground import World
from bot.playground.faults import Fault, FaultKind
from bot.playground.state import Chat, Person
from tests.playground.conftest import Call


@pytest.fixture
def path(world: World) -> str:
    return f"/bot{world.bot.token}"


ERRORS = [
    (Fault(FaultKind.TOO_MANY, retry_after=7), 429, "Too Many Requests: retry after 7"),
    (Fault(FaultKind.BAD_REQUEST, description="Bad Request: wat?"), 400, "Bad Request: wat?"),
    (Fault(FaultKind.FORBIDDEN), 403, "Forbidden: bot was blocked by the user"),
    (Fault(FaultKind.UNAUTHORIZED), 401, "Unauthorized"),
    (Fault(FaultKind.NOT_FOUND), 404, "Not Found"),
]


@pytest.mark.parametrize(("fault", "code", "description"), ERRORS)
@pytest.mark.parametrize("effect", [False, True])
async def test_a_call_fails_with_or_without_its_effect(
    call: Call, world: World, anna: Person, fault: Fault, code: int, description: str, effect: bool
) -> None:
    world.faults.add(
        Fault(fault.kind, retry_after=fault.retry_after, description=fault.description, effect=effect)
    )

    failed = await call("sendMessage", chat_id=anna.id, text="a")
    fine = await call("sendMessage", chat_id=anna.id, text="b")

    assert (failed["error_code"], failed["description"]) == (code, description)
    assert fine["ok"]
    assert [message.text for message in world.bot_messages(anna)] == (["a", "b"] if effect else ["b"])
    assert [record.performed for record in world.calls("sendMessage")] == [effect, True]


async def test_429_says_when_to_come_back(http: httpx.AsyncClient, world: World, path: str) -> None:
    world.faults.add(Fault(FaultKind.TOO_MANY, retry_after=3))

    answer = await http.get(f"{path}/getMe")

    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "3"
    assert answer.json()["parameters"] == {"retry_after": 3}


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_gateway_answers_with_a_page(
    http: httpx.AsyncClient, world: World, path: str, status: int
) -> None:
    world.faults.add(Fault(FaultKind(str(status))))

    answer = await http.get(f"{path}/getMe")

    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html"
    assert str(status) in answer.text


@pytest.mark.parametrize("effect", [False, True])
async def test_a_connection_is_cut(
    http: httpx.AsyncClient, world: World, path: str, anna: Person, effect: bool
) -> None:
    world.faults.add(Fault(FaultKind.RESET, effect=effect))

    with pytest.raises(httpx.ReadError):
        await http.post(f"{path}/sendMessage", data={"chat_id": anna.id, "text": "a"})

    assert len(world.bot_messages(anna)) == effect
    assert (await http.get(f"{path}/getMe")).json()["ok"]


@pytest.mark.parametrize(("effect", "status"), [(False, 504), (True, 200)])
async def test_a_call_hangs(
    http: httpx.AsyncClient, world: World, path: str, anna: Person, effect: bool, status: int
) -> None:
    world.faults.add(Fault(FaultKind.HANG, seconds=0.2, effect=effect))
    began = time.monotonic()

    hanging = asyncio.create_task(http.post(f"{path}/sendMessage", data={"chat_id": anna.id, "text": "a"}))
    await world.wait_for(lambda: world.requests.last)

    assert len(world.bot_messages(anna)) == effect
    assert (await hanging).status_code == status
    assert time.monotonic() - began >= 0.2


async def test_a_slow_call_has_its_effect_late(call: Call, world: World, anna: Person) -> None:
    world.faults.add(Fault(FaultKind.SLOW, seconds=0.1))

    slow = asyncio.create_task(call("sendMessage", chat_id=anna.id, text="a"))
    while not world.requests.last:  # noqa: ASYNC110 - by the next step of the loop
        await asyncio.sleep(0)
    assert not world.bot_messages(anna)

    assert (await slow)["ok"]
    assert world.bot_messages(anna)


async def test_a_group_migrates_in_the_middle(call: Call, world: World, anna: Person) -> None:
    group = world.group("Klein (voorbeeld)", [anna], quiet=True)
    world.faults.add(Fault(FaultKind.MIGRATE, method="sendMessage"))

    answer = await call("sendMessage", chat_id=group.id, text="a")

    assert answer["parameters"] == {"migrate_to_chat_id": group.migrated_to}
    assert world.updates.pending == 2


async def test_the_bot_is_kicked_and_blocked_in_the_middle(
    call: Call, world: World, anna: Person, group: Chat
) -> None:
    world.faults.add(Fault(FaultKind.KICK, method="sendMessage", count=2))

    kicked = await call("sendMessage", chat_id=group.id, text="a")
    blocked = await call("sendMessage", chat_id=anna.id, text="a")

    assert kicked["description"] == "Forbidden: bot was kicked from the supergroup chat"
    assert blocked["description"] == "Forbidden: bot was blocked by the user"


async def test_a_fault_is_about_its_method_and_chat_only(
    call: Call, world: World, anna: Person, group: Chat
) -> None:
    world.faults.add(Fault(FaultKind.FORBIDDEN, method="sendMessage", chat=group.id, count=None))

    assert (await call("sendMessage", chat_id=anna.id, text="a"))["ok"]
    assert (await call("sendChatAction", chat_id=group.id, action="typing"))["ok"]
    assert not (await call("sendMessage", chat_id=group.id, text="a"))["ok"]
    assert not (await call("sendMessage", chat_id=group.id, text="a"))["ok"]


async def test_a_fault_of_any_method_leaves_polling_alone(call: Call, world: World) -> None:
    world.faults.add(Fault(FaultKind.FORBIDDEN))

    assert (await call("getUpdates"))["ok"]
    assert not (await call("getMe"))["ok"]


async def test_a_fault_skips_counts_and_then_ends(call: Call, world: World) -> None:
    fault = world.faults.add(Fault(FaultKind.FORBIDDEN, skip=1, count=2))

    assert [(await call("getMe"))["ok"] for _ in range(5)] == [True, False, False, True, True]
    assert fault.hits == 2


async def test_chance_is_the_same_for_the_same_seed(call: Call, world: World) -> None:
    runs = []
    for _ in range(2):
        world.faults.clear()
        world.faults.add(Fault(FaultKind.FORBIDDEN, count=None, probability=0.5, seed=7))
        runs.append([(await call("getMe"))["ok"] for _ in range(30)])

    assert runs[0] == runs[1]
    assert 5 < runs[0].count(False) < 25


async def test_updates_that_got_lost_on_the_way_come_again(
    http: httpx.AsyncClient, world: World, path: str, anna: Person
) -> None:
    world.say(anna, anna, "hoi")
    world.faults.add(Fault(FaultKind.DROP_UPDATES))

    with pytest.raises(httpx.ReadError):
        await http.get(f"{path}/getUpdates")

    assert len((await http.get(f"{path}/getUpdates")).json()["result"]) == 1
