"""What protects people: consents, and personal details found in texts."""
