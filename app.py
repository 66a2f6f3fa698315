"""Puts the server together, and nothing else. `python -m server` starts it; `streamlit run app.py` as one process."""

import gc
import logging
import sys
from pathlib import Path

import streamlit as st
from streamlit import config

from errors import SettingsError
from server.local import refuse_other_addresses
from server.routes import ROUTES

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")

try:
    refuse_other_addresses(config.get_option("server.address"))
except SettingsError as error:
    sys.exit(str(error))

app = st.App(Path(__file__).parent / "server/frame.py", routes=ROUTES)
gc.set_threshold(50_000, 20, 20)  # a page makes some thousand objects, and nearly all of them go with it
gc.freeze()  # what was imported stays for ever; collections need not look at it again
