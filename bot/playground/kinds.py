"""Names for what travels as JSON."""

from typing import Any, TypeAlias

Json: TypeAlias = Any
"""Whatever JSON can hold."""

JsonObject: TypeAlias = dict[str, Any]
"""A JSON object."""
