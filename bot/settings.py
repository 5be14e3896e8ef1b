"""The settings: their names, types, defaults and meaning. How they are read stands in `bot.config`.

Every description below is what an administrator sees: in docs/configuration.md, and after what is wrong with
a value. Secrets are no keys of the file, see `Settings`.
"""

from pathlib import Path
from typing import Annotated, ClassVar, Literal
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import ConfigError

TELEGRAM_API = "https://api.telegram.org"
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}


def _web_address(value: str) -> SplitResult:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError('must be an address that starts with "https://" or "http://"')
    if parts.username is not None or parts.password is not None:
        raise ValueError("must not hold a user name or password")
    if parts.query or parts.fragment:
        raise ValueError('must end before any "?" or "#"')
    return parts


def _base_address(value: str) -> str:
    _web_address(value)
    return value.rstrip("/")


def _public_address(value: str) -> str:
    host = _web_address(value).hostname or ""
    if "." not in host and ":" not in host:
        raise ValueError("must name a host with a dot in it: Telegram refuses buttons that lead to another")
    return value.rstrip("/")


def _webhook_address(value: str) -> str:
    _web_address(value)
    return value


def _time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError('must be the name of a time zone, such as "Europe/Amsterdam"') from None
    return value


def parse_database_url(value: str) -> URL:
    """The address of a database with the driver that Buurvraag uses; ValueError says what it must be."""
    wanted = 'must look like "sqlite:///buurvraag.sqlite" or "postgresql://user@host/name"'
    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        raise ValueError(wanted) from None
    driver = DRIVERS.get(url.get_backend_name())
    if driver is None or url.drivername not in {url.get_backend_name(), driver}:
        raise ValueError(wanted)
    if url.get_backend_name() == "sqlite" and (not url.database or url.database == ":memory:"):
        raise ValueError(f"{wanted}, with the name of a file")
    return url.set(drivername=driver)


def _database_url(value: str) -> str:
    parse_database_url(value)
    return value


UserIds = Annotated[tuple[Annotated[int, Field(strict=True, gt=0)], ...], Field(strict=False)]


class Section(BaseModel):
    """One table of config.toml: unknown keys and wrong types are refused, and nothing changes after start."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class TelegramSettings(Section):
    """How the bot reaches Telegram, and Telegram the bot."""

    api_url: Annotated[str, AfterValidator(_base_address)] = Field(
        TELEGRAM_API, description="The Bot API server: Telegram's own, or one that you run yourself."
    )
    mode: Literal["polling", "webhook"] = Field(
        "polling",
        description="How updates arrive: the bot asks (polling), or Telegram delivers them (webhook).",
    )
    token_file: str | None = Field(
        None,
        description="File that holds only the bot token, readable by its owner only (mode 0600). "
        "BUURVRAAG_TOKEN, when set, goes before it.",
    )
    webhook_url: Annotated[str, AfterValidator(_webhook_address)] | None = Field(
        None,
        description="In webhook mode, the address to which Telegram delivers; a reverse proxy with TLS "
        "passes it on to /telegram at listen_host and listen_port.",
    )
    listen_host: str = Field(
        "127.0.0.1", min_length=1, description="In webhook mode, the address of this machine to listen on."
    )
    listen_port: int = Field(8443, ge=1, le=65535, description="In webhook mode, the port to listen on.")

    @property
    def is_telegrams_own(self) -> bool:
        """Whether the Bot API is the public one, whose limits always hold."""
        return urlsplit(self.api_url).hostname == urlsplit(TELEGRAM_API).hostname


class DatabaseSettings(Section):
    """Where everything is kept."""

    url: Annotated[str, AfterValidator(_database_url)] = Field(
        "sqlite:///buurvraag.sqlite",
        description="SQLite for one process, PostgreSQL for several. A relative path counts from the folder "
        "of the configuration file. With a password in it: set BUURVRAAG_DATABASE_URL instead.",
    )


class StaffSettings(Section):
    """The people who answer what nobody has solved yet."""

    chat_id: int | None = Field(
        None, description="Id of the private staff group, a negative number; left out, nothing goes to staff."
    )
    user_ids: UserIds = Field(
        (), description="Ids of the people who may act as staff, inside the staff group."
    )
    answer_within_days: int = Field(
        3,
        ge=1,
        le=60,
        description="Working days within which residents are promised an answer of staff.",
    )
    preview_answers: int = Field(
        3,
        ge=0,
        le=10000,
        description="How many first answers of each of staff are shown to them before they go to a resident.",
    )


class CoordinatorSettings(Section):
    """The people who plan sessions and send invitations."""

    user_ids: UserIds = Field((), description="Ids of the people who may plan sessions and send invitations.")


class BroadcastSettings(Section):
    """Invitations to many groups."""

    second_approval_above: int = Field(
        100,
        ge=0,
        le=1000000,
        description="Above this number of groups another coordinator looks along, or the number is typed.",
    )
    quiet_from: int = Field(
        21, ge=0, le=23, description="From this hour on no invitations are sent; those under way rest."
    )
    quiet_until: int = Field(
        8, ge=0, le=23, description="Until this hour. The same as quiet_from: at all hours they are sent."
    )
    paid_per_second: float = Field(
        0,
        ge=0,
        le=1000,
        description="Messages a second of an invitation for which a coordinator chose to pay Telegram, after "
        "seeing the price; 0 offers nobody to pay.",
    )


class SessionSettings(Section):
    """Announcements of sessions."""

    notices_per_day: int = Field(
        2,
        ge=1,
        le=50,
        description="How many announcements of sessions a chat gets in a day; the last one lists the others.",
    )
    quiet_from: int = Field(
        21,
        ge=0,
        le=23,
        description="From this hour on no sessions are announced, unless one begins before the next morning.",
    )
    quiet_until: int = Field(
        8,
        ge=0,
        le=23,
        description="Until this hour. The same as quiet_from: at all hours they are announced.",
    )


class IntroductionSettings(Section):
    """Bringing residents and collectives together."""

    requests_per_month: int = Field(
        2,
        ge=0,
        le=100,
        description="How often in 30 days a collective is asked to talk with residents; staff can set "
        "another number for each collective.",
    )


class WebSettings(Section):
    """Pages of sessions and calendars to subscribe to, served by the bot itself."""

    public_url: Annotated[str, AfterValidator(_public_address)] | None = Field(
        None,
        description="The address at which people reach the pages of sessions and the calendars; left out, "
        "there are none. A reverse proxy with TLS passes it on to listen_host and listen_port.",
    )
    listen_host: str = Field(
        "127.0.0.1", min_length=1, description="For the pages, the address of this machine to listen on."
    )
    listen_port: int = Field(
        8080,
        ge=1,
        le=65535,
        description="For the pages, the port to listen on; the one of the webhook serves both.",
    )


class MatchingSettings(Section):
    """How questions are compared with cases."""

    encoder: Literal["auto", "e5", "use", "fastembed", "none"] = Field(
        "auto",
        description="The models that compare meaning: e5 (better), use (faster), fastembed (an extra; see "
        "docs/matching.md), none (words only), or auto for e5 and use as far as they are installed.",
    )


class ScheduleSettings(Section):
    """When things happen."""

    timezone: Annotated[str, AfterValidator(_time_zone)] = Field(
        "Europe/Amsterdam", description="Time zone in which people read and write times."
    )

    @property
    def zone(self) -> ZoneInfo:
        """The time zone itself."""
        return ZoneInfo(self.timezone)


class SendingSettings(Section):
    """How fast the bot sends. The defaults are what Telegram allows without charge, about."""

    messages_per_second: float = Field(
        30, ge=0, le=1000, description="Messages a second over all chats; 0 for no limit (own Bot API only)."
    )
    per_private_chat_per_second: float = Field(
        1,
        ge=0,
        le=1000,
        description="Messages a second in one private chat; 0 for no limit (own Bot API only).",
    )
    per_group_per_minute: float = Field(
        20, ge=0, le=60000, description="Messages a minute in one group; 0 for no limit (own Bot API only)."
    )


class RetentionSettings(Section):
    """How long things are kept."""

    updates_days: int = Field(
        7, ge=1, le=365, description="Days after which handled raw updates are removed."
    )
    dilemmas_months: int = Field(
        24, ge=1, le=120, description="Months after which the texts of dilemmas are anonymised."
    )


class LoggingSettings(Section):
    """What is written to the log. Tokens, names and texts of messages never are."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The least that is logged."
    )
    format: Literal["text", "json"] = Field(
        "text", description="Lines for people (text), or one JSON object a line (json)."
    )


class GeneralSettings(Section):
    """What concerns all of the bot."""

    language: str = Field(
        "nl", description="Language for people and chats that have not chosen one: nl or en."
    )
    questions_per_minute: int = Field(
        10, ge=0, description="Questions of one person that are answered in a minute; 0 for no limit."
    )


class FileSettings(BaseSettings):
    """Everything that may stand in config.toml."""

    model_config = SettingsConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)

    general: GeneralSettings = GeneralSettings()
    telegram: TelegramSettings = TelegramSettings()
    database: DatabaseSettings = DatabaseSettings()
    staff: StaffSettings = StaffSettings()
    coordinators: CoordinatorSettings = CoordinatorSettings()
    broadcasts: BroadcastSettings = BroadcastSettings()
    sessions: SessionSettings = SessionSettings()
    introductions: IntroductionSettings = IntroductionSettings()
    web: WebSettings = WebSettings()
    matching: MatchingSettings = MatchingSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    sending: SendingSettings = SendingSettings()
    retention: RetentionSettings = RetentionSettings()
    logging: LoggingSettings = LoggingSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take only what `bot.config` passes, so that no variable of the machine slips in."""
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)


class Settings(FileSettings):
    """The file, and what must not stand in it: the secrets, and the folder from which paths count."""

    IDENTITY_MISSING: ClassVar[str] = (
        "BUURVRAAG_TOKEN is missing: ask @BotFather for the bot's token and set BUURVRAAG_TOKEN to it, or "
        "put it in a file with mode 0600 and name that in telegram.token_file."
    )

    token: SecretStr | None = None
    webhook_secret: SecretStr | None = None
    folder: Path = Field(default_factory=Path.cwd)

    def require_token(self) -> str:
        """The bot token; ConfigError when there is none."""
        if self.token is None:
            raise ConfigError([self.IDENTITY_MISSING])
        return self.token.get_secret_value()

    @property
    def shares_port(self) -> bool:
        """Whether one server is both for the webhook and for the pages."""
        return self.telegram.mode == "webhook" and self.web.listen_port == self.telegram.listen_port

    @property
    def database_url(self) -> URL:
        """Address of the database for SQLAlchemy's async engine; the path of an SQLite file is absolute."""
        url = parse_database_url(self.database.url)
        path = self.sqlite_path
        return url if path is None else url.set(database=str(path))

    @property
    def sqlite_path(self) -> Path | None:
        """The SQLite file, absolute; None on PostgreSQL."""
        url = parse_database_url(self.database.url)
        if url.get_backend_name() != "sqlite" or url.database is None:
            return None
        return self.folder.absolute() / Path(url.database).expanduser()
