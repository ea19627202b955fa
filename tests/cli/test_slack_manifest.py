"""`folkmoot slack-manifest`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapters.slack.manifest import make_manifest
from tests.cli.calling import folkmoot


def test_it_prints_what_slack_reads(tmp_path: Path) -> None:
    assert json.loads(folkmoot(tmp_path, "slack-manifest").stdout) == make_manifest()
    words = ("slack-manifest", "--public-url", "https://folkmoot.example", "--several-workspaces")
    assert json.loads(folkmoot(tmp_path, *words).stdout) == make_manifest("https://folkmoot.example", True)


@pytest.mark.parametrize("words", [("--public-url", "http://folkmoot.example"), ("--several-workspaces",)])
def test_it_says_what_slack_would_not_take(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = folkmoot(tmp_path, "slack-manifest", *words)
    assert done.returncode == 2
    assert "https" in done.stderr or "--public-url" in done.stderr
