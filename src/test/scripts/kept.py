"""Creates thousands of stored runs, for the scripts that test long lists."""
import copy
import json
import os
import time
import urllib.request
import uuid

CSV = b"close\n1\n2\n3\n2\n5\n"


def identifier(milliseconds, number):
    """Returns a UUIDv7."""
    bits = milliseconds << 80 | 7 << 76 | (number & 0xFFF) << 64 | 2 << 62 | (number * 0x9E3779B97F4A7C15 & (1 << 62) - 1)
    return str(uuid.UUID(int=bits))


def make_runs(data, example, count):
    """Copies a real run, with other states, labels and values."""
    source = os.path.join(data, "runs", example)
    files = {name: open(os.path.join(source, name), "rb").read() for name in os.listdir(source)}
    template = json.loads(files["run.json"])
    start = int(time.time() * 1000) - count * 1000
    for number in range(count):
        run = copy.deepcopy(template)
        run["id"] = identifier(start + number * 1000, number)
        run["labels"] = {"team": "abc"[number % 3], "number": str(number)}
        run["idempotencyKey"] = "key-%d" % number
        run["result"]["value"] = (number * 7919 % 10007) / 10007
        run["result"]["rows"] = 5 + number * 31 % 10007
        if number % 10 == 0:
            run["state"]["name"], run["error"] = "failed", "failed for the test"
            del run["result"]
        directory = os.path.join(data, "runs", run["id"])
        os.mkdir(directory)
        for name, content in files.items():
            with open(os.path.join(directory, name), "wb") as file:
                file.write(json.dumps(run).encode() if name == "run.json" else content)


def example(service):
    boundary = "b"
    body = b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n" + CSV + b"\r\n--b--\r\n"
    request = urllib.request.Request("http://127.0.0.1:%d/runs" % service.port, body, {"Content-Type": "multipart/form-data; boundary=" + boundary, "Prefer": "wait=20"})
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.loads(response.read())["id"]
