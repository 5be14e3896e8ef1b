"""Escalations: questions for staff, and what goes between them and a resident."""
