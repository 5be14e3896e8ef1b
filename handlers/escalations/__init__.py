"""Questions to staff, and the staff room."""
