"""Tables of results as files: Parquet, or CSV with a header and nothing for what is missing."""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    import pyarrow as pa

CSV = ".csv"
SUFFIXES = (".parquet", ".pq", CSV)


def write(table: "pa.Table", file: BinaryIO, suffix: str) -> None:
    """Write a table in the format of this ending. Raises OSError."""
    if suffix == CSV:
        file.write(csv_text(table).encode())
        return
    from pyarrow import parquet  # noqa: PLC0415 - an extra

    parquet.write_table(table, file)


def read(path: Path, schema: "pa.Schema", suffix: str) -> "pa.Table":
    """A table as it was written. Raises OSError, ValueError for what is none."""
    if suffix == CSV:
        from pyarrow import csv as arrow_csv  # noqa: PLC0415 - an extra

        return arrow_csv.read_csv(
            path,
            parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
            convert_options=arrow_csv.ConvertOptions(
                column_types=schema, strings_can_be_null=True, null_values=[""]
            ),
        )
    from pyarrow import parquet  # noqa: PLC0415

    return parquet.read_table(path)


def csv_text(table: "pa.Table", *, has_header: bool = True) -> str:
    """A line for each row: numbers in their shortest exact form."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if has_header:
        writer.writerow(table.column_names)
    columns = [column.to_pylist() for column in table.columns]
    writer.writerows(_told(row) for row in zip(*columns, strict=True))
    return text.getvalue()


def _told(row: tuple[Any, ...]) -> list[Any]:
    return [str(value).lower() if isinstance(value, bool) else value for value in row]
