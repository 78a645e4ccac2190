"""A frame as text: a table where it fits, one field a line where it does not."""

from __future__ import annotations

import polars as pl


def as_text(frame: pl.DataFrame, width: int | None = None) -> str:
    """Write a frame as text that ends with the number of its rows.

    Args:
        frame: what to write; NULL stands as "null".
        width: columns of the terminal; None for text of any width.
    """
    names = frame.columns
    rows = [[_cell(value) for value in row] for row in frame.rows()]
    widths = [max(map(len, column)) for column in zip(names, *rows, strict=True)]
    fits = width is None or sum(widths) + 2 * len(widths) <= width
    body = _table(names, rows, widths, frame) if fits else _records(names, rows)
    return f"{body}({frame.height:,} row{'' if frame.height == 1 else 's'})\n"


def _table(names: list[str], rows: list[list[str]], widths: list[int], frame: pl.DataFrame) -> str:
    is_number = [dtype.is_numeric() for dtype in frame.dtypes]
    lines = []
    for row in [names, *rows]:
        cells = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, is_number, strict=True)
        ]
        lines.append("  ".join(cells).rstrip() + "\n")
    return "".join(lines)


def _records(names: list[str], rows: list[list[str]]) -> str:
    margin = max(map(len, names))
    return "".join(
        "".join(f"{name.rjust(margin)}  {cell}\n" for name, cell in zip(names, row, strict=True))
        + "\n"
        for row in rows
    )


def _cell(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    # one cell is one line, whatever stands in the text
    return " ".join(str(value).split())
