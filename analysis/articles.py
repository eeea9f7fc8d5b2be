"""Article files -> Articles. Encodings are detected and mojibake repaired before any offset is computed."""

import codecs
import datetime
import pathlib
import re
import warnings
from collections.abc import Callable, Iterable

from analysis.errors import ArticleError
from analysis.schema import Article, Paragraph

DATE_LINE = re.compile(r"\s*date\s+(\d{4}-\d{2}-\d{2})\s+(\S.*)")
LONG_FIRST_LINE = 30  # words; a first line longer than any headline is a paragraph as well
# ftfy would turn curly quotation marks into straight ones, and ligatures or full-width letters into other text: marks decide spans here.
FTFY = {"uncurl_quotes": False, "fix_latin_ligatures": False, "fix_character_width": False, "normalization": None}
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def decode(content: bytes, name: str) -> str:
    """The text of a file's bytes: UTF-8, UTF-16 with a byte-order mark, or the encoding that fits best; mojibake repaired, line ends unified.

    Raises:
        ArticleError: `content` is empty or no text.
    """
    import charset_normalizer
    import ftfy

    encoding = next((e for bom, e in BOMS.items() if content.startswith(bom)), "utf-8")
    if encoding != "utf-16" and b"\0" in content[:65536]:
        raise ArticleError(f"{name}: is a binary file, not text. Save the article as plain text (UTF-8) and try again.")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        best = charset_normalizer.from_bytes(content[:200_000]).best()
        if best is None:
            raise ArticleError(f"{name}: its encoding cannot be told. Save the article as UTF-8 text and try again.") from None
        text = content.decode(best.encoding, errors="replace")
    text = str(ftfy.fix_text(text.replace("\r\n", "\n").replace("\r", "\n"), **FTFY))
    if not text.strip():
        raise ArticleError(f"{name}: is empty. Expected a line ' date YYYY-MM-DD Headline', then one paragraph a line.")
    return text


def parse_article(content: bytes, name: str, *, fictional: bool = False) -> Article:
    """The article in a file's bytes. First line ` date YYYY-MM-DD Headline` (or a bare headline: date unknown), then a paragraph a line.

    Args:
        content: The file's bytes.
        name: The file's name; its stem becomes the article's id.
        fictional: Whether the article is an invented example.

    Raises:
        ArticleError: No text in it.
    """
    text = decode(content, name)
    lines = [(m.start(), m.group()) for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
    _, first = lines[0]
    dated = DATE_LINE.match(first)
    headline, published = first.strip(), None
    if dated:
        headline = dated.group(2).strip()
        try:
            published = datetime.date.fromisoformat(dated.group(1))
        except ValueError as error:
            raise ArticleError(f"{name}:1: {dated.group(1)!r} is no calendar date ({error}). Write it as YYYY-MM-DD.") from None
    body = lines[1:] if dated or (len(lines) > 1 and len(first.split()) <= LONG_FIRST_LINE) else lines
    paragraphs = tuple(
        Paragraph(i, start + len(line) - len(line.lstrip()), start + len(line.rstrip())) for i, (start, line) in enumerate(body)
    )
    return Article(pathlib.PurePath(name).stem, headline, published, text, paragraphs, fictional)


def article_files(paths: Iterable[pathlib.Path]) -> list[pathlib.Path]:
    """The article files among `paths`, each folder replaced by the .txt files directly in it, by name; order kept, no file twice.

    Raises:
        ArticleError: A path does not exist, or a folder holds no .txt file.
    """
    files: dict[pathlib.Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.glob("*.txt") if p.is_file())
            if not inside:
                raise ArticleError(f"{path}: holds no .txt file. Put one article a file into it, or name the files.")
            files.update(dict.fromkeys(inside))
        elif path.exists():
            files[path] = None
        else:
            raise ArticleError(f"{path}: no such file or folder. Check the path.")
    return list(files)


def _warn(error: ArticleError) -> None:
    warnings.warn(str(error), stacklevel=3)


def read_articles(
    paths: str | pathlib.Path | Iterable[str | pathlib.Path], *, on_error: Callable[[ArticleError], None] = _warn
) -> list[Article]:
    """The articles in these files and folders (the .txt files directly in a folder), in order; ids are made unique by a number.

    A file that cannot be read is passed to `on_error` (default: a warning) and the others still load.

    Raises:
        ArticleError: A path is missing, or no file could be read at all.
    """
    given = [paths] if isinstance(paths, (str, pathlib.Path)) else list(paths)
    articles: list[Article] = []
    errors: list[ArticleError] = []
    for path in article_files(pathlib.Path(p) for p in given):
        try:
            article = parse_article(path.read_bytes(), str(path), fictional=path.parent.name == "fictional")
        except OSError as error:
            errors.append(ArticleError(f"{path}: cannot be read ({error.strerror or error}). Check the file and its permissions."))
        except ArticleError as error:
            errors.append(error)
        else:
            articles.append(article)
    if not articles and errors:
        raise ArticleError("no article could be read:\n" + "\n".join(str(e) for e in errors))
    for found in errors:
        on_error(found)
    return unique_ids(articles)


def unique_ids(articles: list[Article]) -> list[Article]:
    """The same articles, a repeated id followed by ~2, ~3, ...: offsets and exports hold on to the id."""
    import dataclasses

    seen: dict[str, int] = {}
    out = []
    for article in articles:
        seen[article.id] = count = seen.get(article.id, 0) + 1
        out.append(article if count == 1 else dataclasses.replace(article, id=f"{article.id}~{count}"))
    return out
