"""The screen and the command line; the only place for PySide6."""
