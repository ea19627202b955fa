"""The entry point: `folkmoot`, or `python -m bot`."""

from __future__ import annotations


def main() -> None:
    from bot.cli.app import folkmoot

    folkmoot(prog_name="folkmoot")


if __name__ == "__main__":
    main()
