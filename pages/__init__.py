"""The pages: each a table of contents of queries."""
