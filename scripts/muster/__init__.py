"""muster: an event-timeline warehouse for contested numbers."""
