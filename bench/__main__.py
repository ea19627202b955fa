"""Every benchmark, one table after the other: `python -m bench`, or `python -m bench deciding rounds`.

With `--smallest` each runs at its smallest size: its figures say nothing then, but what it does is done.
"""

from __future__ import annotations

import argparse
import importlib
import sys

ALL = (
    "footprint",
    "deciding",
    "answers",
    "themes",
    "rounds",
    "growth",
    "telegram",
    "slack",
    "writing_together",
    "on_postgres",
)


def main(arguments: list[str] | None = None) -> int:
    """Run them; 1 if one of those that have limits passed one."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(ALL)}; all of them without a name")
    parser.add_argument("--smallest", action="store_true", help="only to see that it still runs")
    given = parser.parse_args(arguments)
    unknown = set(given.names) - set(ALL)
    if unknown:
        parser.error(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(ALL)}.")
    # One that has no limits returns nothing.
    names = given.names or ALL
    passed = [name for name in names if importlib.import_module(f"bench.{name}").run(smallest=given.smallest)]
    if passed:
        print(f"\n{', '.join(passed)}: a limit was passed; see below its table.")
    return 1 if passed else 0


if __name__ == "__main__":
    sys.exit(main())
