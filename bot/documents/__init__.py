"""Documents as the text of a file: HTML that stands alone, or Markdown. Pure: no file but the template is read."""

from bot.documents.html import as_html
from bot.documents.markdown import as_markdown

RENDERERS = {"html": as_html, "markdown": as_markdown}
"""What makes the text of a file, by the name of its form."""
