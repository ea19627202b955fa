"""How the pages become a site: `make docs`. The sources are read where they lie, so that their links work in both places."""

project = "Folkmoot"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "Folkmoot"
root_doc = "docs/index"
include_patterns = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "docs/*.md"]
myst_heading_anchors = 3
# Every reference that leads nowhere is an error: the build runs with warnings as errors.
nitpicky = True
