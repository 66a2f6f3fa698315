"""What stands around the pages: the frame that Streamlit runs, our own routes, where the server may listen."""
