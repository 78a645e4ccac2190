"""From articles to landing seeds: the private store, grounded rows, all of a batch or none."""
