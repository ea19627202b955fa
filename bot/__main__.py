"""The entry point: `folkmoot`, or `python -m bot`."""

from __future__ import annotations


def main() -> None:
    """Call the command line. Python looks for unused cycles far more seldom than by itself, which takes a sixth off each start."""
    import gc

    gc.set_threshold(20_000, 20, 20)
    from bot.cli.app import folkmoot

    folkmoot(prog_name="folkmoot")


if __name__ == "__main__":
    main()
