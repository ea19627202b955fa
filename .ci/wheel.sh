#!/usr/bin/env bash
# A wheel installs into an empty environment and plays the demonstration there: with nothing of this checkout on the path, from an
# empty folder, by the steps that deploy/Dockerfile takes.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=$PWD/.venv/bin/uv
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
unset PYTHONPATH

"$uv" build --quiet --wheel --no-build-isolation --python .venv/bin/python --out-dir "$place/dist" .
python3 -m venv "$place/env"
"$uv" pip install --quiet --python "$place/env/bin/python" --require-hashes -r requirements.lock
"$uv" pip install --quiet --python "$place/env/bin/python" --no-deps "$place"/dist/*.whl
"$uv" pip check --quiet --python "$place/env/bin/python"

mkdir "$place/empty"
cd "$place/empty"
folkmoot=$place/env/bin/folkmoot
wanted=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$OLDPWD/pyproject.toml")
[ "$("$folkmoot" --version)" = "folkmoot $wanted" ]
"$folkmoot" demo --auto >demo.txt
grep -q "widely shared" demo.txt
"$folkmoot" init >/dev/null
"$folkmoot" claim-code >/dev/null 2>&1
"$folkmoot" migrate >/dev/null
"$folkmoot" doctor >/dev/null
"$folkmoot" backup copies >/dev/null
echo "the wheel $wanted installs into an empty environment, plays the demonstration, and founds, looks at and copies a database"
