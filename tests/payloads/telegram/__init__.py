"""Updates in the shapes in which the Bot API documents them, one for each kind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

UPDATES: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "updates.json").read_text())
