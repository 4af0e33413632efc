"""Who said what, in which words, and what that contradicts, supports or does not address."""
