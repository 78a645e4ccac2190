"""Extraction of a corpus on Spark: a folder of articles in, one JSON document a line out.

A document is what `muster extract` prints of that file on one machine. A file that holds no article
gives a line with its name and what is wrong; only a file of no bytes gives none, as Spark passes
over it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from muster.project import MusterError, Project
from muster.spark import what_is_missing

if TYPE_CHECKING:
    import pyarrow as pa


def extract_all(
    project: Project,
    files: str,
    into: str,
    *,
    published_on: str | None = None,
    outlet: str | None = None,
    language: str | None = None,
) -> None:
    """Extract every file of a folder; write documents to another, which must not be there.

    Both may be wherever Spark reads and writes: local folders, HDFS, an object store. What is known
    of the articles holds for all of them. The project, with its registry and codebook, must be at
    the same place on every machine.

    Raises:
        MusterError: Spark is not here, or it cannot read or write.
    """
    if missing := what_is_missing():
        raise MusterError(missing)
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    # workers run the Python that has muster, here as on machines that are set up alike
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    known = {"published_on": published_on, "outlet": outlet, "language": language}
    session = (
        SparkSession.builder.appName("muster extract")
        .config("spark.executorEnv.MUSTER_PROJECT", str(project.root))
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    try:
        pages = session.read.format("binaryFile").option("recursiveFileLookup", "true").load(files)
        pages.select("path", "content").mapInArrow(
            partial(_documents, known=known), "value string"
        ).write.text(into)
    except PySparkException as error:
        raise MusterError(f"Spark could not extract: {error}") from error
    finally:
        session.stop()


def _documents(
    batches: Iterable[pa.RecordBatch], known: dict[str, str | None]
) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for batch in batches:
        lines = [
            document(path, content, known)
            for path, content in zip(*(c.to_pylist() for c in batch.columns), strict=True)
        ]
        yield pa.RecordBatch.from_pydict({"value": pa.array(lines, pa.string())})


def document(address: str, raw: bytes, known: dict[str, str | None]) -> str:
    """Extract one file; return its document as one line."""
    from muster.extraction.article_file import as_article
    from muster.extraction.engine import extract
    from muster.extraction.evaluate import as_json

    path = PurePosixPath(unquote(urlsplit(address).path))
    try:
        found = as_json(extract(as_article(path, raw, **known)))
    except MusterError as error:
        found = {"file": str(path), "fault": str(error)}
    return json.dumps(found, ensure_ascii=False)
