"""Online sessions: planned, announced, answered, changed, and looked back on.

The code calls them meetings, because a session is a transaction to SQLAlchemy.
"""
