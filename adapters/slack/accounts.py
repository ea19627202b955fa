"""Check that an account may take part: a full, active member of the workspace, and a person. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NOBODY = frozenset({"user_not_found", "users_not_found", "user_not_visible"})
"""Slack's answers that there is nobody of that id."""


def left_out_of(user: Mapping[str, Any], workspace: str) -> str:
    """Return why the user is nobody to ask: gone, bot, foreign or guest; empty for who may take part."""
    if user.get("deleted"):
        return "gone"
    if user.get("is_bot") or user.get("is_workflow_bot") or user.get("id") == "USLACKBOT":
        return "bot"
    if user.get("is_stranger") or _is_of_another_workspace(user, workspace):
        return "foreign"
    return "guest" if user.get("is_restricted") or user.get("is_ultra_restricted") else ""


def _is_of_another_workspace(user: Mapping[str, Any], workspace: str) -> bool:
    """Of another organisation in a shared channel. An Enterprise organisation (E) has several workspaces, which it names."""
    enterprise = user.get("enterprise_user") or {}
    if workspace.startswith("E"):
        return bool(enterprise.get("enterprise_id", workspace) != workspace)
    return bool(user.get("team_id", workspace) != workspace and workspace not in (enterprise.get("teams") or ()))
