"""Runs the packaged service as a process and reports check results, for the other scripts in this directory."""
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

HOME = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
LOG_LINE = re.compile(rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d - [A-Z]+ - ")


class Report:
    """Prints the result of each check and at the end their numbers; exits with 1 if one failed."""

    def __init__(self, quiet=False):
        self.passed = self.failed = 0
        self.quiet = quiet

    def check(self, what, good, detail=""):
        if good:
            self.passed += 1
        else:
            self.failed += 1
        if not good or not self.quiet:
            print("%s %s%s" % ("ok    " if good else "FAILED", what, "" if good else ": %s" % (detail,)), flush=True)
        return good

    def end(self):
        print("%d passed, %d failed" % (self.passed, self.failed))
        sys.exit(1 if self.failed else 0)


class Service:
    def __init__(self, port, data, log, settings=None):
        self.port, self.data, self.log, self.process = port, data, log, None
        self.environment = dict(os.environ, QUARKUS_HTTP_PORT=str(port), MLOPS_DATA=data, **(settings or {}))
        self.starts = []

    def start(self):
        began = time.monotonic()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                sys.exit("port %d is in use" % self.port)
        self.process = self.launch()
        while time.monotonic() - began < 180:
            if self.process.poll() is not None:
                sys.exit("the service exited, exit code %s" % self.process.returncode)
            try:
                self.get("/health/live")
                self.starts.append(time.monotonic() - began)
                return
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)
        sys.exit("the service did not start within three minutes")

    def launch(self):
        return subprocess.Popen([os.path.join(HOME, "mlops-task")], env=self.environment, stdout=self.log, stderr=self.log,
                                cwd=HOME, start_new_session=True)

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        return self.process.wait(60)

    def get(self, path):
        with urllib.request.urlopen("http://127.0.0.1:%d%s" % (self.port, path), timeout=10) as response:
            return response.read()

    def json(self, path):
        return json.loads(self.get(path))

    def every_run(self):
        runs, cursor = [], ""
        while cursor is not None:
            page = self.json("/runs?limit=1000" + cursor)
            runs += page["runs"]
            cursor = None if page["next"] is None else "&cursor=" + page["next"]
        return runs

    def await_ends(self, seconds=120):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not any(self.json("/runs?limit=1&state=" + state)["runs"] for state in ("queued", "running")):
                return True
            time.sleep(0.3)
        return False

    def threads(self):
        return len(os.listdir("/proc/%d/task" % self.process.pid))

    def files(self):
        return len(os.listdir("/proc/%d/fd" % self.process.pid))

    def resident_bytes(self):
        with open("/proc/%d/status" % self.process.pid, encoding="ascii") as status:
            fields = dict(line.split(":", 1) for line in status)
        return int(fields["VmRSS"].split()[0]) * 1024, int(fields["VmHWM"].split()[0]) * 1024

    def live_bytes(self):
        """Returns the live bytes of the Java heap, after a full collection."""
        histogram = subprocess.run(["jcmd", str(self.process.pid), "GC.class_histogram"], capture_output=True, text=True,
                                   check=True).stdout
        return int(histogram.strip().splitlines()[-1].split()[-1])


class ContainerService(Service):
    """The service in a container of an image, run by ENGINE (docker or podman) as the deployment runs it."""

    def __init__(self, engine, image, port, data, log, settings=None, mounts=()):
        super().__init__(port, data, log, settings)
        self.name = "mlops-task-check-%d" % port
        self.engine = engine
        settings = dict(settings or {}, QUARKUS_HTTP_HOST="127.0.0.1", QUARKUS_HTTP_PORT=str(port), MLOPS_DATA=data)
        self.command = [engine, "run", "--rm", "--name", self.name, "--network", "host", "--read-only", "--cap-drop", "ALL",
                        "--user", "%d:%d" % (os.getuid(), os.getgid()), "--tmpfs", "/tmp:exec,mode=1777,size=256m"]
        self.command += [part for mount in (data, *mounts) for part in ("-v", "%s:%s" % (mount, mount))]
        self.command += [part for name, value in settings.items() for part in ("-e", "%s=%s" % (name, value))]
        self.command += [image, "--serve"]

    def launch(self):
        return subprocess.Popen(self.command, stdout=self.log, stderr=self.log, start_new_session=True)

    def stop(self):
        subprocess.run([self.engine, "stop", "-t", "40", self.name], check=True, stdout=subprocess.DEVNULL)
        return self.process.wait(60)
