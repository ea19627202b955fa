#!/usr/bin/env bash
# A disk that is really full: a file system of 2 MB, in a mount that only these processes see. Exit code 77 where mounts are not allowed.
set -euo pipefail
cd "$(dirname "$0")/.."
python="$PWD/.venv/bin/python"
unshare --mount --map-root-user true 2>/dev/null || { echo "skipped: this machine does not allow mounts"; exit 77; }
place=$(mktemp -d)
trap 'rmdir "$place"' EXIT
FOLKMOOT_SMALL_DISK="$place" unshare --mount --map-root-user bash -c '
  mount -t tmpfs -o size=2m small "$FOLKMOOT_SMALL_DISK" || { echo "skipped: a small file system cannot be mounted here"; exit 77; }
  exec "$0" -m pytest -q -p no:cacheprovider tests/storage/test_small_disk.py
' "$python"
