"""The dashboard's sections, one file each: loading, filters, overview, statements, passages, reader. Only here and in dashboard.py: streamlit.

Words of an article reach the page only through html.escape (markup.py), data frames and charts: never as Markdown.
"""
