"""The dashboard's pages, one file each (overview, quotes, people, review, articles, method), and what they share: address (the URL), filters,
loading and jobs (articles in), correcting (forms), article and markup (words of an article on the page), labels (in plain words), figures (charts).

Only here and in dashboard.py: streamlit. Words of an article reach the page only through html.escape (markup.py), as data of the article
element, or in data frames and charts: never as Markdown.
"""
