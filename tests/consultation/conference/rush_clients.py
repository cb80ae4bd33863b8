"""A program for the tests: many people fill in one form and send it at the same instant, from many processes.

    rush_clients.py HOST PORT SLUG PEOPLE PROCESSES WORKSHOP

Every fifth of them clicks twice. WORKSHOP is the key of one that everybody wants, or "-". Prints one line of JSON a click:
the status, where it led to, and after how many seconds.
"""

from __future__ import annotations

import http.client
import json
import multiprocessing
import re
import sys
import threading
import time
import uuid
from urllib.parse import urlencode

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def open_form(host: str, port: int, path: str) -> tuple[dict[str, str], str]:
    """What the form hides, and the cookie that goes with it."""
    browser = http.client.HTTPConnection(host, port, timeout=60)
    browser.request("GET", path)
    answer = browser.getresponse()
    page, cookie = answer.read().decode(), answer.headers["Set-Cookie"].split(";")[0]
    hidden = {name: re.search(rf'name="{name}" value="([^"]+)"', page).group(1) for name in ("csrfmiddlewaretoken", "opened")}
    return hidden, cookie


def click(host, port, path, cookie, body, address, start, said) -> None:
    browser = http.client.HTTPConnection(host, port, timeout=120)
    browser.connect()
    start.wait(60)
    began = time.monotonic()
    try:
        browser.request("POST", path, body, {**FORM, "Cookie": cookie, "X-Forwarded-For": address})
        answer = browser.getresponse()
        answer.read()
        said.put({"status": answer.status, "to": answer.headers["Location"] or "", "seconds": time.monotonic() - began})
    except OSError as error:
        said.put({"status": repr(error), "to": "", "seconds": time.monotonic() - began})


def main() -> None:
    host, port, slug, people, processes, workshop = sys.argv[1:]
    path = f"/conferentie/{slug}/aanmelden/"
    hidden, cookie = open_form(host, int(port), path)
    time.sleep(3.5)
    bodies = []
    for number in range(int(people)):
        answers = {"name": f"Lid {number}", "email": f"lid{number}@gemeente.example", "organisation": "X", "function": "Y"}
        chosen = {} if workshop == "-" else {"workshop": workshop}
        body = urlencode({**hidden, **answers, **chosen, "request_key": str(uuid.uuid4())})
        bodies += [(body, f"10.0.{number // 250}.{number % 250}")] * (2 if number % 5 == 0 else 1)
    fork = multiprocessing.get_context("fork")
    start, said = fork.Barrier(len(bodies)), fork.Queue()

    def work(mine: list[tuple[str, str]]) -> None:
        threads = [threading.Thread(target=click, args=(host, int(port), path, cookie, *one, start, said)) for one in mine]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    children = [fork.Process(target=work, args=(bodies[first :: int(processes)],)) for first in range(int(processes))]
    for child in children:
        child.start()
    for _body in bodies:
        sys.stdout.write(json.dumps(said.get(timeout=300)) + "\n")
    for child in children:
        child.join()


if __name__ == "__main__":
    main()
