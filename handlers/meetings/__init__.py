"""Sessions: planning, answering, afterwards."""
