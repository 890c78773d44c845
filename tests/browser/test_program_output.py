"""What a run shows in the box of its program, where, and what is left of it afterwards: the
recorded transcript must never be lost, nor a button move away from the pointer."""

from __future__ import annotations

import shlex

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.test_program_box import SAME, SLOW, box, ended, faked, go, run, typed

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
PRINTS = "say({ type: 'output', id: data.id, stream: 'stdout', data: new Uint8Array([%s]) });"
ENDS = "say({ ...done, status: 0, milliseconds: 5 });"
SILENT = "if (data.arguments.includes('silent')) return;"
COPIED = "navigator.clipboard.readText().then((text) => text.startsWith('$ '))"
"""A browser that is busy says that it has copied before the clipboard has it."""
TOP = "button => button.getBoundingClientRect().top"
DECODED = "image => image.complete && image.naturalWidth > 0 && image.naturalWidth"


def prints(text: str | bytes) -> str:
    """The script of a worker whose programs print this."""
    data = text.encode() if isinstance(text, str) else text
    return PRINTS % ",".join(map(str, data))


def status(box: Locator) -> Locator:
    return box.locator(".program__status")


def width(image: Locator) -> int:
    """Of a picture that the browser could draw, in pixels."""
    image.scroll_into_view_if_needed()
    handle = image.page.wait_for_function(DECODED, arg=image.element_handle(timeout=SLOW))
    return int(handle.json_value())


def scrolled(box: Locator, top: int) -> None:
    """Bring the button this far from the top of the window."""
    script = "(button, top) => scrollBy(0, button.getBoundingClientRect().top - top)"
    go(box).evaluate(script, top)
    box.page.wait_for_timeout(300)  # the theme follows


# -- where ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "name", "label"),
    [
        ("dns", "dns-resolve", "Revoir la transcription"),
        ("en/dns", "dns-resolve", "Back to the transcript"),
        ("tcp", "tcp-segments", "Effacer cette sortie"),  # its two transcripts stay
        ("en/rendering", "rendering-paint", "Clear this output"),  # it has none
    ],
)
def test_the_button_says_what_it_gives_back(
    page: Page, origin: str, path: str, name: str, label: str
) -> None:
    faked(page, prints("x") + ENDS)
    program = box(page, f"{origin}/{path}.html", name)
    go(program).click()
    back = program.locator(".program__back")
    expect(back).to_contain_text(label)
    shown = program.locator(".language-console:visible").count()
    back.click()
    expect(program.locator(".program__output")).to_have_count(0)
    replaced = name == "dns-resolve"
    assert program.locator(".language-console:visible").count() == shown - (not replaced)


@pytest.mark.parametrize(
    ("path", "name", "top"), [("tcp", "tcp-segments", 120), ("dns", "dns-resolve", 400)]
)
def test_a_button_stays_where_it_was_pressed(
    either: Browser, origin: str, path: str, name: str, top: int
) -> None:
    context = either.new_context(service_workers="block")
    page = context.new_page()
    faked(page, prints("line\n" * 60) + ENDS)
    program = box(page, f"{origin}/{path}.html", name)
    scrolled(program, top)
    before = go(program).evaluate(TOP)
    go(program).evaluate("button => button.click()")  # Playwright's own click scrolls
    ended(program)
    page.wait_for_timeout(200)
    assert program.locator(".program__output").evaluate("block => block.offsetHeight") > 600
    assert abs(go(program).evaluate(TOP) - before) < 2
    program.locator(".program__back").evaluate("button => button.click()")
    page.wait_for_timeout(200)
    assert abs(go(program).evaluate(TOP) - before) < 2
    context.close()


# -- what is left of it ---------------------------------------------------------------------------


def test_a_run_stopped_before_it_prints_gives_the_transcript_back(page: Page, origin: str) -> None:
    faked(page, SILENT + prints("x") + ENDS)
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    run(resolve)
    transcript = resolve.locator(".language-console").first
    expect(transcript).to_be_hidden()
    resolve.locator(".program__arguments input").fill("silent")
    go(resolve).click()
    expect(status(resolve)).to_contain_text("s’exécute…")
    go(resolve).click()
    expect(status(resolve)).to_have_text("Arrêté.")
    expect(transcript).to_be_visible()
    expect(resolve.locator(".program__output")).to_have_count(0)
    expect(resolve.locator(".program__back")).to_be_hidden()


def test_a_run_that_never_began_leaves_the_picture_of_the_one_before(
    page: Page, origin: str
) -> None:
    faked(page, "if (!data.path.endsWith('draw.py')) return;" + prints(SVG) + ENDS)
    draw = box(page, f"{origin}/timeline.html", "timeline-draw")
    run(draw)
    expect(draw.locator("img")).to_have_count(1)
    go(page.locator(".program:not(#program-timeline-draw)").first).click()
    go(draw).click()
    expect(status(draw)).to_contain_text("attend son tour")
    go(draw).click()
    expect(status(draw)).to_have_text("Arrêté.")
    expect(draw.locator(".program__output img")).to_have_count(1)


# -- what the reader presses, and when ------------------------------------------------------------


def test_a_second_press_while_the_code_loads_does_not_stop(page: Page, origin: str) -> None:
    faked(page, "")
    held: list[Route] = []
    page.context.route("**/assets/lab/program-*.js", lambda route: held.append(route))
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    with page.expect_request("**/assets/lab/program-*.js"):
        go(resolve).click()
    page.wait_for_timeout(1000)  # not a double click
    go(resolve).click()
    assert held
    held[0].continue_()
    expect(status(resolve)).to_contain_text("s’exécute…")
    expect(go(resolve)).to_contain_text("Arrêter")


def test_edit_reset_edit_is_one_editor(page: Page, origin: str) -> None:
    held: list[Route] = []
    page.context.route("**/assets/lab/editor-*.js", lambda route: held.append(route))
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    with page.expect_request("**/assets/lab/editor-*.js"):
        resolve.locator(".program__edit").click()
    resolve.locator(".program__reset").click()
    expect(status(resolve)).to_contain_text("d’origine")
    resolve.locator(".program__edit").click()
    page.wait_for_timeout(500)
    held[0].continue_()
    expect(resolve.get_by_role("textbox", name="snippets/")).to_be_focused(timeout=SLOW)
    page.wait_for_timeout(300)
    expect(resolve.locator(".program__editor")).to_have_count(1)


def test_enter_in_the_arguments_runs_and_does_not_stop(page: Page, origin: str) -> None:
    faked(page, SILENT + prints("x") + ENDS)
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    field = resolve.locator(".program__arguments input")
    field.press("Enter")
    ended(resolve)
    field.fill("silent")
    field.press("Enter")
    expect(status(resolve)).to_contain_text("s’exécute…")
    field.press("Enter")
    expect(go(resolve)).to_contain_text("Arrêter")


# -- what it shows --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("home", "label", "said"),
    [("", "Copier cette sortie", "Copié"), ("en/", "Copy this output", "Copied")],
)
def test_an_output_is_copied_as_a_transcript_is(
    page: Page, origin: str, home: str, label: str, said: str
) -> None:
    lines = "".join(f"a <b> é {n}\n" for n in range(6000))  # more than is shown
    faked(page, prints(lines) + ENDS)
    resolve = box(page, f"{origin}/{home}dns.html", "dns-resolve")
    go(resolve).click()
    expect(resolve.locator(".program__more")).to_be_visible()
    resolve.get_by_role("button", name=label).click()
    expect(page.locator(".toast")).to_have_text(said)
    page.wait_for_function(COPIED)
    command, _, copied = page.evaluate("navigator.clipboard.readText()").partition("\n")
    assert command.startswith("$ python -m lab run snippets/dns/resolve.py")
    assert copied.rstrip("\n") == lines.rstrip("\n")


def test_a_character_cut_at_the_end_is_seen(page: Page, origin: str) -> None:
    faked(page, prints(b"caf\xc3") + ENDS)
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    run(resolve)
    expect(resolve.locator(".program__output code")).to_contain_text("caf\ufffd")


def test_a_picture_that_a_program_writes(page: Page, origin: str) -> None:
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    typed(page, resolve, f"open('a.svg', 'w').write('{SVG}')")
    assert "rien affiché" not in run(resolve)
    assert width(resolve.get_by_role("img", name="Image produite par a.svg")) == 9
    resolve.locator(".program__reset").click()
    assert SAME in run(resolve)


def test_a_picture_that_a_program_prints(page: Page, origin: str) -> None:
    paint = box(page, f"{origin}/rendering.html", "rendering-paint")
    said = run(paint)
    assert "pas d’exécution enregistrée" in said
    assert width(paint.get_by_role("img", name="Image produite par paint.py")) > 100
    expect(paint.locator(".program__output > pre code")).not_to_contain_text("<svg")


@pytest.mark.parametrize(("home", "said"), [("", "non montrées ici"), ("en/", "not shown here")])
def test_of_a_thousand_pictures_some_are_shown(
    page: Page, origin: str, home: str, said: str
) -> None:
    """A page that had them all would answer no more."""
    data = f"const drawn = new TextEncoder().encode('{SVG}');"
    draw = "{ type: 'picture', id: data.id, name: `${n}.svg`, mime: 'image/svg+xml', data: drawn }"
    faked(page, f"{data} for (let n = 0; n < 1000; n++) say({draw}); {ENDS}")
    resolve = box(page, f"{origin}/{home}dns.html", "dns-resolve")
    go(resolve).click()
    more = resolve.locator(".program__more")
    expect(more).to_contain_text(said)
    expect(more).to_contain_text("980")
    expect(resolve.locator(".program__picture")).to_have_count(20)


@pytest.mark.parametrize("given", ['"l\'un" "l\'autre"', "'$HOME `id`'", "\"a'b\"'c\"d'", "''"])
def test_the_command_shown_is_the_one_that_a_shell_would_run(
    page: Page, origin: str, given: str
) -> None:
    faked(page, prints("x") + ENDS)
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    resolve.locator(".program__arguments input").fill(given)
    go(resolve).click()
    shown = resolve.locator(".program__output code").inner_text().split("\n")[0]
    command = shown.removeprefix("$ ").partition("   #")[0]
    assert shlex.split(command)[5:] == shlex.split(given)
