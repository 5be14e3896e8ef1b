"""Collectives: who they are, their contacts, groups and experience."""
