"""Run waterfall.py, and draw its steps as bars, one row a file."""
from contextlib import redirect_stdout
from html import escape
from io import StringIO
from pathlib import Path
from runpy import run_path

with redirect_stdout(StringIO()):  # its table is not wanted here
    rows = run_path(Path(__file__).with_name("waterfall.py"))["rows"]

INK = "var(--ink, black)"
FILL = {
    "DNS": "var(--out-soft, lightblue)",
    "TCP": "var(--back-soft, peachpuff)",
    "TTFB": "none",  # an empty bar: nothing but waiting
    "body": INK,
}
longest = max(start + sum(times.values()) for *_, start, times in rows)
print(
    '<svg xmlns="http://www.w3.org/2000/svg" width="100%" '
    f'viewBox="0 0 340 {36 * len(rows)}" font-family="sans-serif" '
    f'font-size="13" fill="{INK}">'
)
for number, (load, response, path, _, start, times) in enumerate(rows):
    y, about = 36 * number + 13, f"{load}: {response.status} {path}"
    print(f'<text x="1" y="{y}">{escape(about)}</text>')
    for name, ms in times.items():
        x, width = 1 + 338 * start / longest, 338 * ms / longest
        print(
            f'<rect x="{x:.0f}" y="{y + 5}" width="{width:.0f}" '
            f'height="15" fill="{FILL[name]}" stroke="{INK}"/>'
        )
        if width > 9 * len(name) and name != "body":
            print(f'<text x="{x + 4:.0f}" y="{y + 17}">{name}</text>')
        start += ms
    end = f"{start:.0f} ms"
    print(f'<text x="339" y="{y}" text-anchor="end">{end}</text>')
print("</svg>")
