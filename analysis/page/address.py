"""The address of the page: every filter and the selected quote, so that a link opens the same view and the browser's back button works.

Filters live in widgets; the address is written from them after each run, and read into them where it differs from what was written: a link
opened, or a step back in the browser.
"""

import datetime
import time
from typing import Any

import streamlit as st

LISTS = ("speaker", "capacity", "role", "sentiment", "article")
TEXTS = ("words", "measure")
DATES = ("since", "until")
FLAGS = ("indirect", "fictional")
NUMBERS = ("sure",)  # percent
DEFAULTS = {"measure": "polarity"}  # left out of the address
FILTERS = (*LISTS, *TEXTS, *DATES, *FLAGS, *NUMBERS)
SELECTED = ("quote", "of")
"""The selected quote (article~start) and the mark or row whose quotes are shown (column:value)."""
ECHO = 2.0  # seconds in which an address written before may still come back from the browser, and is no step back
LONGEST = 4000  # characters of a value that is read

Params = dict[str, list[str]]


def read_address() -> None:
    """Sets the filters from the address if it is another than the one written last. Before any widget."""
    now, state = _filters_in(st.query_params), st.session_state
    for key in (k for k in FILTERS if k in state):
        state[key] = state[key]  # Streamlit forgets a widget that is not on the page of this run
    written: list[tuple[Params, float]] = state.setdefault("addresses", [])
    last = written[-1][0] if written else None
    echo = len(written) > 1 and now == written[-2][0] and time.monotonic() - written[-1][1] < ECHO
    if now == last or echo:
        return
    for key in FILTERS:
        state[key] = _parsed(key, now.get(key, []))
    state["addresses"] = [(now, time.monotonic())]


def _filters_in(params: Any) -> Params:
    return {key: [v[:LONGEST] for v in params.get_all(key)] for key in FILTERS if key in params}


def _parsed(key: str, values: list[str]) -> object:
    """The widget's value for a parameter; the default where it is absent or makes no sense."""
    if key in LISTS:
        return values
    value = values[-1] if values else ""
    if key in FLAGS:
        return value == "1"
    if key in NUMBERS:
        return min(100, max(0, int(value) // 5 * 5)) if value.isdecimal() else 0
    if key in DATES:
        try:
            return datetime.date.fromisoformat(value) if value else None
        except ValueError:
            return None
    return value


def filters_now() -> Params:
    """The filters that are set, as parameters for a link."""
    out: Params = {}
    for key in FILTERS:
        value = st.session_state.get(key)
        if key in LISTS and value:
            out[key] = [str(v) for v in value]
        elif key in FLAGS and value:
            out[key] = ["1"]
        elif key in DATES and isinstance(value, datetime.date):
            out[key] = [value.isoformat()]
        elif key in (*TEXTS, *NUMBERS) and value and value != DEFAULTS.get(key):
            out[key] = [str(value)]
    return out


def write_address() -> None:
    """Puts the filters into the address, beside what is selected. After all widgets that hold filters."""
    now = filters_now()
    written = st.session_state.setdefault("addresses", [])
    if not written or written[-1][0] != now:
        written.append((now, time.monotonic()))
        del written[:-3]
    if _filters_in(st.query_params) != now:
        selected = {key: [st.query_params[key]] for key in SELECTED if key in st.query_params}
        st.query_params.from_dict(now | selected)


def clear_filters() -> None:
    """Every filter as it is at first."""
    for key in FILTERS:
        if key not in ("measure", "fictional"):
            st.session_state[key] = _parsed(key, [])


def selected(name: str) -> str | None:
    """The value of a selection in the address."""
    value = st.query_params.get(name)
    return str(value) if value else None


def link(**selection: str) -> Params:
    """The parameters of a link that keeps the filters and selects something."""
    return filters_now() | {key: [value] for key, value in selection.items() if value}
