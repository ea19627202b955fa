"""`folkmoot` and its commands: what they are called, what can be said to them, and which module does the work."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

CONFIG = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    default="config.toml",
    show_default=True,
    help="The settings file.",
)
DAY = click.DateTime(["%Y-%m-%d"])
COPY = click.Path(path_type=Path, exists=True, readable=True)


class CommandsWithPlatforms(click.Group):
    """A group that looks for the platforms' commands only where its own do not suffice: to list all, and for another name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Hook of click: every command's name, in the order of the help."""
        self._add_contributed()
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Hook of click: the command of that name."""
        if cmd_name not in self.commands:
            self._add_contributed()
        return super().get_command(ctx, cmd_name)

    def _add_contributed(self) -> None:
        from bot.cli.platform_commands import contributed_commands

        self.commands = {**contributed_commands(), **self.commands}


@click.group(
    cls=CommandsWithPlatforms, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="folkmoot", message="folkmoot %(version)s")
def folkmoot() -> None:
    """Folkmoot asks teams three questions and brings back what several people said, never who said it.

    Try “folkmoot demo” first: it needs no settings and keeps nothing.
    """


@folkmoot.command(short_help="Play a whole round in this terminal.")
@click.option("--auto", is_flag=True, help="Play by itself and print plainly, as it does where there is no terminal.")
@click.option(
    "--answers",
    type=click.Path(path_type=Path, dir_okay=False, exists=True, readable=True),
    help="Real answers: one JSON object a line, with team, question (its number), text, and if you like allow and weigh.",
)
@click.option(
    "--story",
    type=click.Choice(["round", "year"]),
    default="round",
    show_default=True,
    help="One round, or the turning points of three teams’ eighteen months.",
)
@click.option("--minimal", is_flag=True, help="Show it as on a platform without buttons and forms.")
@click.option(
    "--speed",
    type=click.FloatRange(min=0),
    help="1 takes about a minute, 2 half of that, 0 does not pause. [default: 1, and 0 without a terminal]",
)
@click.option("--serve", is_flag=True, help="Show it in a browser on this machine.")
@click.option(
    "--port", type=click.IntRange(1024, 65535), default=8000, show_default=True, help="Where --serve shows it."
)
def demo(
    auto: bool, answers: Path | None, story: str, minimal: bool, speed: float | None, serve: bool, port: int
) -> None:
    """Play a whole round, or a year and a half, on this machine and nowhere else."""
    from bot.cli.demo.playing import play_demo, serve_in_browser

    if answers and story == "year":
        raise click.UsageError("Your own answers make one round: leave out --story year, or --answers.")
    if serve and auto:
        raise click.UsageError("A browser shows the rooms: leave out --auto, or --serve.")
    if serve:
        given = {"--answers": answers and answers.absolute(), "--story": story, "--speed": speed}
        named = [part for name, value in given.items() if value is not None for part in (name, str(value))]
        serve_in_browser([*named, *(["--minimal"] if minimal else [])], port)
        return
    play_demo(auto, answers, minimal, speed, over_months=story == "year")


@folkmoot.command(short_help="Write config.toml and a new master key.")
@CONFIG
@click.option(
    "--monitoring-port", type=click.IntRange(1024, 65535), help="The port for “folkmoot health”. [default: none]"
)
def init(config: Path, monitoring_port: int | None) -> None:
    """Write config.toml and a new master key; nothing that is there is replaced."""
    from bot.cli.init_and_claim import write_first_files

    write_first_files(config, monitoring_port or 0)


@folkmoot.command(short_help="Say what is missing before a start.")
@CONFIG
def check(config: Path) -> None:
    """Say what is missing before a start, and what to do about it."""
    from bot.cli.check_and_migrate import check_installation

    check_installation(config)


@folkmoot.command(short_help="Look closely at what is stored, and say what to do about it.")
@CONFIG
def doctor(config: Path) -> None:
    """Say everything that “check” says, and what an installation that runs can suffer from, each with what to do about it.

    The bot may run meanwhile. Nothing is sent or changed.
    """
    from bot.cli.check_and_migrate import diagnose_installation

    diagnose_installation(config)


@folkmoot.command()
@CONFIG
def run(config: Path) -> None:
    """Run the bot until SIGTERM or Ctrl-C."""
    from bot.cli.running import run_bot

    run_bot(config)


@folkmoot.command(short_help="Write what final summaries have published as CSV or JSON.")
@CONFIG
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@click.option("--since", type=DAY, help="The first day, such as 2026-01-31.")
@click.option("--until", type=DAY, help="The last day.")
@click.option(
    "--scope", type=click.Choice(["team", "organisation"]), help="Only the teams’ finals, or the organisation’s."
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A new file. [default: print it]")
def export(
    config: Path, form: str, since: datetime | None, until: datetime | None, scope: str | None, output: Path | None
) -> None:
    """Write what final summaries have published: points, bands, and how they were weighed. Never an answer, or who said what."""
    from bot.cli.export import export_released

    export_released(config, form, since and since.date(), until and until.date(), scope or "", output)


@folkmoot.command(short_help="Write the report of a team or of the organisation, as HTML or Markdown.")
@CONFIG
@click.option(
    "--format", "form", type=click.Choice(["html", "markdown", "csv", "json"]), default="html", show_default=True
)
@click.option("--team", default="", help="The team’s name. [default: the whole organisation]")
@click.option("--since", type=DAY, help="The first day, such as 2026-01-31.")
@click.option("--until", type=DAY, help="The last day.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A new file. [default: print it]")
def report(
    config: Path, form: str, team: str, since: datetime | None, until: datetime | None, output: Path | None
) -> None:
    """Write one document of a chosen time: what was said, how it was weighed, what became of it. Never an answer."""
    from bot.cli.report import write_report_file

    write_report_file(config, form, team, since and since.date(), until and until.date(), output)


@folkmoot.command("privacy-pack", short_help="Write pages about data protection, filled in from the settings.")
@CONFIG
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def write_privacy_pages(config: Path, folder: Path) -> None:
    """Write a retention table, a privacy notice and a DPIA sheet into DIR, filled in from the settings in force."""
    from bot.cli.privacy_pack import write_privacy_pack

    write_privacy_pack(config, folder)


@folkmoot.command(short_help="Forget somebody who asked for it in writing.")
@CONFIG
@click.argument("platform")
@click.argument("person_id", metavar="ID")
@click.option("--workspace", default="", help="The workspace of that id, where several have it.")
@click.option("--yes", is_flag=True, help="Go on without being asked.")
def forget(config: Path, platform: str, person_id: str, workspace: str, yes: bool) -> None:
    """Forget the person of this ID on PLATFORM, as their own “forget me” would.

    The bot may run meanwhile. It tells them nothing, and the log says that somebody was forgotten, not who.
    """
    from bot.cli.forget import forget_person_of_id

    forget_person_of_id(config, platform, person_id, workspace, yes)


@folkmoot.group()
def keys() -> None:
    """Commands for the master key."""


@keys.command(short_help="Make a new master key.")
@CONFIG
def rotate(config: Path) -> None:
    """Make a new master key and wrap all keys with it. Stop the bot first; interrupted, run it again: it goes on."""
    from bot.cli.keys import rotate_master_key

    rotate_master_key(config)


@folkmoot.command(short_help="Ask the process that runs how it is.")
@CONFIG
def health(config: Path) -> None:
    """Ask the process that runs how it is, through monitoring.port. Exit code 1 where a vital part does not work."""
    from bot.cli.health import ask_health

    ask_health(config)


@folkmoot.command("claim-code", short_help="Print a one-time code for an admin.")
@CONFIG
def claim_code(config: Path) -> None:
    """Print a one-time code: whoever says it to the bot becomes an admin."""
    from bot.cli.init_and_claim import claim_code

    claim_code(config)


@folkmoot.command(short_help="Bring the database up to date.")
@CONFIG
def migrate(config: Path) -> None:
    """Bring the database to the version of this program."""
    from bot.cli.check_and_migrate import migrate_database

    migrate_database(config)


@folkmoot.command(short_help="Copy the database and the key store while the bot runs.")
@CONFIG
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--keys",
    "keys_folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the copy of the key store goes, which should be another place. [default: DIR/keys]",
)
@click.option("--prune", is_flag=True, help="Then delete the copies that are past their end.")
def backup(config: Path, folder: Path, keys_folder: Path | None, prune: bool) -> None:
    """Copy the database into DIR/database and the key store into another folder, both as they are at one instant.

    The bot may run meanwhile. Each copy has the day on which it is to be deleted in its name.
    """
    from bot.cli.backup import copy_stores_of

    copy_stores_of(config, folder, keys_folder, prune)


@folkmoot.command(short_help="Move everything to PostgreSQL, or back into files.")
@CONFIG
@click.option("--to", required=True, metavar="PLACE", help="The address of an empty database, or a folder.")
@click.option("--keys-to", metavar="PLACE", help="Where the key store goes: another database, or a file.")
def move(config: Path, to: str, keys_to: str | None) -> None:
    """Copy the database and the key store to another kind of place, compare all of it, and then leave where they are now.

    Stop the bot first. Interrupted, run it again. What is here stays as it is, and no start uses it any more.
    """
    from bot.cli.moving import move_installation

    move_installation(config, to, keys_to or "")


@folkmoot.command(short_help="Put a copy back, or go on with one that was put back.")
@CONFIG
@click.option("--database", type=COPY, help="The copy of the database to put back, or a folder: its newest whole copy.")
@click.option("--keys", type=COPY, help="The same of the key store, where the key store itself is lost.")
@click.option("--yes", is_flag=True, help="Go on without being asked.")
def restore(config: Path, database: Path | None, keys: Path | None, yes: bool) -> None:
    """Say what it means that the database or the key store is an older copy, and go on with it.

    Whoever was forgotten since the copy was made stays forgotten, if the database or the key store that is there knows of it.
    """
    from bot.cli.restoring import go_on_with_older_copy, put_copies_back

    if database or keys:
        put_copies_back(config, database, keys, yes)
    else:
        go_on_with_older_copy(config, yes)
