"""Every benchmark, one table after the other: `python -m bench`, or `python -m bench deciding rounds`."""

from __future__ import annotations

import importlib
import sys

ALL = ("footprint", "deciding", "answers", "themes", "rounds", "telegram", "slack")


def main(names: list[str]) -> None:
    unknown = set(names) - set(ALL)
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(ALL)}.")
    for name in names or ALL:
        importlib.import_module(f"bench.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
