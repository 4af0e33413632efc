"""What else is recorded: incidents in other people's tables, what those cover, and which could be the same."""
