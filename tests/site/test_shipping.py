"""What publishing does to the pages changes their bytes, not what they say nor how they look."""

from __future__ import annotations

import gzip
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import brotli
import pytest

from tools.shipping import minify
from tools.shipping.addresses import CannotShip, named, reference
from tools.shipping.compress import compress
from tools.shipping.headers import COMPILES, CSP, fitting, headers, policies
from tools.shipping.merge import joined, merged
from tools.shipping.purge import purged
from tools.shipping.rename import digest, renamed
from tools.shipping.sheet import read, written
from tools.shipping.site import shipped
from tools.shipping.strict import hashed, strict
from tools.shipping.tags import attributes, tokens, with_values
from tools.shipping.used import in_page, in_script, together

LINK = '<link rel="stylesheet" href="{}">'


def link(*paths: str) -> str:
    return "".join(map(LINK.format, paths))


# -- tags and addresses --------------------------------------------------------------------------


def test_an_attribute_changes_and_nothing_else() -> None:
    html = "<p data-a='1' b = 2 c>a<b>1</b><!-- <p data-a='1'> --><script>'<p data-a=1>'</script>"
    new = with_values(html, lambda _, name, value: f'{value}"é' if name == "data-a" else value)
    assert new == html.replace("data-a='1'", 'data-a="1&quot;é"', 1)


def test_a_bigger_than_sign_in_a_value_ends_no_tag() -> None:
    [token] = tokens('<a title="a > b" href=x>')
    assert attributes(token) == {"title": "a > b", "href": "x"}


ADDRESSES = {
    ("index.html", "assets/a.css"): "assets/a.css",
    ("en/index.html", "../assets/a.css?b#c"): "assets/a.css",
    ("en/index.html", "assets/a.css"): "en/assets/a.css",
    ("404.html", "/folder/assets/a.css"): "assets/a.css",
    ("en/404.html", "/folder/en/../assets/a.css"): "assets/a.css",
    ("404.html", "/other/assets/a.css"): None,
    ("index.html", "../a.css"): None,
    ("index.html", "//example.com/a.css"): None,
    ("index.html", "data:,a"): None,
    ("index.html", "#a"): None,
    ("index.html", ""): None,
}


@pytest.mark.parametrize(("page", "said"), ADDRESSES)
def test_what_a_page_names(page: str, said: str) -> None:
    assert named(page, said, "/folder/") == ADDRESSES[page, said]


def test_a_page_names_a_file_as_it_did() -> None:
    assert reference("en/index.html", "assets/b.css", "assets/a.css") == "../assets/b.css"
    assert reference("404.html", "assets/b.css", "/f/assets/a.css", "/f/") == "/f/assets/b.css"


# -- merge ---------------------------------------------------------------------------------------

SHEETS = {
    "assets/one/a.css": '@charset "utf-8"; a{b:url("i.svg")}',
    "en/assets/one/a.css": "a{b:url(i.svg)}",
    "assets/p.css": "p{c:d}",
}


def test_sheets_of_one_page_are_one_in_their_order() -> None:
    page = f"<title>a</title>{link('assets/p.css')}<script>f()</script>{link('assets/one/a.css')}"
    pages, made = merged({"index.html": page}, SHEETS)
    [(path, members)] = made.items()
    assert pages["index.html"] == f"<title>a</title>{link(path)}<script>f()</script>"
    assert joined(path, members) == "p{c:d}\na{b:url(../one/i.svg)}"


def test_pages_with_the_same_list_share_the_file() -> None:
    same, other = link("assets/p.css", "assets/one/a.css"), link("assets/p.css")
    pages, made = merged({"a.html": same, "b.html": same, "c.html": other}, SHEETS)
    assert pages["a.html"] == pages["b.html"] != pages["c.html"]
    assert len(made) == 2


def test_languages_that_publish_the_same_file_share_it() -> None:
    files = {"assets/p.css": "p{}", "en/assets/p.css": "p{}"}
    html = link("assets/p.css")
    pages, made = merged({"index.html": html, "en/index.html": html}, files)
    [path] = made
    assert pages == {"index.html": link(path), "en/index.html": link(f"../{path}")}


def test_a_sheet_for_one_medium_stays_so() -> None:
    html = '<link rel="stylesheet" media="print" href="assets/p.css">'
    _, made = merged({"index.html": html}, SHEETS)
    assert list(made.values()) == [("@media print{p{c:d}}",)]


def test_scripts_are_one_and_each_ends() -> None:
    html = '<script defer src="a.js"></script><script defer src="b.js"></script>'
    later = '<script src="a.js"></script><script type="module" src="a.js" defer></script>'
    pages, made = merged({"i.html": html + later}, {"a.js": "f() // f", "b.js": "g()"})
    [(path, members)] = made.items()
    assert joined(path, members) == "f() // f\n;g()"
    assert pages["i.html"] == f'<script defer src="{path}"></script>{later}'


def test_what_is_missing_is_named_with_its_page() -> None:
    with pytest.raises(CannotShip, match=r"^a\.html asks for assets/none\.css"):
        merged({"a.html": link("assets/none.css")}, {})
    with pytest.raises(CannotShip, match=r"^a\.html asks for assets/none\.svg"):
        renamed({"a.html": '<img src="assets/none.svg">'}, {})


# -- purge ---------------------------------------------------------------------------------------


def kept(css: str, html: str, script: str = "") -> str:
    """What stays of a sheet, on one line."""
    used = together([in_page(html), in_script(script)])
    return minify.sheet(written(purged(read(css), used)))


PAGE = '<p class="a b" id="i" data-x="1"><svg></svg><details><a href="h">'
NEEDED = [
    "p", ".a", ".a.b", "#i", "p>svg", "html", "*", "[data-x]", '[href^="h"]', "details[open]",
    ":root", "::selection", "a:hover", "a:not(.never)", ":is(.never,.a)", "p:has(svg)",
    "p::before", "a:nth-child(2n +1)", "&:hover",
]  # fmt: skip
DEAD = [
    "table", ".never", ".a.never", ".never p", "p>.never", "#never", "[data-never]",
    ":is(.never,.nor)", "p:has(table)", "dialog[open]", ".A",
]  # fmt: skip


@pytest.mark.parametrize("selector", NEEDED)
def test_a_rule_that_a_page_may_match_stays(selector: str) -> None:
    assert kept(f"{selector}{{c:d}}", PAGE) == f"{selector}{{c:d}}"


@pytest.mark.parametrize("selector", DEAD)
def test_a_rule_that_no_page_matches_goes(selector: str) -> None:
    assert kept(f"{selector}{{c:d}}", PAGE) == ""
    assert kept(f"{selector},p{{c:d}}@media print{{{selector}{{c:d}}}}", PAGE) == "p{c:d}"


SCRIPTED = {
    ".shown": "e.classList.add('shown')",
    "table": 'document.createElement("table")',
    "td": "e.innerHTML = `<td>`",
    "dialog[open]": "make('dialog')",
    "p[aria-pressed]": "e.ariaPressed = 1",
    "p[data-so-far]": "e.dataset.soFar = 1",
    "p[hidden]": "e.hidden = 1",
}


@pytest.mark.parametrize("selector", SCRIPTED)
def test_a_rule_for_what_a_script_adds_stays(selector: str) -> None:
    rule = f"{selector}{{c:d}}"
    assert kept(rule, "<p>", SCRIPTED[selector]) == rule
    assert kept(rule, f"<p><script>{SCRIPTED[selector]}</script>") == rule


def test_a_short_variable_is_no_tag() -> None:
    assert kept("td{c:d}", "<p>", "let td = 1; td.table()") == ""


def test_blocks_in_blocks() -> None:
    css = "@media print{@supports (a:b){p{c:d;& .never{e:f}& a{g:h!important}}}}p{.never{i:j}}"
    left = "@media print{@supports (a:b){p{c:d;& a{g:h!important}}}}"
    assert kept(css, PAGE).replace(";}", "}") == left


def test_properties_that_nobody_reads_go_with_their_chain() -> None:
    css = ":root{--a:1;--b:var(--a);--c:var(--b);--d:2;--e:3;--f:4}.never{c:var(--c)}p{c:var(--d)}"
    html, script = '<p style="c:var(--e)">', "style.getPropertyValue('--f')"
    assert kept(css, html, script) == ":root{--d:2;--e:3;--f:4}p{c:var(--d)}"


def test_animations_that_nobody_starts_go() -> None:
    css = "@keyframes on{to{c:d}}@keyframes off{to{c:d}}p{animation:1s on}"
    assert kept(css, "<p>") == "@keyframes on{to{c:d}}p{animation:1s on}"
    assert "off" in kept(css, "<p>", "e.animate('off')")


def test_other_rules_stay_as_they_are() -> None:
    css = '@font-face{font-family:"A";src:url(a.woff2)}@layer a,b;@page :first{margin:1cm}'
    assert kept(css, "<p>") == css


def test_what_cannot_be_read_is_no_sheet() -> None:
    with pytest.raises(ValueError, match="line 2"):
        read("p{}\n}")


# -- minify --------------------------------------------------------------------------------------

FOLDED = {
    "<p>\n  a  <b> b </b>\n c </p> <p> d </p>": "<p>a <b> b </b> c</p><p>d</p>",
    "<p>a<!-- b --> c</p>": "<p>a c</p>",
    "<p>a <!-- b --> c</p>": "<p>a c</p>",
    "<pre>\n a  <b> b</b>\n</pre> <p>": "<pre>\n a  <b> b</b>\n</pre><p>",
    "<p>a <pre> </pre> b": "<p>a<pre> </pre>b",
    "a <textarea> b\n c </textarea> d": "a <textarea> b\n c </textarea> d",
    "<p>a <svg> <g> <text> a  b </text> </g> </svg> b": "<p>a <svg><g><text>a b</text></g></svg> b",
    "<p>a <img alt='a  b'> <button> b </button>": "<p>a <img alt='a  b'> <button> b </button>",
    "<p>10\u00a0 km": "<p>10\u00a0 km",
    "<p>a <br> b": "<p>a<br>b",
    "<title> a \n b </title>": "<title> a b </title>",
    '<script type="application/ld+json"> {"a":  1} </script>': (
        '<script type="application/ld+json">{"a":  1}</script>'
    ),
    "<script> f( 1 ) // f\n</script><style> a { b: c } </style>": (
        "<script>f(1)</script><style>a{b:c}</style>"
    ),
    "<ul> <li> <a>a</a> </li> </ul>": "<ul><li><a>a</a></li></ul>",
}


@pytest.mark.parametrize("html", FOLDED)
def test_spaces_that_nobody_sees_go(html: str) -> None:
    assert minify.page(html) == FOLDED[html]
    assert minify.page(FOLDED[html]) == FOLDED[html]


def test_scripts_keep_the_names_that_others_may_use() -> None:
    given = {"a.js": "function open(word) { return word + `a  b`; } // c", "b.js": "open('d')"}
    made = minify.scripts(given)
    assert made == {"a.js": 'function open(n){return n+"a  b"}', "b.js": 'open("d");'}


def test_code_is_shorter_and_the_same() -> None:
    assert minify.script("const a = `x  ${ b }`; // c\nlet d = /a  b/;") == (
        "const a=`x  ${ b }`;let d=/a  b/;"
    )
    assert minify.sheet("a > b { --c: d  e; width: calc(1px + 2px) }") == (
        "a>b{--c:d e;width:calc(1px + 2px)}"
    )


# -- names ---------------------------------------------------------------------------------------


def test_files_are_named_after_what_they_hold() -> None:
    files = {
        "assets/x/a.css": b"a{b:url(../i.svg#j)}",
        "assets/i.svg": b"<svg/>",
        "en/assets/b.js": b"1",
    }
    html = (
        f'{link("../assets/x/a.css")}<script data-then="assets/b.js" data-root="../"></script>'
        '<a href="../assets/i.svg">the same for who follows it</a>'
    )
    pages, made = renamed({"en/index.html": html}, files)
    svg = f"assets/i.{digest(b'<svg/>')}.svg"
    css = f"a{{b:url({svg.removeprefix('assets/')})}}".encode()
    assert made == {
        svg: b"<svg/>", f"assets/a.{digest(css)}.css": css, f"assets/b.{digest(b'1')}.js": b"1",
    }  # fmt: skip
    assert link(f"../assets/a.{digest(css)}.css") in pages["en/index.html"]
    assert f'data-then="../assets/b.{digest(b"1")}.js" data-root="../"' in pages["en/index.html"]
    assert '<a href="../assets/i.svg">' in pages["en/index.html"]


def test_what_runs_programs_has_its_hash_already() -> None:
    html = '<script data-lab="assets/lab/run-1.js" data-index="search/search_index.json"></script>'
    assert renamed({"a.html": html}, {}) == ({"a.html": html}, {})


# -- policy --------------------------------------------------------------------------------------


def test_styles_of_attributes_become_classes_that_nothing_overrides() -> None:
    page = strict(
        "<head></head><svg class='k' style=\"fill: none; --w:4\"><path style=';'/></svg>"
        "<style>#d{e:f}</style><p style=a:b>"
    )
    [name] = re.findall(r"\.(s\w+)\{", page)
    rule = f".{name}{{fill: none!important;--w:4!important}}#d{{e:f}}"
    assert page.startswith(f"<head><style>{rule}</style></head>")
    assert f"<svg class='{name} k'><path/></svg><p" in page


def test_examples_and_data_are_not_markup() -> None:
    data = '<script type="application/json">{"a": "<p style=\'b:c\'>"}</script>'
    html = f'<head></head>{data}<code>&lt;p style="b:c"&gt;</code><!-- <p style="b:c"> -->'
    assert strict(html) == html


INLINE = "<script>f()</script><script type='application/ld+json'>{}</script><script src=a></script>"


def test_only_pages_with_programs_may_compile() -> None:
    pages = {"a.html": INLINE, "b.html": f"<p data-lab=1><style>a{{}}</style>{INLINE}"}
    said = policies(pages, "data-lab=")
    assert f"script-src 'self' {hashed('f()')};" in said["a.html"]
    assert f"script-src 'self' {hashed('f()')} {COMPILES};" in said["b.html"]
    assert hashed("a{}") in said["b.html"] and hashed("a{}") not in said["a.html"]
    assert "unsafe-inline" not in str(said) and "unsafe-eval'" not in said["a.html"]


def test_the_file_says_it_for_each_name_of_a_page() -> None:
    pages = {"index.html": "", "en/index.html": "", "en/a.html": "", "b.html": "data-lab="}
    rules = re.findall(r"^/.*", headers(pages, "data-lab=", ["/k/*"]), re.M)
    assert rules == [
        "/*", "/k/*", "/index.html", "/", "/en/index.html", "/en/", "/en/a.html", "/en/a",
    ]  # fmt: skip


def test_more_than_hosts_read_is_said() -> None:
    assert fitting({"/a": {CSP: "b"}}) == f"/a\n  {CSP}: b\n"
    with pytest.raises(CannotShip, match="101 rules"):
        fitting({f"/{number}": {"a": "b"} for number in range(101)})
    with pytest.raises(CannotShip, match=r"a line of 20\d\d characters"):
        fitting({"/a": {CSP: "b" * 2000}})


# -- compress ------------------------------------------------------------------------------------


def test_both_are_beside_what_becomes_smaller(tmp_path: Path) -> None:
    site, cache = tmp_path / "site", tmp_path / "cache"
    site.mkdir()
    big = os.urandom(1000) * 1000
    files = {
        "a.html": b"a" * 500,
        "b.js": b"b",
        "c.wasm": big,
        "d.png": b"d" * 500,
        "e.zip": b"e" * 99,
    }
    for name, content in files.items():
        (site / name).write_bytes(content)
    for name in ("e.zip.gz", "e.zip.br"):
        (site / name).write_bytes(b"as the bundle made it")
    compress(site, cache)
    made = {path.name for path in site.iterdir()} - set(files)
    assert made == {"a.html.br", "a.html.gz", "c.wasm.br", "c.wasm.gz", "e.zip.br", "e.zip.gz"}
    assert brotli.decompress((site / "c.wasm.br").read_bytes()) == big
    assert gzip.decompress((site / "a.html.gz").read_bytes()) == files["a.html"]
    for name in ("e.zip.gz", "e.zip.br"):
        assert (site / name).read_bytes() == b"as the bundle made it"
    for path in cache.iterdir():
        path.write_bytes(b"kept")
    (site / "c.wasm.br").unlink()
    compress(site, cache)
    assert (site / "c.wasm.br").read_bytes() == b"kept"


# -- the whole way -------------------------------------------------------------------------------


def test_the_whole_way() -> None:
    """Dead rules go, but not a colour that only a later sheet reads, nor what a script adds."""
    files = {
        "assets/a.css": b":root{--a:1;--b:2;--c:3} p{c:var(--a)} .run{d:e} .never{f:g}",
        "assets/late.css": b".run{c:var(--b)}",
        "assets/dead.css": b"p{}",
        "assets/a.js": b"'run'  // adds it",
    }
    script = '<script defer src="assets/a.js"></script>'
    html = f'<html data-late="assets/late.css"><head>{link("assets/a.css")}{script}</head>\n<p>'
    site = shipped({"a.html": html}, files, [])
    texts = {name.partition(".")[0]: content.decode() for name, content in site.files.items()}
    assert texts == {
        "assets/style": ":root{--a:1;--b:2}p{c:var(--a)}.run{d:e}",
        "assets/late": ".run{c:var(--b)}",
        "assets/page": '"run";',
    }
    assert all(name in site.pages["a.html"] for name in site.files)


# -- the site ------------------------------------------------------------------------------------


class Said(HTMLParser):
    """What a page says: its tags with their attributes, its words, and code to the letter."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[object] = []
        self._code = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._code += tag == "pre"
        self.said.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag == "pre"
        self.said.append(tag)

    def handle_data(self, data: str) -> None:
        if self._code:
            self.said.append(data)
        elif not (self.get_starttag_text() or "").startswith(("<script", "<style")):
            self.said += data.split()


def test_fewer_bytes_say_the_same(again: Path) -> None:
    pages = sorted((again / "written").rglob("*.html"))
    assert len(pages) > 30
    for path in pages:
        html = path.read_text("utf8")
        small = minify.page(html)
        assert Said(small).said == Said(html).said, path.name
        assert len(small) < len(html)


def test_two_builds_are_the_same_to_the_byte(site: Path, again: Path) -> None:
    one, two = ({p.relative_to(f): p for p in f.rglob("*.*")} for f in (site, again / "site"))
    assert sorted(one) == sorted(two)
    other = [str(n) for n in one if one[n].is_file() and one[n].read_bytes() != two[n].read_bytes()]
    assert not other, f"not the same in two builds: {other}"


def test_nothing_is_published_that_no_page_asks_for(site: Path) -> None:
    """No sheet nor script is left of those that were merged."""
    html = "\n".join(path.read_text("utf8") for path in site.rglob("*.html"))
    found = [path for kind in ("css", "js") for path in site.rglob(f"assets/**/*.{kind}")]
    left = [path for path in found if "lab" not in path.parts and path.name not in html]
    assert found and not left
