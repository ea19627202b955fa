"""Instants in names of files."""

from __future__ import annotations

STAMP = "%Y%m%dT%H%M%SZ"
"""Form of an instant in UTC, to the second, that any file system takes."""
