"""config.toml and the environment → settings. All that is wrong is collected and said in one line each.

The environment (`BUURVRAAG_<SECTION>__<KEY>`) goes before the file, the file before the default. Secrets are
no keys of the file: they come from the environment, or from a file that only its owner can read.
"""

import os
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import TomlConfigSettingsSource

from bot.config_problems import explain, field_of, near
from bot.errors import ConfigError
from bot.settings import FileSettings, Settings, parse_database_url
from bot.texts import LANGUAGES

__all__ = ["Settings", "load_settings"]

PREFIX = "BUURVRAAG_"
TOKEN = "BUURVRAAG_TOKEN"  # noqa: S105 - the name of the variable, not its value
WEBHOOK_SECRET = "BUURVRAAG_WEBHOOK_SECRET"  # noqa: S105 - likewise
DATABASE_URL = "BUURVRAAG_DATABASE_URL"

# What @BotFather hands out; looser than `bot.logs.TOKEN`, because a Bot API of one's own takes other lengths.
TOKEN_SHAPE = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{1,200}")
TELEGRAM_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{35}")
SECRET_SHAPE = re.compile(r"[A-Za-z0-9_-]{16,256}")
SECRET_KEYS = {"token", "bot_token", "secret", "webhook_secret", "secret_token", "password"}
LONGEST_TOKEN_FILE = 1024


@dataclass
class _Values:
    """What was read, by section and key, where it came from, and what was wrong with it."""

    sections: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def text(self, section: str, key: str) -> str | None:
        """A value that is text; None for one that is missing or wrong."""
        table = self.sections.get(section)
        value = table.get(key) if isinstance(table, dict) else None
        return value if isinstance(value, str) else None


def load_settings(path: Path | None, env: Mapping[str, str], *, online: bool = False) -> Settings:
    """Read the settings from `path` (None: defaults only) and `env`.

    `online` asks for what only a running bot needs as well: the token, and the webhook's secret.
    Raises ConfigError with all that is wrong.
    """
    values = _Values()
    if path is not None:
        _read_file(path, values)
    _read_environment(env, values)
    folder = Path.cwd() if path is None else path.absolute().parent
    checked = _validate(path, values)
    token = _token(values, folder, env, needed=online)
    secret = _webhook_secret(env, values, needed=online and values.text("telegram", "mode") == "webhook")
    if checked is not None:
        values.problems.extend(_contradictions(checked, _label(path)))
    if checked is None or values.problems:
        raise ConfigError(values.problems)
    sections = {name: getattr(checked, name) for name in FileSettings.model_fields}
    return Settings(**sections, token=token, webhook_secret=secret, folder=folder)


def _label(path: Path | None) -> str:
    return "" if path is None else f"{path}: "


# --- the file


def _read_file(path: Path, values: _Values) -> None:
    if not path.exists():
        raise ConfigError([f"{path} does not exist: copy config.example.toml to it and fill it in."])
    try:
        data = TomlConfigSettingsSource(FileSettings, toml_file=path)()
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{path} is not valid TOML: {error}."]) from error
    except UnicodeDecodeError as error:
        raise ConfigError([f"{path} is not text in UTF-8: save it as that."]) from error
    except OSError as error:
        raise ConfigError([f"{path} cannot be read: {error.strerror}."]) from error
    if not path.is_file():
        raise ConfigError([f"{path} is not a file: name the configuration file itself."])
    values.problems.extend(f"{path}: {problem}" for problem in _take_out_secrets(data))
    values.problems.extend(_open_password(path, data))
    values.sections = data


def _take_out_secrets(data: dict[str, Any], above: str = "") -> Iterator[str]:
    """Name, and remove, what belongs in the environment: by the key's name, or the look of its value."""
    for key, value in list(data.items()):
        name = f"{above}{key}"
        if isinstance(value, dict):
            yield from _take_out_secrets(value, f"{name}.")
        elif key.lower() in SECRET_KEYS or TELEGRAM_TOKEN.search(str(value)):
            del data[key]
            variable = WEBHOOK_SECRET if "secret" in key.lower() else TOKEN
            yield (
                f"{name}: secrets do not belong in this file. Remove the line and set {variable} instead; "
                "if others could read the file, have a new one made."
            )


def _open_password(path: Path, data: dict[str, Any]) -> Iterator[str]:
    section = data.get("database")
    address = section.get("url") if isinstance(section, dict) else None
    try:
        url = parse_database_url(str(address))
    except ValueError:
        return  # the check of the key itself says so
    if (url.password or "password" in url.query) and (loose := _others_may_read(path)):
        yield (
            f"{path}: database.url holds a password, but others can read the file (mode {loose}): "
            f"run chmod 600 on it, or set {DATABASE_URL} instead."
        )


def _others_may_read(path: Path) -> str | None:
    """The mode of a file that others than its owner may use, as in `chmod`; None when it is private."""
    if os.name == "nt":
        return None  # there, modes say nothing about other people
    mode = stat.S_IMODE(path.stat().st_mode)
    return f"{mode:04o}" if mode & 0o077 else None


# --- the environment


def _read_environment(env: Mapping[str, str], values: _Values) -> None:
    for name in sorted(env):
        if not name.startswith(PREFIX) or "__" not in name:
            continue  # a name with single underscores may be anybody's, such as a container platform's
        section, _, key = name.removeprefix(PREFIX).lower().partition("__")
        info = field_of(section, key)
        if info is None:
            values.problems.append(f"{name} is not a setting.{near(f'{section}.{key}')}")
        else:
            _set(values, section, key, name, _from_text(env[name], info))
    if DATABASE_URL in env:
        _set(values, "database", "url", DATABASE_URL, env[DATABASE_URL])


def _set(values: _Values, section: str, key: str, origin: str, value: object) -> None:
    table = values.sections.setdefault(section, {})
    if isinstance(table, dict):  # else the check of the file says that it must be a table
        table[key] = value
        values.origins[f"{section}.{key}"] = origin


def _from_text(text: str, info: FieldInfo) -> object:
    """A value as TOML would have it: numbers and lists are read, all else stays text."""
    kind = str(info.annotation)
    if "int" not in kind and "float" not in kind:
        return text
    literal = f"[{text.strip().strip('[]')}]" if "tuple" in kind else text
    try:
        return tomllib.loads(f"value = {literal}")["value"]
    except tomllib.TOMLDecodeError:
        return text


# --- the check


def _validate(path: Path | None, values: _Values) -> FileSettings | None:
    """The settings with the problems added to `values`; None when they are too wrong to go on with."""
    try:
        return FileSettings(**values.sections)
    except ValidationError as error:
        details = error.errors(include_url=False)
    for detail in details:
        name = ".".join(str(part) for part in detail["loc"][:2])
        origin = values.origins.get(name)
        shown = f"{_label(path)}{name}" if origin is None else f"{origin} ({name})"
        values.problems.append(f"{shown} {explain(detail)}")
    return None


def _contradictions(settings: FileSettings, label: str) -> Iterator[str]:
    """What is right by itself, but not together or with the languages that there are."""
    telegram, sending = settings.telegram, settings.sending
    if settings.general.language not in LANGUAGES:
        yield f"{label}general.language must be one of {', '.join(LANGUAGES)}."
    if telegram.mode == "webhook" and telegram.webhook_url is None:
        yield (
            f"{label}telegram.webhook_url is missing: in webhook mode Telegram must know where to deliver, "
            'such as "https://bot.example.org/telegram".'
        )
    if telegram.is_telegrams_own and (telegram.webhook_url or "").startswith("http://"):
        yield f"{label}telegram.webhook_url must start with https://: Telegram delivers to nothing else."
    if (
        settings.web.public_url is not None
        and telegram.mode == "webhook"
        and settings.web.listen_port == telegram.listen_port
        and settings.web.listen_host != telegram.listen_host
    ):
        yield (
            f"{label}web.listen_host must be that of telegram.listen_host ({telegram.listen_host}) when the "
            "port is the same; or choose another web.listen_port."
        )
    if telegram.is_telegrams_own:
        for key in type(sending).model_fields:
            if getattr(sending, key) == 0:
                yield (
                    f"{label}sending.{key} can be 0 only with a Bot API of your own (telegram.api_url): "
                    "Telegram's always has limits."
                )


# --- the secrets


def _token(values: _Values, folder: Path, env: Mapping[str, str], *, needed: bool) -> SecretStr | None:
    named = values.text("telegram", "token_file")
    # A file that others can read is refused even when the environment has a token.
    text = None if named is None else _content(folder / Path(named).expanduser(), values)
    origin = f"telegram.token_file ({named})"
    if env.get(TOKEN, "").strip():
        text, origin = env[TOKEN].strip(), TOKEN
    if text is None:
        if needed and named is None:
            values.problems.append(Settings.IDENTITY_MISSING)
        return None
    if not TOKEN_SHAPE.fullmatch(text):
        values.problems.append(
            f"{origin} does not hold a bot token: a number, a colon and letters, as @BotFather gave it."
        )
        return None
    return SecretStr(text)


def _content(path: Path, values: _Values) -> str | None:
    """What a token file holds; None, with a problem added, when it is not private or not there."""
    try:
        if loose := _others_may_read(path):
            values.problems.append(
                f"telegram.token_file: others can read {path} (mode {loose}): run chmod 600 on it."
            )
            return None
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(LONGEST_TOKEN_FILE).strip()
    except OSError as error:
        values.problems.append(f"telegram.token_file: {path} cannot be read: {error.strerror}.")
        return None


def _webhook_secret(env: Mapping[str, str], values: _Values, *, needed: bool) -> SecretStr | None:
    text = env.get(WEBHOOK_SECRET, "")
    if SECRET_SHAPE.fullmatch(text):
        return SecretStr(text)
    if text or needed:
        values.problems.append(
            f"{WEBHOOK_SECRET} {'must be' if text else 'is missing: webhook mode needs'} 16 to 256 letters, "
            "digits, _ or -. This makes one: python -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    return None
