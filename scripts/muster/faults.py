"""What is wrong, where it stands, and how it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from muster.project import MusterError

TIDY = "run `muster tidy`"


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong, at one place; ``line`` and ``column`` count from 1."""

    file: str
    line: int
    column: int
    field: str
    found: str
    expected: str

    def __str__(self) -> str:
        """Write the fault as editors and people read it: file:line:column, found, expected."""
        field = f" {self.field}" if self.field else ""
        return (
            f"{self.file}:{self.line}:{self.column}:{field} "
            f"found {self.found}, expected {self.expected}"
        )


class SeedError(MusterError):
    """A seed or its YAML is so broken that its rows cannot be read at all."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def shown(value: object, limit: int = 60) -> str:
    """Quote a value for a message, shortened, so that nothing invisible misleads."""
    if isinstance(value, list | tuple):
        value = ", ".join(str(part) for part in value)
    if value in ("", None):
        return "nothing"
    text = str(value)
    text = text if len(text) <= limit else text[: limit - 1] + "…"
    return f'"{text}"' if text.isprintable() else ascii(text)
