"""An operational database of invented people, clean under every control except for what was planted on purpose."""
