"""What Anna writes, Bert cannot read: not in any of the ways that a curious or hostile learner has."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import requests
import websocket

from tools.hub_group import LESSON, Hub, Kernel, Learner

SECRET = "what only anna knows 7281"


@pytest.fixture(scope="module")
def annas(anna: Learner) -> Kernel:
    """Anna's open lesson, in which she wrote a note; she also has a file of her own."""
    kernel = anna.open()
    kernel.run_lesson()
    assert kernel.write(SECRET)["note"]["text"] == SECRET
    kernel.run(f"import os; os.environ['MINE'] = {SECRET!r}; open('mine.txt', 'w').write({SECRET!r})")
    return kernel


@pytest.fixture(scope="module")
def berts(bert: Learner, annas: Kernel) -> Kernel:
    """Bert's kernel, after Anna wrote."""
    return bert.open("notebooks/nl/00-start.ipynb")


def test_a_note_is_on_disk_when_it_is_acknowledged(anna: Learner, annas: Kernel) -> None:
    with sqlite3.connect(f"file:{anna.journal}?mode=ro", uri=True) as journal:
        assert (SECRET,) in journal.execute("SELECT text FROM notes").fetchall()
    assert anna.home.stat().st_mode & 0o777 == 0o700
    assert anna.journal.stat().st_mode & 0o777 == 0o600


def test_a_kernel_finds_no_files_of_others(berts: Kernel, anna: Learner) -> None:
    said = berts.run(
        f"import os\nprint(os.listdir({str(anna.home.parent)!r}))\n"
        f"for place in ({str(anna.home)!r}, {str(anna.journal)!r}): print(os.path.lexists(place))"
    )
    assert said.split("\n")[:3] == ["['bert']", "False", "False"]


def test_a_kernel_finds_the_secret_nowhere_in_the_files_it_can_read(berts: Kernel, hub: Hub) -> None:
    said = berts.run(
        "import os, pathlib\n"
        f"half, other = {SECRET[:12]!r}, {SECRET[12:]!r}\n"
        f"for top in ({str(hub.folder.parent)!r}, '/tmp', '/var/tmp', '/dev/shm', '/run', '/mnt', '/home', '/root'):\n"
        "    for folder, _, files in os.walk(top):\n"
        "        for file in files:\n"
        "            try: found = (half + other).encode() in (pathlib.Path(folder) / file).read_bytes()\n"
        "            except OSError: continue\n"
        "            if found: print('FOUND', folder, file)\n"
        "print('looked')"
    )
    assert said == "looked\n"


def test_a_kernel_sees_no_processes_of_others(berts: Kernel) -> None:
    said = berts.run(
        "import pathlib\n"
        "for each in pathlib.Path('/proc').glob('[0-9]*'):\n"
        "    for name in ('cmdline', 'environ', 'maps'):\n"
        "        try: text = (each / name).read_bytes()\n"
        "        except OSError: continue\n"
        "        if b'anna' in text: print('FOUND', each, name)\n"
        "print(sorted({each.stat().st_uid for each in pathlib.Path('/proc').glob('[0-9]*')}))\n"
        "try: print(list(pathlib.Path('/proc/1/root').iterdir()))\n"
        "except PermissionError: print('closed')"
    )
    assert "FOUND" not in said
    assert said.endswith("closed\n")


@pytest.mark.parametrize("link", ["to the folder", "to the journal", "to the state of the hub"])
def test_a_symbolic_link_leads_nowhere(bert: Learner, berts: Kernel, anna: Learner, hub: Hub, link: str) -> None:
    targets = {
        "to the folder": anna.home,
        "to the journal": anna.journal,
        "to the state of the hub": hub.folder / "state",
    }
    name = link.replace(" ", "-")
    berts.run(f"import os; os.path.lexists({name!r}) or os.symlink({str(targets[link])!r}, {name!r})")
    for path in (f"api/contents/notebooks/nl/{name}?content=1", f"files/notebooks/nl/{name}"):
        answer = bert.ask("GET", path)
        assert answer.status_code >= 400 and SECRET not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "api/contents/../../anna/Adempauze/notebooks/nl/mine.txt",
        "api/contents/..%2F..%2F..%2Fanna%2FAdempauze%2Fnotebooks%2Fnl%2Fmine.txt",
        "files/..%2f..%2f..%2fanna%2fAdempauze%2fnotebooks%2fnl%2fmine.txt",
        "files/%2e%2e/%2e%2e/anna/Adempauze/notebooks/nl/mine.txt",
        "api/contents/%00/etc/passwd",
    ],
)
def test_no_path_leaves_the_folder(bert: Learner, berts: Kernel, path: str) -> None:
    answer = bert.ask("GET", path)
    assert answer.status_code >= 400 or "/hub/key/anna?" in answer.headers["Location"], answer.headers
    assert SECRET not in answer.text + bert.get(f"/user/bert/{path}").text


@pytest.mark.parametrize(
    "path",
    [
        f"api/contents/{LESSON}",
        "api/contents/notebooks/nl/mine.txt",
        "files/notebooks/nl/mine.txt",
        "api/sessions",
        "lab",
    ],
)
def test_the_address_of_another_serves_nothing(bert: Learner, annas: Kernel, path: str) -> None:
    answer = bert.ask("GET", path, of="anna")
    assert answer.status_code in (302, 403, 404), answer.text
    followed = bert.get(f"/user/anna/{path}")
    assert (
        SECRET not in followed.text and not followed.url.startswith(f"{bert.hub.address}/user/anna/{path}")
    ) or followed.status_code >= 400


def test_the_kernel_of_another_does_not_answer(bert: Learner, annas: Kernel) -> None:
    path = f"/user/anna/api/kernels/{annas.number}/channels"
    address = bert.hub.address.replace("http:", "ws:") + path
    for cookie in ("", bert.cookies("/user/bert/"), bert.cookies("/hub/")):
        with pytest.raises(websocket.WebSocketBadStatusException):
            websocket.create_connection(address, cookie=cookie, timeout=30)
    assert bert.ask("POST", f"api/kernels/{annas.number}/restart", of="anna").status_code in (302, 403)
    assert bert.ask("DELETE", f"api/kernels/{annas.number}", of="anna").status_code in (302, 403)


@pytest.mark.parametrize(
    "path", ["users", "users/anna", "users/anna/tokens", "proxy", "services", "groups", "shutdown"]
)
def test_the_api_of_the_hub_tells_a_learners_server_nothing_of_others(berts: Kernel, path: str) -> None:
    said = berts.run(
        "import os, urllib.request, urllib.error\n"
        "for method in ('GET', 'POST'):\n"
        "    asked = urllib.request.Request(os.environ['JUPYTERHUB_API_URL'] + '/' + "
        f"{path!r}, method=method, data=b'{{}}' if method == 'POST' else None,\n"
        "        headers={'Authorization': 'token ' + os.environ['JUPYTERHUB_API_TOKEN']})\n"
        "    try: print(urllib.request.urlopen(asked).read().decode())\n"
        "    except urllib.error.HTTPError as error: print(error.code)"
    )
    answers = said.split("\n")[:2]
    assert all(each in ("403", "404", "405") for each in answers), said


def test_a_server_of_another_is_not_started_or_stopped(bert: Learner, berts: Kernel) -> None:
    assert bert.get("/hub/spawn/anna").status_code in (403, 404)
    for method in ("POST", "DELETE"):
        answer = bert.browser.request(method, f"{bert.hub.address}/hub/api/users/anna/server", timeout=30)
        assert answer.status_code in (401, 403)


def test_there_is_no_network_but_the_room_itself(berts: Kernel, annas: Kernel, hub: Hub) -> None:
    port = hub.address.rpartition(":")[2]
    said = berts.run(
        "import socket\nprint(sorted(name for _, name in socket.if_nameindex()))\n"
        f"for place in (('192.0.2.1', 80), ('127.0.0.1', {port}), ('2001:db8::1', 80)):\n"
        "    try: socket.create_connection(place, 3)\n"
        "    except OSError as error: print(type(error).__name__, error.errno)\n"
        "try: socket.getaddrinfo('example.org', 80)\n"
        "except OSError as error: print(type(error).__name__)"
    )
    lines = said.strip().split("\n")
    assert lines[0] == "['lo']"
    assert lines[1:] == ["OSError 101", "ConnectionRefusedError 111", "OSError 101", "gaierror"]


def test_nobody_becomes_root(berts: Kernel) -> None:
    said = berts.run(
        "import subprocess\n"
        "print(open('/proc/self/status').read())\n"
        "for command in ('su -c id', 'mount -t tmpfs none /mnt', 'chroot / id', 'cat /dev/loop0',\n"
        "    'nsenter -t 1 -m id', 'mknod x b 7 0', 'kill -9 1', 'ip link add x type dummy'):\n"
        "    done = subprocess.run(command, shell=True, capture_output=True, stdin=subprocess.DEVNULL)\n"
        "    if not done.returncode: print('WORKED', command)"
    )
    assert "NoNewPrivs:\t1" in said
    assert "CapBnd:\t0000000000000000" in said and "CapEff:\t0000000000000000" in said
    assert "WORKED" not in said


def test_a_namespace_of_ones_own_uncovers_nothing(berts: Kernel, hub: Hub) -> None:
    said = berts.run(
        "import subprocess\n"
        f"look = 'umount -l {hub.folder}; umount -l /tmp; umount -l /proc; ls {hub.folder}/*'\n"
        "print(subprocess.run(['unshare', '-rm', 'sh', '-c', look], capture_output=True, text=True).stdout)"
    )
    assert "anna" not in said


def test_a_hard_link_leads_nowhere(berts: Kernel, anna: Learner, hub: Hub) -> None:
    places = [anna.journal, anna.home / "Adempauze", hub.folder / "state" / "jupyterhub.sqlite", hub.folder / "disks"]
    said = berts.run(
        f"import os\nfor number, place in enumerate({[str(each) for each in places]!r}):\n"
        "    try: os.link(place, f'hard{number}'); print('LINKED', place)\n"
        "    except OSError as error: print(type(error).__name__)"
    )
    assert said.split() == ["FileNotFoundError"] * len(places)


def test_nothing_tells_a_kernel_who_else_is_in_the_group(annas: Kernel, berts: Kernel) -> None:
    said = berts.run(
        "import os, pathlib, pwd\n"
        "name = 'an' + 'na'\n"
        "print('listed', [each.pw_name for each in pwd.getpwall() if each.pw_name.startswith('az-')])\n"
        "for top in ('/etc', '/proc/self', '/proc/1', '/proc', '/sys', '/dev', '/var', '/srv', '/opt/hub', '/run'):\n"
        "    for folder, folders, files in os.walk(top):\n"
        "        folders[:] = [each for each in folders if not (top == '/proc' and folder == '/proc')]\n"
        "        if any(each.endswith((name, name + '.img')) for each in folders + files): print('FOUND', folder)\n"
        "        for file in files:\n"
        "            place = os.path.join(folder, file)\n"
        "            if '/fd/' in place or not os.path.isfile(place): continue\n"
        "            try: text = open(place, 'rb', buffering=0).read(1 << 20) or b''\n"
        "            except OSError: continue\n"
        "            if b'az-' + name.encode() in text or b'/' + name.encode() in text: print('FOUND', place)"
    )
    assert said == "listed ['az-bert']\n"


def test_all_that_a_learner_can_write_in_is_their_own(berts: Kernel, bert: Learner) -> None:
    said = berts.run(
        "import os\n"
        "here = {line.split()[1] for line in open('/proc/self/mounts')}\n"
        "for top in here | {'/'}:\n"
        "    device = os.stat(top).st_dev if os.path.exists(top) else None\n"
        "    for folder, folders, _ in os.walk(top):\n"
        "        try: folders[:] = [each for each in folders if os.stat(os.path.join(folder, each)).st_dev == device]\n"
        "        except OSError: pass\n"
        "        if os.access(folder, os.W_OK) and not folder.startswith('/proc'): print(folder)"
    )
    own = {str(bert.home), "/tmp", "/var/tmp", "/dev/shm"}
    found = {each for each in said.split("\n") if each and not any(each == o or each.startswith(f"{o}/") for o in own)}
    assert found == set()


def test_messages_and_memory_of_the_system_are_not_shared(annas: Kernel, berts: Kernel) -> None:
    make = (
        "import ctypes, multiprocessing.shared_memory as shared\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "print(libc.shmget(7281, 64, 0o1666), libc.msgget(7281, 0o1666), libc.semget(7281, 1, 0o1666))\n"
        "kept = shared.SharedMemory('annas-memory', create=True, size=64)"
    )
    look = (
        "import ctypes, os, socket\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "print(libc.shmget(7281, 0, 0), libc.msgget(7281, 0), libc.semget(7281, 0, 0), os.listdir('/dev/shm'))\n"
        "try: socket.socket(socket.AF_UNIX).connect('\\0annas-socket'); print('CONNECTED')\n"
        "except OSError as error: print(type(error).__name__)"
    )
    assert "-1" not in annas.run(make)
    annas.run("import socket; door = socket.socket(socket.AF_UNIX); door.bind('\\0annas-socket'); door.listen()")
    assert berts.run(look) == "-1 -1 -1 []\nConnectionRefusedError\n"
    annas.run("kept.close(); kept.unlink(); door.close()")


def test_a_process_of_another_cannot_be_reached(berts: Kernel, anna: Learner, annas: Kernel) -> None:
    pid = int(annas.run("import os; print(os.getpid())"))
    outside = [int(each.name) for each in Path("/proc").glob("[0-9]*") if _uid(each) == _uid(anna.home)]
    assert outside
    said = berts.run(
        "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\nmine = {os.getpid(), os.getppid()}\n"
        f"for each in {[*outside, pid]!r}:\n"
        "    if each in mine: continue\n"
        "    try: os.kill(each, 0); ours = os.stat(f'/proc/{each}').st_uid == os.getuid()\n"
        "    except OSError: ours = None\n"
        "    if ours is False: print('REACHED', each)\n"
        "    if ours is None and libc.ptrace(16, each, 0, 0) == 0: print('TRACED', each)\n"
        "print('tried')"
    )
    assert said == "tried\n"
    assert annas.run("print('alive')") == "alive\n"


def _uid(path: Path) -> int | None:
    try:
        return path.stat().st_uid
    except OSError:
        return None


def test_nothing_stays_behind_that_runs_later_or_dumps_memory(berts: Kernel) -> None:
    said = berts.run(
        "import resource, shutil, subprocess\nprint(resource.getrlimit(resource.RLIMIT_CORE))\n"
        "for command in ('echo true | at now', 'echo \"* * * * * true\" | crontab -', 'systemd-run --user true',\n"
        "    'systemctl --user list-units', 'loginctl enable-linger', 'batch < /dev/null'):\n"
        "    done = subprocess.run(command, shell=True, capture_output=True, stdin=subprocess.DEVNULL)\n"
        "    if not done.returncode: print('WORKED', command)"
    )
    assert said == "(0, 0)\n"


@pytest.mark.parametrize("place", ["/tmp", "/var/tmp", "/dev/shm", "/run"])
def test_no_folder_is_shared(annas: Kernel, berts: Kernel, place: str) -> None:
    annas.run(f"open('{place}/left-by-anna', 'w').write('here')")
    assert "left-by-anna" not in berts.run(f"import os; print(os.listdir({place!r}))")


def test_there_is_no_terminal(bert: Learner, berts: Kernel) -> None:
    assert bert.ask("POST", "api/terminals").status_code in (403, 404)
    assert bert.ask("GET", "api/terminals").status_code in (403, 404)


def test_a_stranger_gets_the_log_in_page_alone(hub: Hub, annas: Kernel) -> None:
    for path in (f"/user/anna/api/contents/{LESSON}", "/user/anna/files/notebooks/nl/mine.txt", "/hub/home"):
        answer = requests.get(hub.address + path, timeout=30)
        assert SECRET not in answer.text
        assert answer.status_code in (403, 404) or "/hub/login" in answer.url


def test_a_cookie_that_was_copied_opens_nothing_after_log_out(hub: Hub) -> None:
    carla = hub.learner("carla").enter()
    thief = Learner(hub, "carla")
    thief.browser.cookies.update(carla.browser.cookies)
    assert thief.ask("GET", "api/contents/notebooks").status_code == 200  # it does open something before
    carla.log_out()
    assert thief.ask("GET", "api/contents/notebooks").status_code != 200
    assert "/hub/login" in thief.get("/hub/home").url
    assert "/hub/login" in thief.get("/hub/spawn/carla").url
    assert "/hub/login" in thief.get("/user/carla/lab").url


@contextmanager
def _taken_over(learner: Learner, page: str) -> Iterator[None]:
    """Answer each request to a learner's server with a page, as the learner can, who owns its process and socket."""
    number = next(int(each.name) for each in Path("/proc").glob("[0-9]*") if _runs_server(each, learner))
    handle = os.pidfd_open(number)
    os.kill(number, signal.SIGSTOP)
    (listening,), connections = (_taken(number, handle, state) for state in ("0A", "01"))
    for each in connections:  # that the proxy keeps open
        each.shutdown(socket.SHUT_RDWR)
        each.close()
    answer = f"HTTP/1.1 200 OK\r\nContent-Length: {len(page)}\r\nConnection: close\r\n\r\n{page}".encode()

    is_over = threading.Event()

    def serve() -> None:
        while not is_over.is_set():
            if select.select([listening], [], [], 0.1)[0]:
                visitor, _ = listening.accept()
                visitor.recv(65536)
                visitor.sendall(answer)
                visitor.close()
        listening.close()

    threading.Thread(target=serve).start()
    try:
        yield
    finally:
        is_over.set()
        os.kill(number, signal.SIGCONT)
        os.close(handle)


def _runs_server(process: Path, learner: Learner) -> bool:
    with suppress(OSError):
        return _uid(process) == _uid(learner.home) and b"learner.py" in (process / "cmdline").read_bytes()
    return False


def _taken(process: int, handle: int, state: str) -> list[socket.socket]:
    """Return the sockets of a process that are in the hub's network, not in the learner's own, and in this state."""
    lines = [each.split() for each in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    wanted = {f"socket:[{each[9]}]" for each in lines if each[3] == state}
    numbers = [int(each.name) for each in Path(f"/proc/{process}/fd").iterdir() if str(each.readlink()) in wanted]
    get = ctypes.CDLL(None, use_errno=True).syscall
    return [socket.socket(fileno=get(438, handle, each, 0)) for each in numbers]  # pidfd_getfd


def test_a_server_that_was_taken_over_shows_nothing_to_others(hub: Hub, anna: Learner) -> None:
    mallory = hub.learner("mallory").enter()
    with _taken_over(mallory, "<script>mischief</script>"):
        assert "mischief" in mallory.get("/user/mallory/any").text
        for path in ("/user/mallory/any", "/user/%6dallory/any", "//user/mallory/any", "/hub/../user/mallory/any"):
            for visitor in (anna.browser, requests.Session()):
                for method in ("GET", "POST"):
                    request = requests.Request(method, hub.address).prepare()
                    request.url = hub.address + path  # as it is
                    request.prepare_cookies(visitor.cookies)
                    assert "mischief" not in visitor.send(request, timeout=60).text
        socket_address = hub.address.replace("http:", "ws:") + "/user/mallory/any"
        with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
            websocket.create_connection(socket_address, cookie=anna.cookies("/user/anna/"), timeout=30)
    mallory.log_out()


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null"])
def test_a_page_of_another_site_does_nothing_with_the_cookies_of_a_learner(
    anna: Learner, annas: Kernel, origin: str
) -> None:
    path = f"/user/anna/api/kernels/{annas.number}/channels"
    with pytest.raises(websocket.WebSocketBadStatusException):
        websocket.create_connection(
            anna.hub.address.replace("http:", "ws:") + path, cookie=anna.cookies(path), origin=origin, timeout=30
        )
    foreign = {"Origin": origin, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}
    for method, place in (("PUT", "api/contents/mine.txt"), ("POST", "api/sessions"), ("DELETE", "api/contents/a")):
        answer = anna.browser.request(
            method, f"{anna.hub.address}/user/anna/{place}", headers=foreign, json={}, timeout=30, allow_redirects=False
        )
        assert answer.status_code == 403
    answer = anna.browser.get(f"{anna.hub.address}/user/anna/api/contents", headers=foreign, timeout=30)
    assert "Access-Control-Allow-Origin" not in answer.headers and answer.status_code >= 400
    answer = anna.browser.post(f"{anna.hub.address}/hub/login", headers=foreign, data={}, timeout=30)
    assert answer.status_code == 403


def test_no_key_outlives_log_out(hub: Hub) -> None:
    """A token would; who finds a laptop open could make one and come back."""
    lea = hub.learner("lea").enter()
    api = f"{hub.address}/hub/api/users/lea/tokens"
    headers = {"X-XSRFToken": lea._xsrf("/hub/")}
    assert lea.browser.post(api, headers=headers, json={}, timeout=30).status_code == 403
    lea.log_out()


@pytest.mark.parametrize(
    "page", ["metrics", "api/info", "api/users", "api/proxy", "api/services", "shares", "key/anna"]
)
def test_the_hub_shows_a_learner_nothing_of_others(bert: Learner, page: str) -> None:
    assert bert.get(f"/hub/{page}").status_code in (401, 403, 404)
