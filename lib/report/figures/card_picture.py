"""The dataset card as a picture of its first page."""

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from matplotlib.figure import Figure

from lib.report import style
from lib.report.cardpage import Page, Span


@style.styled
def card_picture(markdown: str, height: float = 17.0) -> Figure:
    """Set the card in type.

    Parameters
    ----------
    markdown : str
        What :func:`lib.report.card.render_card` returns. Headings, paragraphs,
        lists, quotes, tables, code blocks, bold and code are drawn; pictures are not.
    height : float, optional
        Length of the page at most, inches. What does not fit is left out, whole
        blocks at a time, and the last line says so.

    Returns
    -------
    Figure
    """
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    page = Page(height)
    page.close(complete=all(_draw(page, block) for block in _blocks(tokens)))
    return page.figure


def _blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Split the token stream at its top-level blocks, lists at their items."""
    block: list[Token] = []
    depth = 0
    for token in tokens:
        block.append(token)
        depth += token.nesting
        if depth == 0 or (depth == 1 and token.type == "list_item_close"):
            yield block
            block = []


def _draw(page: Page, block: Sequence[Token]) -> bool:
    """Draw a block; False where the page has no room for it."""
    kinds = {token.type for token in block}
    inline = [token for token in block if token.type == "inline"]
    if "table_open" in kinds:
        head = [token for token in block if token.type == "th_open"]
        return page.table(_cells(block), ["right" in str(token.attrs) for token in head])
    if fences := [token for token in block if token.type == "fence"]:
        return page.code(fences[0].content.rstrip("\n").split("\n"))
    if kinds == {"bullet_list_close"}:
        page.gap(0.08)
    if not inline or any(child.type == "image" for child in inline[0].children or []):
        return True
    spans = [span for token in inline for span in _spans(token)]
    if "heading_open" in kinds:
        level = next(int(token.tag[1]) for token in block if token.type == "heading_open")
        return page.heading(spans, level)
    mark = "•" if "list_item_open" in kinds else "|" if "blockquote_open" in kinds else ""
    return page.paragraph(spans, mark)


def _spans(inline: Token) -> list[Span]:
    spans: list[Span] = []
    bold = italic = False
    for token in inline.children or []:
        if token.tag == "strong":
            bold = token.nesting == 1
        elif token.tag == "em":
            italic = token.nesting == 1
        elif token.tag == "br":
            spans.append(Span(" ", bold, italic))
        elif token.content:
            spans.append(Span(token.content, bold, italic, code=token.type == "code_inline"))
    return spans


def _cells(block: Sequence[Token]) -> list[list[list[Span]]]:
    rows: list[list[list[Span]]] = []
    for token in block:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_spans(token))
    return rows
