"""The work of staff on cases: drafts, publishing, reviews."""
