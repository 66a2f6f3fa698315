"""What leaves the system: CSV files whose bytes depend on the answer and the form alone."""
