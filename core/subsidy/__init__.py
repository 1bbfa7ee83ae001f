"""案件补贴(以案定补): rates, grading, claims and their way through the review."""
