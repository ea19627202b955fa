"""One file per revision, numbered. A revision never imports the tables: it stays what it was."""
