"""Collects figures and prints them as a table."""

from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table


@dataclass
class Report:
    """The figures of one run."""

    figures: list[tuple[str, str, str]] = field(default_factory=list)

    def figure(self, part: str, name: str, value: float, form: str) -> None:
        """Add a figure and show it at once: a run takes minutes."""
        shown = form.format(value)
        self.figures.append((part, name, shown))
        Console(stderr=True).print(f"{part}: {name}: {shown}")

    def show(self) -> None:
        """Print all figures."""
        table = Table("part", "figure", "value")
        for row in self.figures:
            table.add_row(*row)
        Console().print(table)
