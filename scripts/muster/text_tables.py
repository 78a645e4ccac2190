"""A frame as text: a table where it fits, one field a line where it does not; CSV and JSON."""

from __future__ import annotations

import re
from collections.abc import Callable

import polars as pl

from muster.characters import without_controls
from muster.project import MusterError


def as_text(frame: pl.DataFrame, width: int | None = None) -> str:
    """Write a frame as text that ends with the number of its rows.

    Args:
        frame: what to write; NULL stands as "null".
        width: columns of the terminal; None for text of any width.
    """
    names = [_cell(name) for name in frame.columns]
    rows = [[_cell(value) for value in row] for row in frame.rows()]
    widths = [max(map(len, column)) for column in zip(names, *rows, strict=True)]
    fits = width is None or sum(widths) + 2 * len(widths) <= width
    body = _table(names, rows, widths, frame) if fits else _records(names, rows)
    return f"{body}({frame.height:,} row{'' if frame.height == 1 else 's'})\n"


FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"
"""What a spreadsheet takes for the start of a formula (OWASP, CSV injection)."""
OTHER_SEPARATORS = ";\t|"
"""What a spreadsheet may split at; a text that holds one is written between quotes."""


def as_csv(frame: pl.DataFrame) -> str:
    """Write a frame as CSV with a header, so that a spreadsheet runs nothing that stands in it.

    A text or a name of a column that begins like a formula gets an apostrophe before it; numbers
    and dates stay as they are. JSON has every text as it is.

    Raises:
        MusterError: a column holds more than one value a row, or bytes.
    """
    _raise_for(frame, lambda dtype: dtype.is_nested(), "lists or structs, which no cell of CSV can")
    _raise_for(frame, _holds_bytes, "bytes, which are no text")
    texts = [name for name, dtype in frame.schema.items() if not _is_plain(dtype)]
    calm = frame.with_columns(pl.col(texts).cast(pl.String)).with_columns(
        pl.when(pl.col(texts).str.contains(f"^[{re.escape(FORMULA_STARTS)}]"))
        .then("'" + pl.col(texts))
        .otherwise(pl.col(texts))
        .name.keep()
    )
    calm = calm.rename({name: _calm(name) for name in calm.columns})
    splits = f"[{re.escape(OTHER_SEPARATORS)}]"
    texts_again = calm.select(pl.col(pl.String))
    is_split = any(column.str.contains(splits).any() for column in texts_again) or any(
        re.search(splits, name) for name in calm.columns
    )
    return calm.write_csv(quote_style="non_numeric" if is_split else "necessary")


def as_json(frame: pl.DataFrame) -> str:
    """Write a frame as one JSON object a row and line.

    Raises:
        MusterError: a column holds bytes.
    """
    _raise_for(frame, _holds_bytes, "bytes, which are no text")
    return frame.write_ndjson()


def _calm(name: str) -> str:
    return f"'{name}" if name.startswith(tuple(FORMULA_STARTS)) else name


def _is_plain(dtype: pl.DataType) -> bool:
    """Tell whether a type is written without a letter that somebody else chose."""
    return dtype.is_numeric() or dtype.is_temporal() or dtype == pl.Boolean


def _raise_for(frame: pl.DataFrame, is_unfit: Callable[[pl.DataType], bool], what: str) -> None:
    for name, dtype in frame.schema.items():
        if is_unfit(dtype):
            raise MusterError(
                f"column {name} holds {what}; turn it into text in the query, "
                "by to_json, array_to_string or hex"
            )


def _holds_bytes(dtype: pl.DataType) -> bool:
    return "Binary" in repr(dtype)


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
    return without_controls(" ".join(str(value).split()))
