"""From the operational database to a published snapshot: declared columns only, all or nothing."""
