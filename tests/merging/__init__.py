"""Packages, merging, undo: every promise of the design has its test here."""
