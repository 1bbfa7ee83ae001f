"""The file itself: how it is opened, checked, brought up to date and copied."""
