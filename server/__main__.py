"""Serves the dashboard: `python -m server`."""

import argparse
import sys

from streamlit import config

from errors import SettingsError
from server import processes


def main(arguments: list[str] | None = None) -> int:
    """Returns 1 if it cannot serve, or ends of itself."""
    parser = argparse.ArgumentParser(prog="python -m server", description="Serve the dashboard.")
    port = config.get_option("server.port")
    parser.add_argument("--port", type=int, default=port, help=f"default {port}, from .streamlit/config.toml")
    parser.add_argument("--processes", type=int, default=2, help="at one address, on Linux (default 2; elsewhere 1)")
    options = parser.parse_args(arguments)
    if options.processes < 1:
        parser.error("--processes: at least 1")
    try:
        asked = processes.serve(config.get_option("server.address"), options.port, options.processes)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    if not asked:
        print("A process of the dashboard ended, so the others were stopped too.", file=sys.stderr)
    return 0 if asked else 1


if __name__ == "__main__":
    sys.exit(main())
