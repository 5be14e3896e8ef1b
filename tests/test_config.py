"""Settings are typed, secrets are kept apart, and whatever is wrong is one line that says what to do."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.config import load_settings
from bot.errors import ConfigError

TOKEN = "123456789:" + "A" * 35
OTHER_TOKEN = "987654321:" + "b" * 35
SECRET = "s3cret_of-the_webhook"


@pytest.fixture
def write(tmp_path: Path) -> "Write":
    return Write(tmp_path)


class Write:
    """Makes the file with settings, and others beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, text: str, *, name: str = "config.toml", mode: int = 0o644) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)
        return path


def problems(path: Path | None, env: dict[str, str] | None = None, *, online: bool = False) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_settings(path, env or {}, online=online)
    for problem in caught.value.problems:
        assert "\n" not in problem
        assert "Traceback" not in problem
    return list(caught.value.problems)


def problem(path: Path | None, env: dict[str, str] | None = None, *, online: bool = False) -> str:
    (only,) = problems(path, env, online=online)
    return only


def test_nothing_but_a_token_is_needed_to_run() -> None:
    settings = load_settings(None, {"BUURVRAAG_TOKEN": TOKEN}, online=True)

    assert settings.require_token() == TOKEN
    assert settings.telegram.mode == "polling"
    assert settings.schedule.zone.key == "Europe/Amsterdam"
    assert settings.staff.chat_id is None


def test_every_contract_key_is_read_from_the_file(write: Write) -> None:
    settings = load_settings(
        write(
            """
            [telegram]
            api_url = "http://127.0.0.1:8081/"
            mode = "webhook"
            webhook_url = "http://127.0.0.1:9000/hook"
            [database]
            url = "postgresql://bot@db/buurvraag"
            [staff]
            chat_id = -1001234567890
            user_ids = [11, 12]
            [coordinators]
            user_ids = [13]
            [matching]
            encoder = "none"
            [schedule]
            timezone = "Europe/Brussels"
            """
        ),
        {"BUURVRAAG_TOKEN": TOKEN, "BUURVRAAG_WEBHOOK_SECRET": SECRET},
        online=True,
    )

    assert settings.telegram.api_url == "http://127.0.0.1:8081"
    assert settings.webhook_secret is not None
    assert settings.webhook_secret.get_secret_value() == SECRET
    assert settings.database_url.drivername == "postgresql+psycopg"
    assert settings.sqlite_path is None
    assert settings.staff.chat_id == -1001234567890
    assert settings.staff.user_ids == (11, 12)
    assert settings.coordinators.user_ids == (13,)
    assert settings.matching.encoder == "none"
    assert settings.schedule.timezone == "Europe/Brussels"


def test_settings_do_not_change_after_start() -> None:
    settings = load_settings(None, {})

    with pytest.raises(ValidationError):
        settings.matching.encoder = "none"  # type: ignore[misc]


def test_the_machines_own_variables_do_not_slip_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUURVRAAG_TOKEN", TOKEN)
    monkeypatch.setenv("STAFF", '{"chat_id": 5}')

    settings = load_settings(None, {})

    assert settings.token is None
    assert settings.staff.chat_id is None


# --- where the database is


def test_an_sqlite_path_counts_from_the_folder_of_the_file(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")

    settings = load_settings(write('[database]\nurl = "sqlite:///data/b.sqlite"\n'), {})

    assert settings.sqlite_path == write.folder / "data" / "b.sqlite"
    assert str(settings.database_url) == f"sqlite+aiosqlite:///{write.folder}/data/b.sqlite"


def test_an_absolute_sqlite_path_stays_as_it_is(write: Write, tmp_path: Path) -> None:
    settings = load_settings(write(f'[database]\nurl = "sqlite:///{tmp_path}/x.sqlite"\n'), {})

    assert settings.sqlite_path == tmp_path / "x.sqlite"


@pytest.mark.parametrize("driver", ["", "+psycopg"])
def test_postgresql_uses_psycopg_and_keeps_its_parameters(driver: str) -> None:
    url = f"postgresql{driver}://bot:geheim@db:5433/b?host=/run/pg&sslmode=require"

    settings = load_settings(None, {"BUURVRAAG_DATABASE_URL": url})

    assert settings.database_url.drivername == "postgresql+psycopg"
    assert settings.database_url.password == "geheim"
    assert settings.database_url.query == {"host": "/run/pg", "sslmode": "require"}


@pytest.mark.parametrize(
    "url",
    [
        "mysql://x/y",
        "postgres",
        "",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql+asyncpg://x/y",
        "sqlite+pysqlite:///x",
    ],
)
def test_a_database_of_another_kind_is_refused(write: Write, url: str) -> None:
    line = problem(write(f'[database]\nurl = "{url}"\n'))

    assert "database.url must look like" in line


def test_a_password_in_an_open_file_is_refused(write: Write) -> None:
    text = '[database]\nurl = "postgresql://bot:geheim@db/b"\n'

    line = problem(write(text, mode=0o640))

    assert "mode 0640" in line
    assert "chmod 600" in line
    assert "geheim" not in line


def test_a_password_in_a_private_file_is_accepted(write: Write) -> None:
    settings = load_settings(write('[database]\nurl = "postgresql://bot:geheim@db/b"\n', mode=0o600), {})

    assert settings.database_url.password == "geheim"


def test_a_password_in_a_parameter_counts_as_one(write: Write) -> None:
    line = problem(write('[database]\nurl = "postgresql://db/b?user=x&password=geheim"\n'))

    assert "holds a password" in line


# --- what is wrong with values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[telegram]\nmdoe = 'polling'", "telegram.mdoe is not a setting. Did you mean telegram.mode?"),
        ("[staf]\nchat_id = 1", "staf is not a setting. Did you mean staff?"),
        ("[staff]\nzzzzzz = 1", "staff.zzzzzz is not a setting. The keys of this section are: chat_id"),
        ("chat_id = 1", "chat_id is not a setting. The sections are: general"),
        ("[telegram]\nmode = 'poling'", 'telegram.mode must be "polling" or "webhook". How updates'),
        ("[telegram]\nmode = 3", 'telegram.mode must be "polling" or "webhook"'),
        ("[telegram]\napi_url = 3", "telegram.api_url must be text, between quotes"),
        ("[telegram]\napi_url = 'api.telegram.org'", "telegram.api_url must be an address"),
        ("[telegram]\napi_url = 'ftp://x'", "telegram.api_url must be an address"),
        ("[telegram]\napi_url = 'https://u:p@x'", "telegram.api_url must not hold a user name or password"),
        ("[telegram]\napi_url = 'https://x/?a=b'", "telegram.api_url must end before"),
        ("[telegram]\nlisten_port = 70000", "telegram.listen_port must be at most 65535"),
        ("[telegram]\nlisten_host = ''", "telegram.listen_host must not be empty"),
        ("[staff]\nchat_id = '-100'", "staff.chat_id must be a whole number, without quotes"),
        ("[staff]\nchat_id = true", "staff.chat_id must be a whole number"),
        ("[staff]\nchat_id = 1.5", "staff.chat_id must be a whole number"),
        ("[staff]\nuser_ids = 12", "staff.user_ids must be a list of whole numbers"),
        ("[staff]\nuser_ids = ['12']", "staff.user_ids must be a list of whole numbers"),
        ("[staff]\nuser_ids = [-3]", "staff.user_ids must be more than 0"),
        ("[coordinators]\nuser_ids = [true]", "coordinators.user_ids must be a list of whole numbers"),
        (
            "[matching]\nencoder = 'bert'",
            'matching.encoder must be "auto", "e5", "use", "fastembed" or "none"',
        ),
        ("[schedule]\ntimezone = 'Europe/Amsterdm'", 'Did you mean "Europe/Amsterdam"?'),
        ("[schedule]\ntimezone = '../../etc/passwd'", "schedule.timezone must be the name of a time zone"),
        ("[schedule]\ntimezone = 2", "schedule.timezone must be text"),
        ("[sending]\nmessages_per_second = 'fast'", "sending.messages_per_second must be a number"),
        ("[sending]\nmessages_per_second = -1", "sending.messages_per_second must be at least 0"),
        ("[sending]\nper_group_per_minute = nan", "sending.per_group_per_minute must be"),
        ("[sending]\nmessages_per_second = 0", "sending.messages_per_second can be 0 only with a Bot API"),
        ("[retention]\nupdates_days = 0", "retention.updates_days must be at least 1"),
        ("[logging]\nlevel = 'loud'", 'logging.level must be "debug", "info", "warning" or "error"'),
        ("[general]\nlanguage = 'tlh'", "general.language must be one of nl, en"),
        ("telegram = 3", 'telegram must be a table: write "[telegram]" on a line'),
        ("[telegram]\nmode = 'webhook'", "telegram.webhook_url is missing"),
        ("[web]\npublic_url = 'sessies.example.org'", "web.public_url must be an address that starts with"),
        ("[web]\npublic_url = 'http://localhost:8080'", "web.public_url must name a host with a dot in it"),
        ("[web]\npublic_url = 'https://x.example/?a=1'", "web.public_url must end before"),
        ("[web]\nlisten_port = 0", "web.listen_port must be at least 1"),
    ],
)
def test_a_wrong_value_is_one_line_with_file_key_and_remedy(write: Write, text: str, expected: str) -> None:
    path = write(text)

    line = problem(path)

    assert line.startswith(f"{path}: ")
    assert expected in line


def test_all_that_is_wrong_is_said_at_once(write: Write) -> None:
    path = write("[telegram]\nmode = 'x'\nnew = 1\n[staff]\nchat_id = 'a'\n[database]\nurl = 'x'\n")

    lines = problems(path, {"BUURVRAAG_MATCHING__ENCODER": "x"}, online=True)

    assert len(lines) == 6
    for name in (
        "telegram.mode",
        "telegram.new",
        "staff.chat_id",
        "database.url",
        "matching.encoder",
        "TOKEN",
    ):
        assert sum(name in line for line in lines) == 1


def test_telegram_wants_https_for_its_webhook(write: Write) -> None:
    path = write("[telegram]\nmode = 'webhook'\nwebhook_url = 'http://bot.example.org/x'\n")

    line = problem(path, {"BUURVRAAG_TOKEN": TOKEN, "BUURVRAAG_WEBHOOK_SECRET": SECRET}, online=True)

    assert "telegram.webhook_url must start with https://" in line


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("listen_port = 8443", True),
        ("listen_port = 8443\nlisten_host = '0.0.0.0'", False),
        ("listen_port = 8444\nlisten_host = '0.0.0.0'", True),
    ],
)
def test_one_port_can_be_for_the_webhook_and_the_pages_at_one_address(
    write: Write, text: str, is_right: bool
) -> None:
    path = write(f"{WEBHOOK}[web]\npublic_url = 'https://sessies.example.org/'\n{text}\n")
    env = {"BUURVRAAG_TOKEN": TOKEN, "BUURVRAAG_WEBHOOK_SECRET": SECRET}

    if is_right:
        settings = load_settings(path, env, online=True)
        assert settings.web.public_url == "https://sessies.example.org"
        assert settings.shares_port == (settings.web.listen_port == 8443)
    else:
        assert "web.listen_host must be that of telegram.listen_host" in problem(path, env, online=True)


def test_limits_can_be_off_with_a_bot_api_of_ones_own(write: Write) -> None:
    path = write("[telegram]\napi_url = 'http://127.0.0.1:8081'\n[sending]\nmessages_per_second = 0\n")

    assert load_settings(path, {}).sending.messages_per_second == 0


# --- what is wrong with the file


def test_a_missing_file_points_at_the_example(tmp_path: Path) -> None:
    assert "copy config.example.toml" in problem(tmp_path / "config.toml")


def test_broken_toml_is_named_with_its_line(write: Write) -> None:
    line = problem(write("[telegram]\nmode = polling\n"))

    assert "not valid TOML" in line
    assert "line 2" in line


def test_a_file_in_another_encoding_is_refused(write: Write) -> None:
    path = write("")
    path.write_bytes(b"[general]\n# \xe9\xe9n\n")

    assert "not text in UTF-8" in problem(path)


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert "not a file" in problem(tmp_path)


# --- the environment


def test_the_environment_goes_before_the_file(write: Write) -> None:
    path = write("[staff]\nchat_id = -1\nuser_ids = [1]\n[telegram]\nlisten_port = 80\n")

    settings = load_settings(
        path,
        {
            "BUURVRAAG_STAFF__CHAT_ID": "-2",
            "BUURVRAAG_STAFF__USER_IDS": "[3, 4]",
            "BUURVRAAG_COORDINATORS__USER_IDS": "5,6",
            "BUURVRAAG_SENDING__MESSAGES_PER_SECOND": "12.5",
            "BUURVRAAG_LOGGING__FORMAT": "json",
        },
    )

    assert settings.staff.chat_id == -2
    assert settings.staff.user_ids == (3, 4)
    assert settings.coordinators.user_ids == (5, 6)
    assert settings.sending.messages_per_second == 12.5
    assert settings.logging.format == "json"
    assert settings.telegram.listen_port == 80


def test_a_wrong_value_from_the_environment_names_the_variable() -> None:
    line = problem(None, {"BUURVRAAG_STAFF__CHAT_ID": "the staff"})

    assert line.startswith("BUURVRAAG_STAFF__CHAT_ID (staff.chat_id) must be a whole number")


def test_an_unknown_variable_is_refused() -> None:
    line = problem(None, {"BUURVRAAG_STAFF__CHAT": "1"})

    assert line == "BUURVRAAG_STAFF__CHAT is not a setting. Did you mean staff.chat_id?"


def test_variables_of_a_container_platform_are_left_alone() -> None:
    load_settings(None, {"BUURVRAAG_PORT": "tcp://10.0.0.1:80", "BUURVRAAG_SERVICE_HOST": "10.0.0.1"})


# --- secrets


def test_a_missing_token_says_where_to_get_one() -> None:
    line = problem(None, online=True)

    assert line.startswith("BUURVRAAG_TOKEN is missing: ask @BotFather")


def test_what_does_not_talk_to_telegram_needs_no_token() -> None:
    settings = load_settings(None, {})

    with pytest.raises(ConfigError, match="BUURVRAAG_TOKEN is missing"):
        settings.require_token()


def test_a_private_token_file_is_read(write: Write) -> None:
    write(TOKEN + "\n", name="token", mode=0o600)

    settings = load_settings(write("[telegram]\ntoken_file = 'token'\n"), {}, online=True)

    assert settings.require_token() == TOKEN


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
@pytest.mark.parametrize("env", [{}, {"BUURVRAAG_TOKEN": OTHER_TOKEN}])
def test_a_token_file_that_others_can_read_is_refused(write: Write, mode: int, env: dict[str, str]) -> None:
    write(TOKEN, name="token", mode=mode)

    line = problem(write("[telegram]\ntoken_file = 'token'\n"), env, online=True)

    assert f"mode {mode:04o}" in line
    assert "chmod 600" in line
    assert TOKEN not in line


def test_the_environments_token_goes_before_the_file(write: Write) -> None:
    write(TOKEN, name="token", mode=0o600)

    settings = load_settings(
        write("[telegram]\ntoken_file = 'token'\n"), {"BUURVRAAG_TOKEN": OTHER_TOKEN}, online=True
    )

    assert settings.require_token() == OTHER_TOKEN


def test_a_missing_token_file_is_named(write: Write) -> None:
    line = problem(write("[telegram]\ntoken_file = 'nowhere'\n"), online=True)

    assert f"{write.folder / 'nowhere'} cannot be read" in line


@pytest.mark.parametrize("text", ["", "hello", "12345", "123:abc/../x", "123:" + "a" * 5000])
def test_a_token_file_with_something_else_is_refused(write: Write, text: str) -> None:
    write(text + " and more", name="token", mode=0o600)

    line = problem(write("[telegram]\ntoken_file = 'token'\n"), online=True)

    assert "does not hold a bot token" in line


def test_a_malformed_token_is_not_repeated() -> None:
    line = problem(None, {"BUURVRAAG_TOKEN": "123:geheim!"}, online=True)

    assert "BUURVRAAG_TOKEN does not hold a bot token" in line
    assert "geheim" not in line


@pytest.mark.parametrize(
    "text",
    [
        f"[telegram]\ntoken = '{TOKEN}'",
        f"[telegram]\ntoken_file = '{TOKEN}'",
        f"[telegram]\napi_url = 'https://api.telegram.org/bot{TOKEN}'",
        f"token = '{TOKEN}'",
        f"[bot]\nbot_token = '{TOKEN}'",
        f"[staff]\nuser_ids = ['{TOKEN}']",
    ],
)
def test_a_token_in_the_settings_file_is_refused_kindly(write: Write, text: str) -> None:
    lines = problems(write(text), {"BUURVRAAG_TOKEN": TOKEN}, online=True)

    assert any("secrets do not belong in this file" in line and "BUURVRAAG_TOKEN" in line for line in lines)
    assert not any(TOKEN in line for line in lines)


def test_a_webhook_secret_in_the_settings_file_is_refused_kindly(write: Write) -> None:
    line = problem(write(f"[telegram]\nwebhook_secret = '{SECRET}'"))

    assert "set BUURVRAAG_WEBHOOK_SECRET instead" in line


WEBHOOK = "[telegram]\nmode = 'webhook'\nwebhook_url = 'https://bot.example.org/x'\n"


def test_webhook_mode_needs_a_secret(write: Write) -> None:
    line = problem(write(WEBHOOK), {"BUURVRAAG_TOKEN": TOKEN}, online=True)

    assert line.startswith("BUURVRAAG_WEBHOOK_SECRET is missing")


@pytest.mark.parametrize(
    "secret", ["short", "has spaces in the middle", "a" * 257, "é" * 20, "a" * 20 + "\n"]
)
def test_a_webhook_secret_that_telegram_cannot_carry_is_refused(write: Write, secret: str) -> None:
    line = problem(
        write(WEBHOOK), {"BUURVRAAG_TOKEN": TOKEN, "BUURVRAAG_WEBHOOK_SECRET": secret}, online=True
    )

    assert line.startswith("BUURVRAAG_WEBHOOK_SECRET must be 16 to 256")
    assert secret.strip() not in line


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    settings = load_settings(None, {"BUURVRAAG_TOKEN": TOKEN, "BUURVRAAG_WEBHOOK_SECRET": SECRET})

    assert TOKEN not in repr(settings) + str(settings.model_dump())
    assert SECRET not in repr(settings) + str(settings.model_dump())
