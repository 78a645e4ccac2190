"""From one article to its figures, events, actors and statements, each on exact characters."""
