"""What leaves the system: files whose bytes depend on the answers and the form alone."""
