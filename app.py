"""Puts the server together, and nothing else. `streamlit run app.py` starts it."""

import gc
import logging
import sys

import streamlit as st

from errors import SettingsError
from server.local import refuse_other_addresses
from server.routes import ROUTES

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")

try:
    refuse_other_addresses()
except SettingsError as error:
    sys.exit(str(error))

app = st.App("server/frame.py", routes=ROUTES)
gc.set_threshold(50_000, 20, 20)  # a page makes some thousand objects, and nearly all of them go with it
gc.freeze()  # what was imported stays for ever; collections need not look at it again
