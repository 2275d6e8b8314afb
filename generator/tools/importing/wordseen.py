"""A Word document without what its reader does not see: revisions accepted, wrappers opened, hidden words and contents gone."""

from __future__ import annotations

import re
from copy import deepcopy

from generator.tools.importing.wordstyles import Styles
from generator.tools.importing.wordtold import Told
from generator.tools.importing.wordtree import (
    A_,
    M_,
    MC_,
    V_,
    W_,
    Tree,
    at,
    new_element,
    put_instead,
    remove_block,
    switched,
    text_of,
    value,
)

_DELETED = ("del", "moveFrom")
_OPENED = ("ins", "moveTo", "smartTag", "customXml", "dir", "bdo")
_DRAWN = ("drawing", "pict", "object")


def leave_what_is_seen(tree: Tree, styles: Styles, told: Told) -> None:
    """Take out of a tree what is not seen, and what stands in the way of the rest."""
    _choose(tree)
    _accept(tree, told)
    _open_wrappers(tree)
    _drop_contents(tree, styles, told)
    _drop_hidden(tree, styles, told)
    _part_runs(tree)


def _choose(tree: Tree) -> None:
    """Of alternatives the one that shows something; of a vector picture and its raster image the image."""
    for alternative in list(tree.iter(f"{MC_}AlternateContent")):
        if alternative.getparent() is None:
            continue
        options = [e for e in alternative if e.tag in (f"{MC_}Choice", f"{MC_}Fallback")]
        best = next((o for o in options if _shows(o)), options[0] if options else None)
        put_instead(alternative, list(best) if best is not None else [])
    for vector in [e for e in tree.iter() if isinstance(e.tag, str) and e.tag.endswith("}svgBlip")]:
        if vector.getparent() is not None:
            vector.getparent().remove(vector)


def _shows(option: Tree) -> bool:
    return any(
        e.tag
        in (f"{W_}t", f"{A_}blip", f"{V_}imagedata", f"{V_}textpath", f"{W_}numFmt", f"{M_}oMath", f"{W_}sym")
        or (isinstance(e.tag, str) and e.tag.endswith(("}relIds", "}chart")))
        for e in option.iter()
    )


def _accept(tree: Tree, told: Told) -> None:
    """Revisions as accepted: deleted words, rows and cells go, paragraphs whose mark was deleted go on in the next."""
    for paragraph in list(tree.iter(f"{W_}p")):
        mark = at(paragraph, "pPr", "rPr")
        if mark is not None and (at(mark, "del") is not None or at(mark, "moveFrom") is not None):
            following = paragraph.getnext()
            if following is not None and following.tag == f"{W_}p":
                properties = at(following, "pPr")
                place = 0 if properties is None else 1
                for part in [e for e in paragraph if e.tag != f"{W_}pPr"][::-1]:
                    following.insert(place, part)
                paragraph.getparent().remove(paragraph)
            elif not text_of(paragraph):
                remove_block(paragraph)
    for name in _DELETED:
        for element in list(tree.iter(W_ + name)):
            parent = element.getparent()
            if parent is None or parent.tag in (f"{W_}rPr", f"{W_}pPr"):
                continue
            if parent.tag == f"{W_}trPr":
                row = parent.getparent()
                if row.getparent() is not None:
                    told.deleted += 1
                    row.getparent().remove(row)
            else:
                told.deleted += 1
                parent.remove(element)
    for mark in list(tree.iter(f"{W_}cellDel")):
        cell = mark.getparent().getparent()
        if cell is not None and cell.getparent() is not None:
            told.deleted += 1
            cell.getparent().remove(cell)
    for table in list(tree.iter(f"{W_}tbl")):
        if at(table, "tr") is None and next(table.iter(f"{W_}tr"), None) is None:
            table.getparent().remove(table)


def _open_wrappers(tree: Tree) -> None:
    """Content controls, tags and accepted insertions give way to what they hold; prompts nobody filled in are gone."""
    for control in list(tree.iter(f"{W_}sdt"))[::-1]:
        content = at(control, "sdtContent")
        prompt = switched(at(control, "sdtPr", "showingPlcHdr"))
        kept = [] if prompt or content is None else list(content)
        put_instead(control, kept)
    for name in _OPENED:
        for element in list(tree.iter(W_ + name))[::-1]:
            parent = element.getparent()
            if parent is not None and parent.tag not in (f"{W_}rPr", f"{W_}trPr"):
                put_instead(
                    element,
                    [e for e in element if e.tag not in (f"{W_}smartTagPr", f"{W_}customXmlPr")],
                )
    for ruby in list(tree.iter(f"{W_}ruby")):
        base = at(ruby, "rubyBase")
        run = ruby.getparent()
        if base is not None and run is not None and run.tag == f"{W_}r":
            put_instead(run, list(base))


def _drop_contents(tree: Tree, styles: Styles, told: Told) -> None:
    """Tables of contents go: their lines repeat the headings, and page numbers mean nothing on the web."""
    for paragraph in list(tree.iter(f"{W_}p")):
        names = styles.names(paragraph)
        if names and re.fullmatch(r"(toc|目录) ?\d.*|toc heading", names[0]):
            told.contents += bool(text_of(paragraph))
            remove_block(paragraph)


def _drop_hidden(tree: Tree, styles: Styles, told: Told) -> None:
    for row in list(tree.iter(f"{W_}tr")):
        if switched(at(row, "trPr", "hidden")):
            told.hidden.append(text_of(row))
            row.getparent().remove(row)
    for run in list(tree.iter(f"{W_}r")):
        paragraph = next(run.iterancestors(f"{W_}p"), None)
        if styles.hides(run, paragraph):
            if words := text_of(run).strip():
                told.hidden.append(words)
            run.getparent().remove(run)
            if paragraph is not None and not _holds(paragraph):
                remove_block(paragraph)
    told.hidden[:] = [text for text in told.hidden if text]


def _holds(paragraph: Tree) -> bool:
    return any(e.tag not in (f"{W_}pPr", f"{W_}bookmarkStart", f"{W_}bookmarkEnd") for e in paragraph)


def _part_runs(tree: Tree) -> None:
    """A drawing gets a run of its own: the converter drops the words that share one with it."""
    for run in list(tree.iter(f"{W_}r")):
        drawn = [part for part in run if part.tag in {W_ + name for name in _DRAWN}]
        if not drawn or len(drawn) == len(run):
            continue
        properties = at(run, "rPr")
        runs: list[Tree] = []
        for part in [part for part in run if part is not properties]:
            if part in drawn or not runs or runs[-1][-1] in drawn:
                runs.append(new_element("r"))
                if properties is not None:
                    runs[-1].append(deepcopy(properties))
            runs[-1].append(part)
        put_instead(run, runs)


def open_fields(tree: Tree) -> None:
    """Fields give way to what they show: the converter drops the result of all but links. Links stay."""
    for field in list(tree.iter(f"{W_}fldSimple")):
        if not _is_link(value(field, "instr") or ""):
            put_instead(field, list(field))
    opened: list[tuple[list[Tree], list[str]]] = []
    for element in list(tree.iter(f"{W_}fldChar", f"{W_}instrText")):
        kind = value(element, "fldCharType") if element.tag == f"{W_}fldChar" else "code"
        if kind == "begin":
            opened.append(([], []))
        if not opened:
            continue
        parts, code = opened[-1]
        parts.append(element)
        code.append((element.text or "") if kind == "code" else "")
        if kind == "end":
            opened.pop()
            if not _is_link("".join(code)):
                for part in parts:
                    part.getparent().remove(part)


def _is_link(code: str) -> bool:
    return code.strip().upper().startswith("HYPERLINK")
