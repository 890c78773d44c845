"""The box of a program in a reader's browser: Run, Stop, Edit, Reset, what to break, and what the
page says of each run. The programs run for real, but where a worker must misbehave on request."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Witness
from tests.includes import ROOT

SLOW = 60_000  # milliseconds: Python loads once for each test, on whatever machine
SAME = "Sortie identique à la transcription, octet pour octet."
DIFFERS = "La sortie diffère de la transcription, à partir de la ligne"
WORKER = """
const say = (message) => postMessage(message);
onmessage = ({ data }) => {
  if (data.type === "start") say({ type: "ready" });
  else {
    const done = { type: "done", id: data.id, wire: "", pcap: new Uint8Array() };
    %s
  }
};
"""


def box(page: Page, url: str, name: str) -> Locator:
    """The box of one program, in a page just opened."""
    page.goto(url)
    return page.locator(f"#program-{name}")


def go(box: Locator) -> Locator:
    return box.locator(".program__go")


def run(box: Locator) -> str:
    """Press Run, wait for the end; what the page says then."""
    go(box).click()
    return ended(box)


def ended(box: Locator) -> str:
    status = box.locator(".program__status")
    expect(status).to_contain_text("Terminé", timeout=SLOW)
    expect(go(box)).to_contain_text("Exécuter")
    return status.inner_text()


def faked(page: Page, script: str) -> None:
    """Put another worker in the place of ours, which does `script` when it is asked to run."""
    body = WORKER % script
    page.context.route(
        "**/worker-*.js", lambda route: route.fulfill(body=body, content_type="text/javascript")
    )


def typed(page: Page, box: Locator, text: str) -> None:
    """Put this program in the place of the one in the box."""
    box.locator(".program__edit").click()
    expect(box.get_by_role("textbox", name="snippets/")).to_be_focused(timeout=SLOW)
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def test_nothing_comes_before_it_is_wanted(page: Page, witness: Witness, origin: str) -> None:
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    page.wait_for_load_state("networkidle")
    assert not [url for url in witness.asked if "/assets/lab/" in url or "/run." in url]
    with page.expect_request("**/worker-*.js"):
        go(resolve).focus()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_run_takes_the_place_of_its_transcript(page: Page, origin: str, language: str) -> None:
    home = origin if language == "fr" else f"{origin}/en"
    resolve = box(page, f"{home}/dns.html", "dns-resolve")
    recorded = resolve.locator(".language-console").first
    before = resolve.bounding_box()
    go(resolve).focus()
    page.keyboard.press("Enter")
    same = SAME if language == "fr" else "Same output as the transcript, byte for byte."
    expect(resolve.locator(".program__status")).to_contain_text(same, timeout=SLOW)
    expect(go(resolve)).to_be_focused()
    expect(recorded).to_be_hidden()
    expect(resolve.locator(".program__output")).to_contain_text("A     203.0.113.10")
    after = resolve.bounding_box()
    assert before and after and abs(before["width"] - after["width"]) < 1
    resolve.locator(".program__back").click()
    expect(recorded).to_be_visible()
    expect(go(resolve)).to_be_focused()


def test_a_break_is_compared_with_its_own_transcript(page: Page, origin: str) -> None:
    download = box(page, f"{origin}/tcp.html", "tcp-download")
    assert download.locator(".program__arguments input").input_value() == "/lines.txt"
    download.locator("summary").first.click()
    download.locator("li", has=page.locator("[value=tcp-segment-lost]")).get_by_role(
        "spinbutton"
    ).fill("2")
    assert SAME in run(download)
    blocks = download.locator(".language-console")
    expect(blocks.nth(0)).to_be_visible()
    expect(blocks.nth(1)).to_be_hidden()
    assert "--break tcp-segment-lost=2 " in blocks.nth(2).inner_text()


def test_a_number_given_before_the_script_is_there_counts(page: Page, origin: str) -> None:
    """A slow network: the reader is quicker than the code that ticks the break's box."""
    held: list[Route] = []
    page.route("**/assets/lab/program-*.js", lambda route: held.append(route))
    download = box(page, f"{origin}/tcp.html", "tcp-download")
    download.locator("summary").first.click()
    line = download.locator("li", has=page.locator("[value=tcp-segment-lost]"))
    line.get_by_role("spinbutton").fill("2")
    while not held:
        page.wait_for_timeout(20)
    for route in held:
        route.continue_()
    assert SAME in run(download)
    expect(line.get_by_role("checkbox")).to_be_checked()


def test_a_run_that_differs_says_from_where(page: Page, origin: str) -> None:
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    resolve.locator(".language-console code").evaluate(
        "code => { code.textContent = code.textContent.replace('TTL 3600', 'TTL 3601') }"
    )
    assert f"{DIFFERS} 3." in run(resolve)
    resolve.locator(".program__arguments input").fill("www.example.net")
    said = run(resolve)
    assert SAME not in said and DIFFERS not in said
    assert "pas d’exécution enregistrée de cette commande" in said


def test_edit_download_reset(page: Page, origin: str) -> None:
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    typed(page, resolve, "import sys\nprint('a <b>')\nprint('é', file=sys.stderr)\nsys.exit(3)")
    assert "(code 3)" in run(resolve)
    assert "Programme modifié" in resolve.locator(".program__status").inner_text()
    output = resolve.locator(".program__output")
    assert "a <b>" in output.inner_text()
    assert output.locator(".err").inner_text().endswith("é\n") or "é" in output.inner_text()
    link = resolve.locator(".program__bar a")
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "resolve.py"
    assert "sys.exit(3)" in Path(download.value.path()).read_text("utf8")
    resolve.locator(".program__reset").click()
    expect(resolve.locator(".language-python")).to_be_visible()
    expect(output).to_have_count(0)
    assert link.get_attribute("href", timeout=1000) in (
        "snippets/dns/resolve.py",
        f"{origin}/snippets/dns/resolve.py",
    )
    assert SAME in run(resolve)


def test_the_keyboard_leaves_the_editor(page: Page, origin: str) -> None:
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    typed(page, resolve, "if x:\n")
    editor = resolve.get_by_role("textbox", name="snippets/")
    page.keyboard.press("Tab")
    expect(editor).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(editor).not_to_be_focused()


def test_stop_then_run_again(page: Page, origin: str) -> None:
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    typed(page, resolve, "import re\nprint('so far')\nre.match('(a+)+$', 'a' * 60 + 'b')")
    go(resolve).click()
    output = resolve.locator(".program__output")
    expect(output).to_contain_text("so far", timeout=SLOW)
    page.wait_for_timeout(500)
    go(resolve).click()
    expect(resolve.locator(".program__status")).to_have_text("Arrêté.")
    expect(go(resolve)).to_be_focused()
    expect(output).to_contain_text("so far")
    resolve.locator(".program__reset").click()
    assert SAME in run(resolve)


def test_programs_of_a_page_take_turns(page: Page, origin: str) -> None:
    faked(page, "if (data.path.endsWith('stub.py')) say({ ...done, status: 0 });")
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    stub = page.locator("#program-dns-stub")
    go(resolve).click()
    expect(resolve.locator(".program__status")).to_contain_text("s’exécute…")
    go(stub).click()
    expect(stub.locator(".program__status")).to_contain_text("attend son tour")
    go(resolve).click()
    ended(stub)


def test_a_very_long_output_is_cut_on_the_screen_only(page: Page, origin: str) -> None:
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    typed(page, resolve, "for n in range(100_000):\n    print('line', n)\n")
    run(resolve)
    more = resolve.locator(".program__more")
    expect(more).to_contain_text("Le milieu de cette sortie n’est pas montré (lignes : ")
    assert resolve.locator(".program__output").inner_text().rstrip().endswith("line 99999")
    with page.expect_download() as download:
        more.locator("a").click()
    lines = Path(download.value.path()).read_text("utf8").splitlines()
    assert lines == [f"line {n}" for n in range(100_000)]


def test_a_picture_is_shown_as_a_picture(page: Page, origin: str) -> None:
    """One on standard output, and one in a file that the program wrote."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="50"/>'
    drawn = f"const drawn = new TextEncoder().encode('{svg}');"
    printed = "say({ type: 'output', id: data.id, stream: 'stdout', data: drawn });"
    written = (
        "say({ type: 'picture', id: data.id, name: 'x.svg', mime: 'image/svg+xml', data: drawn });"
    )
    ended = "say({ ...done, status: 0, milliseconds: 5 });"
    faked(page, drawn + printed + written + ended)
    draw = box(page, f"{origin}/timeline.html", "timeline-draw")
    run(draw)
    for name in ("draw.py", "x.svg"):
        image = draw.get_by_role("img", name=f"Image produite par {name}")
        image.scroll_into_view_if_needed()
        page.wait_for_function("image => image.naturalWidth === 120", arg=image.element_handle())
    draw.locator(".program__source summary").first.click()
    expect(draw.locator(".program__source code").first).to_have_text(svg)
    expect(draw.locator(".program__output > pre code")).not_to_contain_text("<svg")


def test_a_host_outside_the_lab(page: Page, origin: str) -> None:
    refuse = box(page, f"{origin}/lab.html", "lab-refuse")
    said = run(refuse)
    ending, likeness, advice = (said.index(t) for t in ("(code 2)", SAME, "sortir sur Internet"))
    assert ending < likeness < advice
    assert "www.wikipedia.org" in refuse.locator(".program__output").inner_text()


@pytest.mark.parametrize(("home", "said"), [("", "écrivez la valeur"), ("en/", "write the value")])
def test_a_program_that_reads_the_keyboard(page: Page, origin: str, home: str, said: str) -> None:
    resolve = box(page, f"{origin}/{home}dns.html", "dns-resolve")
    typed(page, resolve, "name = input('Name? ')\n")
    go(resolve).click()
    expect(resolve.locator(".program__status")).to_contain_text(said, timeout=SLOW)
    assert "EOFError" in resolve.locator(".program__output").inner_text()


def test_the_time_limit_is_said(page: Page, origin: str) -> None:
    faked(page, "say({ ...done, status: 130, milliseconds: 20010 });")
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    go(resolve).click()
    expect(resolve.locator(".program__status")).to_contain_text("Arrêté au bout de 20")


@pytest.mark.parametrize(
    ("home", "said"), [("", "Python lui-même a succombé"), ("en/", "Python itself did not survive")]
)
def test_the_end_of_python_is_said(page: Page, origin: str, home: str, said: str) -> None:
    """And the next run has another, which needs no Reset."""
    faked(page, "say({ ...done, status: 1, milliseconds: 5, broken: !data.arguments[1] });")
    resolve = box(page, f"{origin}/{home}dns.html", "dns-resolve")
    go(resolve).click()
    expect(resolve.locator(".program__status")).to_contain_text(said)
    resolve.locator(".program__arguments input").fill("a b")
    go(resolve).click()
    expect(resolve.locator(".program__status")).not_to_contain_text("Python")


@pytest.mark.parametrize(
    "missing",
    ["run-*.js", "manifest-*.json", "program-*.js", "worker-*.js", "stdlib-*", "**/*.wasm*"],
)
def test_without_python_the_page_says_how_to_run(page: Page, origin: str, missing: str) -> None:
    page.context.route(f"**/assets/lab/{missing}", lambda route: route.abort())
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    go(resolve).click()
    expect(resolve.locator(".program__failed")).to_be_visible(timeout=SLOW)
    expect(resolve.locator(".program__how")).to_contain_text("python -m lab run snippets/dns/")
    expect(resolve.locator(".language-console")).to_be_visible()
    expect(go(resolve)).to_contain_text("Exécuter")


def test_progress_is_in_the_megabytes_of_the_language(page: Page, origin: str) -> None:
    faked(page, "")
    body = WORKER.replace("ready", "progress") % ""
    body = body.replace('"progress"', '"progress", loaded: 3_210_000, total: 5_000_000')
    page.context.route(
        "**/worker-*.js", lambda route: route.fulfill(body=body, content_type="text/javascript")
    )
    go(box(page, f"{origin}/dns.html", "dns-resolve")).click()
    loading = page.locator("#program-dns-resolve .program__loading")
    expect(loading).to_contain_text("3,2\u00a0Mo sur 5,0\u00a0Mo")
    assert loading.locator("progress").evaluate("bar => bar.position") == pytest.approx(0.642)


def test_on_a_disk_the_row_says_how(page: Page, witness: Witness, site: Path) -> None:
    """Module scripts do not run there: what is in the page must do."""
    resolve = box(page, (site / "dns.html").as_uri(), "dns-resolve")
    expect(resolve.locator(".program__how")).to_be_visible()
    expect(go(resolve)).to_be_hidden()


def test_without_script_the_row_says_how(browser_without_script: Page, origin: str) -> None:
    resolve = box(browser_without_script, f"{origin}/dns.html", "dns-resolve")
    expect(resolve.locator(".program__how")).to_be_visible()
    expect(go(resolve)).to_be_hidden()


def test_a_click_before_the_script_is_there_is_not_lost(page: Page, origin: str) -> None:
    """A slow network, and a finger, which gives no warning: the button acts once it can."""
    faked(page, "say({ ...done, status: 0 });")
    held: list[Route] = []
    page.context.route("**/assets/lab/run-*.js", lambda route: held.append(route))
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    go(resolve).evaluate("button => button.click()")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    ended(resolve)


def test_the_row_does_not_move_while_the_page_comes(page: Page, origin: str) -> None:
    """Buttons, or how to run it: the style sheet knows which before any script of the end."""
    held: list[Route] = []
    page.context.route("**/*.js", lambda route: held.append(route))
    page.goto(f"{origin}/dns.html", wait_until="commit")
    resolve = page.locator("#program-dns-resolve")
    expect(go(resolve)).to_be_visible()
    expect(resolve.locator(".program__how")).to_be_hidden()
    before = resolve.bounding_box()
    for route in held:
        route.continue_()
    page.wait_for_load_state("load")
    assert held and resolve.bounding_box() == before


def test_what_a_run_shows_is_styled_when_it_is_shown(page: Page, origin: str) -> None:
    """Its style sheet comes with the first run, and is waited for."""
    faked(page, "say({ ...done, status: 0 });")
    held: list[Route] = []
    page.context.route("**/run.*css", lambda route: held.append(route))
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    with page.expect_request("**/run.*css"):
        go(resolve).click()
    page.wait_for_timeout(500)
    expect(resolve.locator(".program__output")).to_have_count(0)
    held[0].continue_()
    ended(resolve)
    prompt = resolve.locator(".program__output .program__label")
    assert prompt.evaluate("label => getComputedStyle(label).color") == "rgb(127, 208, 220)"


def test_a_printed_sheet_has_no_row(page: Page, origin: str) -> None:
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    page.emulate_media(media="print")
    expect(resolve.locator(".program__run")).to_be_hidden()
    expect(resolve.locator(".language-console")).to_be_visible()


def test_the_programs_of_the_tests_are_still_there() -> None:
    for name in ("dns/resolve", "tcp/download", "timeline/draw", "lab/refuse"):
        assert (ROOT / "snippets" / f"{name}.py").exists()
