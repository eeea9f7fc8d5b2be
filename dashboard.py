"""Public Reaction: streamlit run dashboard.py [-- FOLDER or FILE ... --corrections FILE]"""

import getpass

import streamlit as st

from analysis.errors import AnalysisError
from analysis.page import address, articles, correcting, filters, loading, method, overview, people, quotes, review
from analysis.page.filters import Screen

TITLE = "Public Reaction"
PAGES = {
    "overview": ("Overview", ":material/forum:", overview.show),
    "quotes": ("Quotes", ":material/format_quote:", quotes.show),
    "people": ("People", ":material/group:", people.show),
    "review": ("Review", ":material/rule:", review.show),
    "articles": ("Articles", ":material/newspaper:", articles.show),
    "method": ("What it means", ":material/help:", method.show),
}
STYLE = """<style>
[data-testid=stCaptionContainer] {opacity: .85}  /* the theme's own .6 has 3.9:1 against the page */
[data-testid=stMainBlockContainer] {padding-top: 2.5rem}
</style>"""
WITHOUT_QUOTES = ("articles", "method")  # pages that have something to show while there is no quote


def make_pages() -> dict[str, st.Page]:
    """The pages by name; the current one is run last, when what it shows is known."""

    def page_of(name: str, title: str, icon: str) -> st.Page:
        def run() -> None:
            show_page(name)

        return st.Page(run, title=title, icon=icon, url_path="" if name == "overview" else name, default=name == "overview")

    return {name: page_of(name, title, icon) for name, (title, icon, _) in PAGES.items()}


def show_page(name: str) -> None:
    """One page under the navigation, or what to do where there is nothing to show."""
    screen: Screen | None = st.session_state["screen"]
    if screen:
        correcting.show_last_change(screen.view)
    if screen is None and name not in WITHOUT_QUOTES:
        st.info("No article to show. Add one below, put .txt files into the folder seeds/ and reload, or start with a folder: streamlit run dashboard.py -- FOLDER", icon=":material/info:")
        articles.show_adding()
    elif screen is not None and screen.quotes.empty and name not in WITHOUT_QUOTES and not address.selected("quote"):
        st.info("No quote passes these filters.", icon=":material/filter_alt_off:")
        st.button("Reset all filters", key="reset_here", on_click=address.clear_filters)
    else:
        PAGES[name][2](screen)
    if name != "quotes":
        st.session_state["came_from"] = (name, st.session_state["pages"][name], PAGES[name][0])


def show_sidebar() -> None:
    """What concerns every page beside the filters."""
    with st.sidebar:
        given = loading.options()
        if not given.paths:
            st.session_state["fictional"] = bool(st.session_state.get("fictional"))
            st.toggle("Include the fictional examples", key="fictional", help="Invented articles that show what the page can do")
        st.session_state.setdefault("author", getpass.getuser())
        st.text_input("Your name, for the history", key="author", max_chars=60)


def main() -> None:
    """The page from top to bottom."""
    st.set_page_config(page_title=TITLE, page_icon="\U0001f4ac", layout="wide")  # a :material/: icon in the browser's tab would be fetched from the network
    address.read_address()
    pages = make_pages()
    st.session_state["pages"] = pages
    current = st.navigation(list(pages.values()), position="hidden")
    st.html(STYLE)
    st.title(TITLE, anchor=False)
    links = st.container(horizontal=True)
    try:
        view = loading.load_view()
        st.session_state["screen"] = screen = filters.choose(view) if view else None
        show_sidebar()
        address.write_address()
        for page in pages.values():
            links.page_link(page, query_params=address.link())
        if screen and any(r.article.fictional for r in screen.view.readings.values()):
            st.caption(":material/theater_comedy: Some of the articles shown are fictional examples: their people, places and events are invented.")
        current.run()
    except AnalysisError as error:
        st.error(str(error), icon=":material/error:")
        st.stop()


main()
