"""Invitations with two coordinators, by day or with quiet hours."""

import pytest

from bot.playground.state import Person
from bot.playground.world import World
from tests.support.town import Office


@pytest.fixture
def second_coordinator(world: World) -> Person:
    """A colleague of the coordinator."""
    return world.person("Noor (voorbeeld)", started=True)


@pytest.fixture
def more_config(office: Office, second_coordinator: Person, request: pytest.FixtureRequest) -> str:
    """As usual, with two coordinators; "small" asks for a second pair of eyes above one group."""
    kind = getattr(request, "param", None)
    above = 1 if kind == "small" else 100
    paid = "paid_per_second = 500" if kind == "paid" else ""
    # Otherwise nothing would pass at night.
    quiet_from = 21 if kind == "quiet" else 8
    return f"""
[staff]
chat_id = {office.group.id}
user_ids = [{office.staff.id}]
[coordinators]
user_ids = [{office.coordinator.id}, {second_coordinator.id}]
[broadcasts]
second_approval_above = {above}
quiet_from = {quiet_from}
quiet_until = 8
{paid}
"""
