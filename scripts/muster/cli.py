"""The command `muster`. Each command imports what it needs: a build with nothing to do is quick."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muster.project import MusterError, Project

if TYPE_CHECKING:
    from datetime import datetime

    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from muster.build import Progress
    from muster.card import Card

MOST_NAMES_SHOWN = 8


class Commands(click.Group):
    """A group whose commands turn what a person can mend into a message and an exit code."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except MusterError as error:
            _complain(str(error))
            ctx.exit(error.exit_code)
        except OSError as error:
            # a full disk, a missing permission; a closed pipe is click's to handle
            if error.errno == errno.EPIPE:
                raise
            place = f"{error.filename}: " if error.filename else ""
            _complain(f"{place}{error.strerror or error}")
            _drop_output()
            ctx.exit(MusterError.exit_code)


def _complain(message: str) -> None:
    from muster.advice import advice

    with suppress(OSError):  # the log may be on the disk that is full
        click.echo(f"muster: {message}", err=True)
        if what_to_do := advice(message):
            click.echo(f"muster: {what_to_do}", err=True)


def _drop_output() -> None:
    """Let what could not be written go: else the exit tries again and has a code of its own."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="muster")
def main() -> None:
    """Claims with bounds, speakers and provenance: from articles to a warehouse."""


@main.command()
@click.option("--skip-notebooks", is_flag=True, help="Publish without running the notebooks.")
@click.option("--force", is_flag=True, help="Build even if nothing changed.")
@click.option(
    "--as-of", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY",
    help="Replay: build what was known at the end of DAY into build/replays; publish nothing.",
)  # fmt: skip
@click.option(
    "--target", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True,
    help="Spark: the same models as Parquet tables in build/spark; publish nothing.",
)  # fmt: skip
def build(skip_notebooks: bool, force: bool, day: datetime | None, target: str) -> None:
    """Check the seeds, build and test the warehouse, publish it with its export and site."""
    from muster.build import build as run_build
    from muster.build import replay

    project = Project.find()
    if target == "spark":
        from muster import spark

        if day is not None:
            raise click.UsageError("--as-of replays on DuckDB alone")
        with _Stages() as stages:
            tables = spark.build(project, stages.begin)
        click.echo(f"The marts, as Parquet tables: {project.relative(tables)}")
        return
    if day is not None:
        with _Stages() as stages:
            replayed = replay(project, day.date(), stages.begin)
        click.echo(f"What was known on {day:%Y-%m-%d}: {project.relative(replayed)}")
        return
    with _Stages() as stages:
        outcome = run_build(
            project,
            stages.begin,
            skip_notebooks=skip_notebooks,
            force=force,
            say=lambda word: click.echo(word, err=True),
        )
    if outcome.withdrawn:
        click.echo(
            f"The sources are those of {outcome.withdrawn}, which was rolled back from: nothing "
            "was built. Change them, or build all the same with --force."
        )
        return
    if not outcome.is_new:
        click.echo(
            f"Nothing changed since {outcome.card.publication}: "
            f"{project.relative(project.warehouse)} is up to date. Build anyway with --force."
        )
        return
    _summarise(project, outcome.card)


@main.command()
@click.option("--skip-notebooks", is_flag=True, help="Publish without running the notebooks.")
@click.option("--allow-private", is_flag=True, help="Fetch from hosts that are not public as well.")
def refresh(skip_notebooks: bool, allow_private: bool) -> None:
    """Land what the feeds of feeds.toml have, build, publish; made for schedulers."""
    from muster.reading.fetching import Fetcher
    from muster.refresh import UNAVAILABLE
    from muster.refresh import refresh as run_refresh

    with _Stages() as stages:
        done = run_refresh(
            Project.find(),
            stages.begin,
            fetcher=Fetcher(allow_private=allow_private),
            skip_notebooks=skip_notebooks,
            say=lambda word: click.echo(word, err=True),
        )
    run = done.run
    click.echo(
        f"{run.pages:,} pages came: {run.articles:,} articles landed with {run.claims:,} new rows, "
        f"{run.refused:,} refused; {run.outcome} {run.publication or done.built.card.publication}"
    )
    for complaint in done.complaints:
        click.echo(f"muster: {complaint}", err=True)
    if done.complaints:
        sys.exit(UNAVAILABLE)


@main.command()
@click.argument("publication", required=False)
@click.option("--list", "only_list", is_flag=True, help="List the publications that are kept.")
def rollback(publication: str | None, only_list: bool) -> None:
    """Show the former publication again, or a named one, with its export and site."""
    from muster.rollback import publications, roll_back
    from muster.runs import recorded

    project = Project.find()
    if only_list:
        for one in publications(project):
            built = f"built {one.card.built_at}" if one.card else "damaged"
            marks = ", shown" * one.is_current + ", rolled back from" * one.is_withdrawn
            click.echo(f"{one.name}  {built}{marks}")
        return
    with recorded(project, "rollback") as run:
        card = roll_back(project, publication)
        run.outcome, run.publication = "rolled_back", card.publication
    click.echo(
        f"Shown now: {card.publication}, built {card.built_at}, with its export and site. What was "
        "rolled back from is not made again of the same sources, but by `muster build --force`."
    )


@main.command()
def check() -> None:
    """List every fault in the seeds: file:line:column, found, expected."""
    from muster.check import check as run_check

    project = Project.find()
    faults = run_check(project.root)
    for fault in faults:
        click.echo(str(fault))
    if faults:
        click.echo(f"{len(faults)} fault{'s' if len(faults) > 1 else ''} in the seeds.", err=True)
        sys.exit(MusterError.exit_code)
    click.echo("The seeds are sound.")


@main.command()
def tidy() -> None:
    """Put the seeds into their one form and give new rows their ids; values stay as they are."""
    from muster.tidy import tidy as run_tidy

    changed = run_tidy(Project.find().root)
    for file in changed:
        click.echo(f"tidied {file}")
    if not changed:
        click.echo("The seeds were tidy already.")


@main.command()
@click.argument("file")
@click.option("--published-on", metavar="DAY", help="Day of publication, as 2026-01-10.")
@click.option("--outlet", metavar="NAME", help="Who published it.")
@click.option("--language", default="en", show_default=True, help="Language of the text, BCP 47.")
@click.option(
    "--engine", type=click.Choice(["rules"]), default="rules", show_default=True,
    help="What extracts; every engine's claims pass the same verifier before they land.",
)  # fmt: skip
@click.option(
    "--on-spark", "into", metavar="FOLDER",
    help="FILE is a folder of articles: extract each on Spark, one JSON document a line in FOLDER.",
)  # fmt: skip
def extract(
    *,
    file: str,
    published_on: str | None,
    outlet: str | None,
    language: str,
    engine: str,
    into: str | None,
) -> None:
    """Extract one article: figures, events, actors and statements as one JSON document."""
    del engine  # there is one so far; the option is where others will be named
    import json

    if into is not None:
        from muster.spark_extraction import extract_all

        extract_all(
            Project.find(), file, into,
            published_on=published_on, outlet=outlet, language=language,
        )  # fmt: skip
        return

    from muster.extraction.article_file import read_article
    from muster.extraction.engine import extract as run_extract
    from muster.extraction.evaluate import as_json

    article = read_article(Path(file), published_on=published_on, outlet=outlet, language=language)
    click.echo(json.dumps(as_json(run_extract(article)), ensure_ascii=False, indent=2))


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_data", is_flag=True, help="Print everything as one JSON document.")
def evaluate(folder: Path, as_data: bool) -> None:
    """Score the extraction engine on a FOLDER of gold articles, mistakes listed."""
    import json
    from dataclasses import asdict

    from muster.extraction.evaluate import as_table
    from muster.extraction.evaluate import evaluate as run_evaluate

    evaluation = run_evaluate(folder)
    if as_data:
        click.echo(json.dumps(asdict(evaluation), ensure_ascii=False, indent=2))
    else:
        click.echo(as_table(evaluation))


@main.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--published-on", metavar="DAY", help="Date of the articles, such as 2026-01-10.")
@click.option("--outlet", metavar="NAME", help="Who prints them; else what they or their site say.")
@click.option("--language", metavar="TAG", help="Their language, such as en; else it is found out.")
@click.option("--again", is_flag=True, help="Extract anew what has landed and is unchanged.")
@click.option("--bulk", is_flag=True, help="Land as Parquet in store/landing, not in the seeds.")
@click.option("--allow-private", is_flag=True, help="Fetch from hosts that are not public as well.")
def land(
    *,
    sources: tuple[str, ...],
    published_on: str | None,
    outlet: str | None,
    language: str | None,
    again: bool,
    bulk: bool,
    allow_private: bool,
) -> None:
    """Land articles: files (text, HTML), folders, addresses, feeds, WARC archives.

    Texts go to the private store, claims that stand in them to the seeds. Landing an article again
    changes nothing. Without a SOURCE, a landing that was killed is finished.
    """
    from muster.landing.land import land as run_land
    from muster.landing.report import report
    from muster.reading.fetching import Fetcher
    from muster.reading.pages import Known
    from muster.runs import recorded

    project = Project.find()
    with _Stages() as stages, recorded(project, "land") as run:
        outcome = run_land(
            project,
            list(sources),
            known=Known(outlet=outlet, published_on=published_on, language=language),
            again=again,
            bulk=bulk,
            fetcher=Fetcher(allow_private=allow_private),
            progress=stages.begin("Reading articles"),
        )
        run.add(outcome)
        run.outcome = "landed"
    for line in report(outcome):
        click.echo(line)
    if outcome.refused:
        sys.exit(MusterError.exit_code)


@main.command()
@click.argument("sql")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table",
    show_default=True, help="How to print the rows.",
)  # fmt: skip
def query(sql: str, form: str) -> None:
    """Run one read-only query, in SQL, on the published warehouse."""
    from muster.text_tables import as_csv, as_json, as_text
    from muster.warehouse import sql as run_sql

    frame = run_sql(sql)
    if form == "csv":
        click.echo(as_csv(frame), nl=False)
    elif form == "json":
        click.echo(as_json(frame), nl=False)
    else:
        click.echo(as_text(frame, _terminal_width()), nl=False)


@main.command()
def status() -> None:
    """Tell what is published, how fresh it is, and what the last build changed."""
    from muster.card import Card, DamagedError
    from muster.fingerprint import fingerprint
    from muster.operations import notes

    project = Project.find()
    try:
        card = Card.read(project)
        if card is None:
            said = "".join(f"\n{note}" for note in notes(project))
            raise MusterError(f"nothing is published yet; run `muster build`{said}")
        _summarise(project, card)
        card.raise_for_damage(project)
    except DamagedError as damage:
        raise MusterError(f"{damage}; `muster build` publishes anew") from damage
    try:
        card.raise_for_damaged_files(project, every_byte=True)
    except DamagedError as damage:
        # which a build that measures files does not notice
        raise MusterError(f"{damage}; `muster build --force` publishes anew") from damage
    if card.fingerprint != fingerprint(project):
        click.echo("\nThe sources changed since: `muster build` publishes them.")
    for note in notes(project):
        click.echo(f"\n{note}")


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def lab(arguments: tuple[str, ...]) -> None:
    """Open JupyterLab on the notebooks and the published file; ARGUMENTS go to JupyterLab."""
    project = Project.find()
    if not project.warehouse.exists():
        raise MusterError(
            "nothing is published yet, so the notebooks would fail; run `muster build`"
        )
    os.chdir(project.root)
    command = [sys.executable, "-m", "jupyterlab", "--notebook-dir", str(project.root)]
    opened = "--LabApp.default_url=/lab/tree/notebooks"
    os.execv(sys.executable, [*command, opened, *arguments])  # noqa: S606 (no shell is meant)


@main.command()
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; fail if a page is out of date."
)
def docs(only_check: bool) -> None:
    """Write the generated pages: docs/codebook.md and docs/data-dictionary.md."""
    from muster import dbt_run
    from muster.docs import outdated, write

    project = Project.find()
    pages = write if not only_check else outdated
    changed = pages(project, dbt_run.parse(project))
    for page in changed:
        click.echo(f"{'out of date:' if only_check else 'wrote'} {page}")
    if only_check and changed:
        raise MusterError("the generated pages are out of date; run `make docs`")
    if not changed:
        click.echo("The generated pages are current.")


class _Stages:
    """Progress that people can watch on a terminal, and read line by line in a log."""

    def __init__(self) -> None:
        self._progress: RichProgress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> _Stages:
        return self

    def __exit__(self, *error: object) -> None:
        if self._progress is not None:
            if error[0] is None:
                self._finish()
            self._progress.stop()

    def begin(self, name: str) -> Progress:
        """Begin a stage; the one before is done."""
        progress = self._progress = self._progress or _started_progress()
        self._finish()
        task = self._task = progress.add_task(f"{name:<26}", total=None, node="")
        if not progress.console.is_terminal:
            progress.console.print(f"{name} …", highlight=False)

        def step(done: int, total: int, node: str) -> None:
            progress.update(task, completed=done, total=total, node=f"{done}/{total} {node}")

        return step

    def _finish(self) -> None:
        if self._progress is not None and self._task is not None:
            total = self._progress.tasks[self._task].total or 1
            self._progress.update(self._task, completed=total, total=total, node="")
            self._progress.stop_task(self._task)


def _started_progress() -> RichProgress:
    # rich comes in with the first stage: a build that has nothing to do needs none
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        TextColumn("{task.fields[node]}", style="dim"),
        console=console,
        disable=not console.is_terminal,
    )
    progress.start()
    return progress


def _summarise(project: Project, card: Card) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, soft_wrap=True)
    console.print(
        f"Published [bold]{card.publication}[/bold] (muster {card.version}, {card.seconds:.0f} s), "
        f"newest article of {card.newest_article_on}"
    )
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("mart")
    table.add_column("rows", justify="right")
    table.add_column("since the publication before")
    for mart, count in card.row_counts.items():
        table.add_row(mart, f"{count:,}", _change_in_words(card.changes.get(mart)))
    console.print(table)
    if card.unresolved_names:
        names = list(card.unresolved_names.items())
        shown = ", ".join(f"{name} ({count})" for name, count in names[:MOST_NAMES_SHOWN])
        more = f" and {len(names) - MOST_NAMES_SHOWN} more" if len(names) > MOST_NAMES_SHOWN else ""
        console.print(f"Unresolved names: {shown}{more}", markup=False)
        console.print(
            "  add them to seeds/registry/registry_actor_aliases.csv or registry_non_actors.csv"
        )
    else:
        console.print("Unresolved names: none")
    if card.left_out:
        reasons = ", ".join(f"{count} {reason}" for reason, count in card.left_out.items())
        console.print(f"Left out, with reasons in the table left_out: {reasons}")
    site = project.relative(project.build / "site" / "index.html")
    console.print("Where to look next:")
    if card.has_site:
        console.print(f"  {site} in a browser")
    else:
        console.print("  `muster build` renders the notebooks, which this publication left out")
    console.print(
        '  muster query "from figures order by first_reported_on desc limit 10"', markup=False
    )
    console.print("  muster lab")


def _change_in_words(change: dict[str, int] | None) -> str:
    if not change:
        return ""
    words = [f"{count:,} {what}" for what, count in change.items() if count]
    return ", ".join(words) or "no change"


def _terminal_width() -> int | None:
    """Tell the width of the terminal; None where the output goes into a file or a pipe."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
