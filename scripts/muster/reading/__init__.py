"""From what analysts have (files, folders, addresses, feeds, archives) to one canonical text."""
