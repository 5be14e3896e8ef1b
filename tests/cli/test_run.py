"""`run` refuses to start with one clear line, and exit code 2, for what an administrator has to mend."""

from pathlib import Path

from bot.delivery.leadership import lock_sqlite
from tests.cli.bot_api import NO_WEBHOOK, TOKEN, CannedBotApi, RefusalError
from tests.cli.conftest import Command, Config, Ended


def only_line(ended: Ended) -> str:
    assert ended.code == 2
    assert TOKEN not in ended.out + ended.err
    assert "Traceback" not in ended.err
    (line,) = [found for found in ended.err.splitlines() if " INFO " not in found]
    return line


def test_a_token_that_telegram_refuses(command: Command, config: Config) -> None:
    with CannedBotApi(getMe=RefusalError(401, "Unauthorized")) as api:
        path = config(f'[telegram]\napi_url = "{api.url}"\n')

        ended = command("run", "--config", path, BUURVRAAG_TOKEN=TOKEN)

    assert "Telegram refuses the token" in only_line(ended)
    assert "BUURVRAAG_TOKEN" in only_line(ended)


def test_polling_while_a_webhook_is_set(command: Command, config: Config) -> None:
    with CannedBotApi(getWebhookInfo={**NO_WEBHOOK, "url": "https://elsewhere.example.org/x"}) as api:
        path = config(f'[telegram]\napi_url = "{api.url}"\n')

        ended = command("run", "--config", path, BUURVRAAG_TOKEN=TOKEN)

    assert "A webhook is set" in only_line(ended)
    assert "deleteWebhook" not in [method for method, _ in api.asked]


def test_a_database_that_does_not_answer(command: Command, config: Config) -> None:
    path = config('[database]\nurl = "postgresql://nobody@127.0.0.1:1/none"\n')

    ended = command("run", "--config", path, BUURVRAAG_TOKEN=TOKEN)

    assert "database.url" in only_line(ended)


def test_a_second_bot_on_the_same_sqlite_file(command: Command, config: Config, tmp_path: Path) -> None:
    with lock_sqlite(tmp_path / "buurvraag.sqlite"):
        ended = command("run", "--config", config(), BUURVRAAG_TOKEN=TOKEN)

    assert "another Buurvraag is running" in only_line(ended)


def test_a_missing_token(command: Command, config: Config) -> None:
    assert only_line(command("run", "--config", config())).startswith("BUURVRAAG_TOKEN is missing")
