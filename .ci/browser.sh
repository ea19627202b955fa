#!/usr/bin/env bash
# The report in a real browser, at the widths of a phone and a desk, and as PDF; and the demonstration that is served there. Exit code 77 where no Chromium is to be had.
set -euo pipefail
cd "$(dirname "$0")/.."
found() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
if ! found >/dev/null && [ -n "${CI:-}" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  { apt-get -q update && apt-get -q -y install --no-install-recommends chromium; } >/dev/null 2>&1 || true
fi
found >/dev/null || { echo "skipped: no Chromium is here, and none could be installed"; exit 77; }
FOLKMOOT_BROWSER="$(found)" .venv/bin/pytest -p no:cacheprovider tests/documents/test_in_a_browser.py tests/cli/test_demo_in_a_browser.py
