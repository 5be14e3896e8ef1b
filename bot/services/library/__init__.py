"""The case library: stored, imported, exported, encoded."""
