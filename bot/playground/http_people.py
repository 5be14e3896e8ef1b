"""The people's side over HTTP: the JSON API, the stream of events, and files."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

from pydantic import BaseModel, ValidationError
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.playground import views
from bot.playground.errors import NotAllowedError, NotFoundError, WrongRequestError
from bot.playground.events import EventLog
from bot.playground.kinds import JsonObject
from bot.playground.methods.commands import menu_for
from bot.playground.people_actions import ACTIONS, Action
from bot.playground.state import GENERAL_TOPIC
from bot.playground.world import World

KEEP_ALIVE_SECONDS = 15.0
MOST_MESSAGES = 500

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


def _ok(result: JsonObject) -> Response:
    return JSONResponse({"ok": True, "result": result})


class ChatIdConvertor(Convertor[int]):
    """The id of a chat in a path; unlike Starlette's own numbers it may be negative, as groups have it."""

    regex = "-?[0-9]{1,18}"

    def convert(self, value: str) -> int:
        """The id."""
        return int(value)

    def to_string(self, value: int) -> str:
        """The id as it stands in a path."""
        return str(value)


register_url_convertor("chat", ChatIdConvertor())


def _error(status: int, reason: str) -> Response:
    return JSONResponse({"ok": False, "error": reason}, status_code=status)


def _answered(respond: Callable[[], JsonObject]) -> Response:
    try:
        return _ok(respond())
    except NotFoundError as error:
        return _error(404, str(error))
    except NotAllowedError as error:
        return _error(403, str(error))
    except WrongRequestError as error:
        return _error(400, str(error))


def people_routes(world: World) -> list[Route]:
    """All routes below `/people`."""
    reading: dict[str, Callable[[World, Request], JsonObject]] = {
        "/state": _state,
        "/chats/{chat:chat}/messages": _messages,
        "/commands": _commands,
        "/stats": _stats,
        "/requests": _requests,
    }
    routes = [Route(path, _reader(world, read), methods=["GET"]) for path, read in reading.items()]
    routes += [
        Route(path, _actor(world, body, act), methods=["POST"]) for path, (body, act) in ACTIONS.items()
    ]
    routes.append(Route("/events", _events(world), methods=["GET"]))
    routes.append(Route("/files/{unique_id}/{name:path}", _file(world), methods=["GET"]))
    return routes


def _reader(world: World, read: Callable[[World, Request], JsonObject]) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        return _answered(lambda: read(world, request))

    return endpoint


def _actor(world: World, model: type[BaseModel], act: Action) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return _error(415, "Content-Type must be application/json")
        if not _is_same_site(request):
            return _error(415, "Only the playground's own page may do this")
        try:
            body = model.model_validate_json(await request.body())
        except ValidationError as error:
            return _error(400, _explain(error))
        return _answered(lambda: act(world, body, request.path_params))

    return endpoint


def _is_same_site(request: Request) -> bool:
    origin = request.headers.get("origin")
    # Not taken apart: whatever a header holds, only the two names of this very address pass.
    host = request.headers.get("host")
    return origin is None or origin in {f"http://{host}", f"https://{host}"}


def _explain(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}" if where else str(first["msg"])


def _number(request: Request, name: str, default: int | None = None) -> int | None:
    text = request.query_params.get(name)
    if text is None or text == "":
        return default
    try:
        return int(text)
    except ValueError:
        raise WrongRequestError(f"{name} must be a number") from None


def _needed(request: Request, name: str) -> int:
    number = _number(request, name)
    if number is None:
        raise WrongRequestError(f"{name} is needed")
    return number


def _state(world: World, _request: Request) -> JsonObject:
    last_event_id = world.events.last_id
    return {
        "run": world.events.run,
        "last_event_id": last_event_id,
        "now": world.now(),
        "clock_offset": int(world.clock.offset.total_seconds()),
        "bot": views.bot_view(world),
        "people": [views.person_view(world, person) for person in world.people.values()],
        "chats": [views.chat_view(world, chat) for chat in world.chats.values()],
        "suggestions": [
            {
                "text": one.text,
                "language": one.language,
                "about": one.about,
                "as": one.as_id,
                "chat": one.chat_id,
            }
            for one in world.suggestions
        ],
        "faults": [fault.as_json() for fault in world.faults],
        "rate_limits": world.limiter is not None,
    }


def _messages(world: World, request: Request) -> JsonObject:
    chat = world.find_chat(int(request.path_params["chat"]))
    person = world.find_person(_needed(request, "as"))
    if not chat.member(person.id).is_present:
        raise NotAllowedError(f"{person.name} is not in this chat")
    topic, before = _number(request, "topic"), _number(request, "before")
    limit = min(max(_number(request, "limit") or 100, 1), MOST_MESSAGES)
    found = [
        message
        for message in chat.messages.values()
        if (before is None or message.id < before)
        and (topic is None or (message.thread_id or GENERAL_TOPIC) == topic)
    ]
    return {
        "messages": [views.message_view(world, message) for message in found[-limit:]],
        "more": len(found) > limit,
    }


def _commands(world: World, request: Request) -> JsonObject:
    person = world.find_person(_needed(request, "as"))
    return {"commands": menu_for(world, person, world.find_chat(_needed(request, "chat")))}


def _stats(world: World, _request: Request) -> JsonObject:
    requests, updates = world.requests, world.updates
    return {
        "requests": requests.last,
        "by_method": dict(requests.by_method),
        "by_outcome": {str(status): count for status, count in requests.by_outcome.items()},
        "updates": {
            "queued": updates.pending,
            "delivered": updates.delivered,
            "acknowledged": updates.acknowledged,
        },
        "chats": {
            str(chat_id): {"messages": sum(copies.values()), "copies": dict(copies)}
            for chat_id, copies in requests.copies.items()
        },
        "rate": requests.rate(),
    }


def _requests(world: World, request: Request) -> JsonObject:
    after = _number(request, "after", 0) or 0
    method = request.query_params.get("method")
    limit = _number(request, "limit")
    found = [
        record.as_json()
        for record in world.requests
        if record.n > after and (not method or record.method == method)
    ]
    return {"requests": found[:limit], "last": world.requests.last}


def _file(world: World) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        file = world.files_by_unique_id.get(request.path_params["unique_id"])
        if file is None:
            return _error(404, "There is no such file")
        # A file that somebody sent must not run as a page of the playground.
        shown = file.mime in {"image/png", "image/jpeg", "image/gif", "image/webp"}
        headers = {
            "Content-Disposition": "inline" if shown else "attachment",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(file.data, media_type=file.mime, headers=headers)

    return endpoint


def _events(world: World) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        after = request.headers.get("last-event-id") or request.query_params.get("after")
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        stream = _stream(world.events, after, world.now)
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    return endpoint


async def _stream(events: EventLog, after: str | None, now: Callable[[], int]) -> AsyncIterator[str]:
    """Events from `after` on, each once and in order, until the server stops."""
    position = after or events.last_id
    yield "retry: 1000\n\n"
    while not events.closed:
        found = events.since(position)
        if found is None:
            position = events.last_id
            yield f'id: {position}\nevent: reset\ndata: {{"id":"{position}","kind":"reset","at":{now()}}}\n\n'
        elif found:
            position = f"{events.run}-{found[-1].number}"
            yield "".join(
                f"id: {events.run}-{event.number}\nevent: {event.kind}\ndata: {event.data}\n\n"
                for event in found
            )
        elif not await events.changed(KEEP_ALIVE_SECONDS):
            yield ": still here\n\n"
