"""Drop hundreds of mixed files into a running sample province, as a clerk's browser does, and measure.

    ./lienthong run --data D --port 8791        # prints the password of the sample accounts
    .venv/test/bin/python tools/drop_many.py http://127.0.0.1:8791 PASSWORD D [FILES [CLERK]]

Of 500 files 300 are letters with a text layer, 60 scans, 20 photographs, 20 Word files, 60 files sent
twice and 40 that cannot be read (broken, empty, programs, locked, bombs). Each goes by itself, two at a
time. Printed: files received and read a second, the most memory that the processes held, each state's
count. The scans' searchable copies are made afterwards by the lane of scans.
"""

import io
import json
import re
import statistics
import sys
import tempfile
import threading
import time
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pikepdf
import pypdfium2

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.axis.reading import papers  # noqa: E402 - the checkout is put on the path above

DOMAIN = "mau.lienthong.example"
DROP = "/van-ban/den/nhieu-tep/"
JSON = {"Accept": "application/json"}
SHARES = {"letter": 60, "scan": 12, "photo": 4, "word": 4, "twice": 12, "poison": 8}  # per cent
DAY = int(time.time()) % 90_000


def made(count: int, folder: Path) -> list[tuple[str, bytes]]:
    """The files with their names, mixed."""
    out: list[tuple[str, bytes]] = []
    kinds = [kind for kind, share in SHARES.items() for _n in range(count * share // 100)]
    for number, kind in enumerate(kinds):
        letter = papers.pdf(folder, number=f"{DAY + number}/VP-CCHC")
        if kind == "letter":
            out.append((f"cong-van-{number}.pdf", letter))
        elif kind in {"scan", "photo"}:
            picture = (
                pypdfium2.PdfDocument(letter)[0].render(scale=150 / 72).to_pil().convert("RGB")
            )
            file = io.BytesIO()
            if kind == "scan":
                picture.convert("L").save(file, "PDF", resolution=150)
            else:
                picture.rotate(0.7, fillcolor="white").save(file, "JPEG", quality=75)
            out.append((f"quet-{number}.{'pdf' if kind == 'scan' else 'jpg'}", file.getvalue()))
        elif kind == "word":
            out.append((f"van-ban-{number}.docx", word(number)))
        elif kind == "twice":
            out.append((f"ban-sao-{number}.pdf", out[number % max(1, count // 2)][1]))
        else:
            out.append((f"hong-{number}.pdf", poison(number, letter)))
    return out


def word(number: int) -> bytes:
    """A Word file of its own."""
    file = io.BytesIO(papers.word())
    with zipfile.ZipFile(file, "a") as package:
        package.comment = f"{DAY + number}".encode()
    return file.getvalue()


def poison(number: int, letter: bytes) -> bytes:
    """One of five kinds of files that nobody can read."""
    file = io.BytesIO()
    if number % 5 == 0:
        return letter[:200] + bytes([number % 256]) * 50
    if number % 5 == 1:
        return b"MZ\x90\0" + number.to_bytes(4, "big") * 100
    if number % 5 == 2:
        with pikepdf.open(io.BytesIO(letter)) as pdf:
            pdf.save(file, encryption=pikepdf.Encryption(owner="x", user="x"))
        return file.getvalue()
    if number % 5 == 3:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("[Content_Types].xml", "<Types/>")
            package.writestr("word/document.xml", b" " * (300 * 1024 * 1024) + str(number).encode())
        return file.getvalue()
    return b""


def signed_in(url: str, clerk: str, password: str) -> httpx.Client:
    """A session of the clerk."""
    client = httpx.Client(base_url=url, timeout=120, follow_redirects=True)
    client.get("/accounts/login/")
    answer = client.post(
        "/accounts/login/",
        data={
            "login": f"{clerk}@{DOMAIN}", "password": password,
            "csrfmiddlewaretoken": client.cookies["csrftoken"],
        },
        headers={"Referer": url},
    )  # fmt: skip
    if "/login/" in str(answer.url):
        raise SystemExit("sign-in was refused")
    return client


def field(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    if found is None:
        raise SystemExit(f"no field {name}")
    return found[1]


def memory(pid: int) -> int:
    """Megabytes that a process and those below it hold (each page counted where it is shared)."""
    below, total = [pid], 0
    while below:
        one = below.pop()
        try:
            total += int(
                re.search(r"Pss:\s+(\d+)", Path(f"/proc/{one}/smaps_rollup").read_text())[1]
            )  # type: ignore[index]
            for task in Path(f"/proc/{one}/task").iterdir():
                below += [int(child) for child in (task / "children").read_text().split()]
        except (OSError, TypeError):
            continue
    return total // 1024


class Watch(threading.Thread):
    """The most memory of each process of the installation."""

    def __init__(self, pids: dict[str, int]) -> None:
        super().__init__(daemon=True)
        self.pids, self.most, self.going = pids, Counter[str](), True

    def run(self) -> None:
        while self.going:
            for name, pid in self.pids.items():
                self.most[name] = max(self.most[name], memory(pid))
            time.sleep(1)


def progress(client: httpx.Client, batch: str) -> tuple[int, int]:
    """How far the page says it is."""
    page = client.get(batch, headers={"HX-Request": "true"}).text
    found = re.search(r'<progress max="(\d+)" value="(\d+)"', page)
    return (int(found[2]), int(found[1])) if found else (0, 0)


def main(argv: list[str]) -> None:
    url, password, data = argv[1], argv[2], Path(argv[3])
    count = int(argv[4]) if len(argv) > 4 else 500
    clerk = argv[5] if len(argv) > 5 else "vanthu.stp"
    with tempfile.TemporaryDirectory() as folder:
        files = made(count, Path(folder))
    print(f"{len(files)} files, {sum(len(c) for _n, c in files) / 1e6:.1f} MB", flush=True)
    pids = json.loads((data / "run.json").read_text())["pids"]
    watch = Watch(pids)
    watch.start()
    client = signed_in(url, clerk, password)
    page = client.get(DROP).text
    token = field(page, "csrfmiddlewaretoken")
    opened = client.post(
        DROP,
        data={"csrfmiddlewaretoken": token, "once": field(page, "once"), "channel": "paper",
              "files_secret": "no"},
        headers=JSON | {"Referer": url},
    ).json()  # fmt: skip
    batch, add = opened["batch"], opened["add"]
    began = time.monotonic()
    took: list[float] = []

    def send(file: tuple[str, bytes]) -> str:
        start = time.monotonic()
        answer = client.post(
            add,
            data={"csrfmiddlewaretoken": token, "files_secret": "no", "key": file[0]},
            files={"files": file},
            headers=JSON | {"Referer": url},
        )
        took.append(time.monotonic() - start)
        return str(answer.json().get("words") or answer.json().get("error"))

    with ThreadPoolExecutor(2) as pool:
        said = Counter(pool.map(send, files))
    received = time.monotonic() - began
    print(f"received in {received:.0f} s, {len(files) / received:.2f} files/s; an answer took "
          f"{statistics.median(took):.2f} s (median), {max(took):.1f} s (longest)")  # fmt: skip
    print(dict(said), flush=True)
    done, total = progress(client, batch)
    while done < total:
        time.sleep(5)
        done, total = progress(client, batch)
        print(f"  {time.monotonic() - began:6.0f} s: {done}/{total}", flush=True)
    whole = time.monotonic() - began
    watch.going = False
    print(f"read in {whole:.0f} s, {len(files) / whole:.2f} files/s")
    print("most memory, MB:", dict(watch.most))
    tally = re.search(r'<ul class="tally">(.*?)</ul>', client.get(batch).text, re.DOTALL)
    print(" ".join(re.sub(r"<[^>]*>", " ", tally[1] if tally else "").split()))
    print(f"page of the batch: {url}{batch}")


if __name__ == "__main__":
    main(sys.argv)
