"""Local mode: nobody signs in, so the server answers on this machine alone."""

import ipaddress

from errors import SettingsError


def refuse_other_addresses(address: str | None) -> None:
    """Raises SettingsError unless the server is to listen on loopback; None and "" are every address."""
    if address != "localhost" and not _is_loopback(address):
        raise SettingsError(
            f"The server would listen on {address or 'every address'}, and in local mode nobody signs in.",
            fix='Set server.address = "127.0.0.1" in .streamlit/config.toml.',
        )


def _is_loopback(address: str | None) -> bool:
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False
