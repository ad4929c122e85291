"""What somebody reads first of a check: the verdict's line and the first step, the same in the terminal and on the page."""
import html
import re


def told(test, terminal, page):
    """(verdict's line, first step; empty without one); `test` fails where the page begins with another step."""
    said = terminal.split("What to do\n")
    first = re.search(r"  1\. (.*?)(?=\n     -|\n  2\.|\n\n)", said[-1], re.S) if len(said) > 1 else None
    advice = " ".join(first[1].split()) if first else ""
    steps = re.search(r"<ol.*?</ol>", page, re.S)
    if advice:
        shown = html.unescape(re.sub(r"<[^>]*>|[\u2066-\u2069]", "", steps[0].split("</li>")[0])).strip()
        test.assertTrue(" ".join(shown.split()).startswith(advice), (advice, shown))
    return terminal.split("\n")[0], advice
