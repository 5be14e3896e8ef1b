"""The pages of sessions and the calendars to subscribe to, for anybody."""

from bot.site.app import site_app
from bot.site.surroundings import Surroundings

__all__ = ["Surroundings", "site_app"]
