"""`check` tries everything, says what it found, and ends with 0 or 2."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.cli.bot_api import ADMIN, ME, NO_WEBHOOK, STAFF, STAFF_GROUP, TOKEN, CannedBotApi, RefusalError
from tests.cli.conftest import Command, Config, Ended

SECRET = "secret_of_the_webhook"
WEBHOOK = {"url": "https://bot.example.org/telegram", "pending_update_count": 0}


class Checked:
    """Runs `check` against a Bot API with these answers."""

    def __init__(self, command: Command, config: Config) -> None:
        self._command = command
        self._config = config

    def __call__(self, text: str = "", telegram: str = "", token: str = TOKEN, **answers: Any) -> Ended:
        with CannedBotApi(**answers) as api:
            path = self._config(f'[telegram]\napi_url = "{api.url}"\n{telegram}\n{text}')
            ended = self._command(
                "check", "--config", path, BUURVRAAG_TOKEN=token, BUURVRAAG_WEBHOOK_SECRET=SECRET
            )
        assert token not in ended.out + ended.err
        assert SECRET not in ended.out + ended.err
        assert "Traceback" not in ended.out + ended.err
        return ended


@pytest.fixture
def checked(command: Command, config: Config) -> Checked:
    return Checked(command, config)


def line(ended: Ended, about: str, number: int = 0) -> str:
    return [found for found in ended.out.splitlines() if found[2:].startswith(about)][number]


STAFF_TEXT = f"[staff]\nchat_id = {STAFF}\nuser_ids = [11]\n[coordinators]\nuser_ids = [12]\n"


def whole(**answers: Any) -> dict[str, Any]:
    def member(parameters: dict[str, str]) -> object:
        return ADMIN if parameters["user_id"] == str(ME["id"]) else {"status": "member"}

    def chat(parameters: dict[str, str]) -> object:
        return STAFF_GROUP if parameters["chat_id"] == str(STAFF) else {"id": 12, "type": "private"}

    return {"getChat": chat, "getChatMember": member, **answers}


def test_all_is_well(checked: Checked, command: Command, config: Config) -> None:
    assert command("migrate", "--config", config()).code == 0

    ended = checked(STAFF_TEXT, **whole())

    assert ended.code == 0
    assert line(ended, "settings").startswith("✓")
    assert (
        line(ended, "token")
        == "✓ token         accepted: the bot is Buurvraag (voorbeeld) (@BuurvraagVoorbeeldBot)."
    )
    assert line(ended, "privacy mode").startswith("✓")
    assert line(ended, "updates") == "✓ updates       polling, and no webhook is set; 3 updates wait."
    assert "Medewerkers (voorbeeld) can be reached, a supergroup with topics" in line(ended, "staff")
    assert "has the rights to manage topics, pin messages, delete messages" in line(ended, "staff", 1)
    assert "each question gets a topic of its own" in line(ended, "staff", 2)
    assert line(ended, "coordinators").startswith("✓")
    assert "the newest" in line(ended, "database")
    assert "it is empty" in line(ended, "library")
    assert line(ended, "encoder").startswith("✓")
    assert not [found for found in ended.out.splitlines() if found.startswith("✗")]


def test_a_name_that_would_colour_the_terminal_does_not(checked: Checked) -> None:
    ended = checked(getMe={**ME, "first_name": "Bot\x1b[31m"})

    assert "Bot·[31m (@" in line(ended, "token")
    assert "\x1b" not in ended.out


def test_a_first_start_needs_only_a_token(checked: Checked, tmp_path: Path) -> None:
    ended = checked()

    assert ended.code == 0
    assert "does not exist yet: it is made when the bot starts" in line(ended, "database")
    assert not (tmp_path / "buurvraag.sqlite").exists()


def test_a_missing_token_does_not_keep_the_rest_from_being_tried(command: Command, config: Config) -> None:
    ended = command("check", "--config", config())

    assert ended.code == 2
    assert line(ended, "settings").startswith("✗ settings      BUURVRAAG_TOKEN is missing")
    assert line(ended, "database")
    assert line(ended, "encoder")


def test_wrong_settings_are_said_one_line_each(command: Command, config: Config) -> None:
    ended = command("check", "--config", config("[staff]\na = 1\nb = 2\n"), BUURVRAAG_TOKEN=TOKEN)

    assert ended.code == 2
    assert "staff.a is not a setting" in line(ended, "settings")
    assert "staff.b is not a setting" in line(ended, "settings", 1)


@pytest.mark.parametrize("code", [401, 404])
def test_a_refused_token_is_one_line(checked: Checked, code: int) -> None:
    ended = checked(getMe=RefusalError(code, "Unauthorized" if code == 401 else "Not Found"))

    assert ended.code == 2
    assert line(ended, "token").startswith("✗ token         Telegram refuses it")


def test_a_bot_api_that_does_not_answer_is_one_line(command: Command, config: Config) -> None:
    with CannedBotApi() as api:
        gone = api.url
    path = config(f'[telegram]\napi_url = "{gone}"\n')

    ended = command("check", "--config", path, BUURVRAAG_TOKEN=TOKEN)

    assert ended.code == 2
    assert f"telegram.api_url: {gone} does not answer" in line(ended, "Telegram")


def test_a_bot_api_that_breaks_halfway_is_one_line(checked: Checked) -> None:
    ended = checked(getWebhookInfo=RefusalError(500, "Internal Server Error"))

    assert ended.code == 2
    assert "stopped answering halfway" in line(ended, "Telegram")


def test_privacy_mode_off_is_pointed_out(checked: Checked) -> None:
    ended = checked(getMe={**ME, "can_read_all_group_messages": True})

    assert ended.code == 0
    assert line(ended, "privacy mode").startswith("! privacy mode  off")
    assert "/setprivacy" in line(ended, "privacy mode")


def test_a_bot_that_cannot_join_groups_is_a_problem(checked: Checked) -> None:
    ended = checked(getMe={**ME, "can_join_groups": False})

    assert ended.code == 2
    assert "/setjoingroups" in line(ended, "groups")


def test_polling_while_a_webhook_is_set_is_a_problem(checked: Checked) -> None:
    ended = checked(getWebhookInfo={**NO_WEBHOOK, "url": "https://elsewhere.example.org/secret-path"})

    assert ended.code == 2
    assert "a webhook to elsewhere.example.org is set" in line(ended, "updates")
    assert "secret-path" not in ended.out


@pytest.mark.parametrize(
    ("info", "sign", "text"),
    [
        (WEBHOOK, "✓", "webhook to bot.example.org; 0 updates wait"),
        (NO_WEBHOOK, "!", "none is set yet"),
        ({**WEBHOOK, "url": "https://other.example.org/x"}, "!", "leads to other.example.org"),
        ({**WEBHOOK, "last_error_message": "Connection refused"}, "!", "Connection refused"),
    ],
)
def test_webhook_mode_is_compared_with_telegram(
    checked: Checked, info: dict[str, object], sign: str, text: str
) -> None:
    telegram = 'mode = "webhook"\nwebhook_url = "https://bot.example.org/telegram"'

    ended = checked(telegram=telegram, getWebhookInfo=info)

    assert line(ended, "updates").startswith(sign)
    assert text in line(ended, "updates")


@pytest.mark.parametrize(
    ("chat", "text"),
    [
        (RefusalError(400, "Bad Request: chat not found"), "cannot be reached (Chat not found): add the bot"),
        (RefusalError(403, "Forbidden: bot was kicked from the supergroup chat"), "cannot be reached"),
        (
            RefusalError(
                400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-100987
            ),
            "set staff.chat_id to -100987",
        ),
        ({"id": STAFF, "type": "channel", "title": "x"}, "this one is a channel"),
    ],
)
def test_a_staff_group_that_cannot_serve_is_a_problem(checked: Checked, chat: object, text: str) -> None:
    ended = checked(STAFF_TEXT, **whole(getChat=lambda _parameters: chat))

    assert ended.code == 2
    assert line(ended, "staff").startswith("✗")
    assert text in line(ended, "staff")


@pytest.mark.parametrize(
    ("member", "forum", "lacking"),
    [
        ({"status": "member"}, True, "manage topics, pin messages, delete messages"),
        ({"status": "member"}, False, "pin messages, delete messages"),
        ({**ADMIN, "can_pin_messages": False}, True, "pin messages"),
    ],
)
def test_the_rights_that_the_bot_lacks_are_named(
    checked: Checked, member: dict[str, object], forum: bool, lacking: str
) -> None:
    chat = {**STAFF_GROUP, "is_forum": forum}

    ended = checked(STAFF_TEXT, **whole(getChat=chat, getChatMember=member))

    assert ended.code == 0
    assert f"lacks the rights to {lacking}:" in line(ended, "staff", 1)


def test_a_bot_outside_the_staff_group_is_a_problem(checked: Checked) -> None:
    ended = checked(STAFF_TEXT, **whole(getChatMember={"status": "left"}))

    assert ended.code == 2
    assert "is not in the staff group: add it" in ended.out


def test_people_whom_the_bot_cannot_reach_are_named(checked: Checked) -> None:
    def member(parameters: dict[str, str]) -> object:
        return ADMIN if parameters["user_id"] == str(ME["id"]) else {"status": "left"}

    def chat(parameters: dict[str, str]) -> object:
        return (
            STAFF_GROUP
            if parameters["chat_id"] == str(STAFF)
            else RefusalError(400, "Bad Request: chat not found")
        )

    ended = checked(STAFF_TEXT, getChat=chat, getChatMember=member)

    assert ended.code == 0
    assert "11 is not in the staff group" in ended.out
    assert "cannot write to 12" in line(ended, "coordinators")


def test_a_database_of_a_newer_version_is_a_problem(
    checked: Checked, command: Command, config: Config, tmp_path: Path
) -> None:
    command("migrate", "--config", config())
    with sqlite3.connect(tmp_path / "buurvraag.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    ended = checked()

    assert ended.code == 2
    assert "made by a newer Buurvraag (schema 9999)" in line(ended, "database")


def test_a_file_that_is_no_database_is_a_problem(checked: Checked, tmp_path: Path) -> None:
    (tmp_path / "buurvraag.sqlite").write_text("this is a letter to the neighbours, and no database" * 50)

    ended = checked()

    assert ended.code == 2
    assert line(ended, "database").startswith("✗")


def test_a_folder_that_is_not_there_is_a_problem(checked: Checked) -> None:
    ended = checked('[database]\nurl = "sqlite:///nowhere/b.sqlite"\n')

    assert ended.code == 2
    assert "is no folder in which a database can be made" in line(ended, "database")


@pytest.mark.parametrize(
    ("address", "sign", "said"),
    [
        (None, "✓", "none, for web.public_url is not set"),
        (
            "https://sessies.example.org",
            "✓",
            "https://sessies.example.org, which has to lead to 127.0.0.1:8080",
        ),
        ("http://sessies.example.org", "!", "is not encrypted"),
        ("https://192.168.1.5", "!", "from this machine or network only"),
        ("http://127.0.0.1:8080", "!", "from this machine or network only"),
        ("https://buurvraag.local", "!", "from this machine or network only"),
    ],
)
def test_the_address_of_the_pages_is_judged_by_its_looks(
    checked: Checked, address: str | None, sign: str, said: str
) -> None:
    ended = checked("" if address is None else f'[web]\npublic_url = "{address}"\n')

    assert line(ended, "pages").startswith(f"{sign} pages")
    assert said in line(ended, "pages")


@pytest.mark.postgres
def test_postgresql_is_checked_without_showing_its_password(
    command: Command, config: Config, postgres_url: str
) -> None:
    url = postgres_url.replace("postgres@", "postgres:geheim@")

    before = command("check", "--config", config(), BUURVRAAG_DATABASE_URL=url)
    assert command("migrate", "--config", config()).code == 0
    after = command("check", "--config", config())

    assert "none, it is empty" in line(before, "database")
    assert "the newest" in line(after, "database")
    assert "geheim" not in before.out + before.err + after.out + after.err


def test_a_database_that_does_not_answer_is_one_line(command: Command, config: Config) -> None:
    path = config('[database]\nurl = "postgresql://nobody@127.0.0.1:1/none"\n')

    ended = command("check", "--config", path)

    assert ended.code == 2
    assert line(ended, "database").startswith("✗")
    assert "does not answer" in line(ended, "database")
