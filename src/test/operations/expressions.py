"""Evaluates every expression of the dashboard and of the alert rules against a Prometheus that scrapes the service.

    expressions.py files
    expressions.py rules COUNT_FILE
    expressions.py service SERVICE_URL PROMETHEUS_URL SERVICE_PID DATA_DIRECTORY COUNT_FILE [--self-test]

Run by the script "check" in this directory, which starts both. "rules" breaks the rules one by one; the unit
tests must detect each.
"""

import concurrent.futures
import csv
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

HOME = pathlib.Path(__file__).resolve().parents[3]
DASHBOARDS = sorted((HOME / "config/grafana/dashboards").glob("*.json"))
RULES = HOME / "config/alerts.yml"
RULE_TESTS = HOME / "src/test/prometheus/alerts_test.yml"
RUNBOOK = HOME / "docs/operations.md"

# The rules look back two hours, which are two minutes here.
LOAD_SECONDS = 75
STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"')
SELECTOR = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(\{[^}]*\})?")
MATCHER = re.compile(r'([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"')
GROUPING = re.compile(r"\b(by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")
WORDS = {"and", "or", "unless", "bool", "offset", "by", "without", "on", "ignoring", "group_left", "group_right"}
NUMBER = re.compile(r"^[-+]?[\d.]+(e[-+]?\d+)?$")


class Report:
    passed = 0
    failed = 0

    def say(self, name, problems):
        if problems:
            self.failed += 1
            print(f"FAILED: {name}\n    " + "\n    ".join(problems), flush=True)
        else:
            self.passed += 1
            print(f"ok: {name}", flush=True)


# The files


def panels(dashboard):
    for panel in dashboard["panels"]:
        yield panel
        yield from panel.get("panels", [])


def dashboard_problems(dashboard):
    seen = set()
    taken = {}
    for panel in panels(dashboard):
        name = f'panel {panel["id"]} "{panel.get("title", "")}"'
        if panel["id"] in seen:
            yield f"{name}: its id is not unique"
        seen.add(panel["id"])
        position = panel["gridPos"]
        for x in range(position["x"], position["x"] + position["w"]):
            for y in range(position["y"], position["y"] + position["h"]):
                if x >= 24 or taken.setdefault((x, y), name) != name:
                    yield f"{name}: overlaps {taken.get((x, y))} or the edge"
                    return
        if panel["type"] == "row":
            continue
        if not panel.get("title") or not panel.get("description"):
            yield f"{name}: no title or no description"
        if not panel["fieldConfig"]["defaults"].get("unit"):
            yield f"{name}: no unit"
        if not panel.get("targets"):
            yield f"{name}: no expression"
        for target in panel.get("targets", []):
            if target["datasource"]["uid"] != "${datasource}":
                yield f"{name}: another data source"


def runbook_problems():
    headings = {
        re.sub(r"[^\w -]", "", line.lstrip("# ")).strip().lower().replace(" ", "-")
        for line in RUNBOOK.read_text().splitlines()
        if line.startswith("#")
    }
    rules = RULES.read_text()
    alerts = re.findall(r"- alert: (\w+)", rules)
    pages = re.findall(r"runbook: docs/operations.md#(\S+)", rules)
    if [alert.lower() for alert in alerts] != pages:
        yield "not every alert names its own section of docs/operations.md"
    for page in pages:
        if page not in headings:
            yield f"docs/operations.md has no heading {page}"


def check_files():
    problems = list(runbook_problems())
    for path in DASHBOARDS:
        dashboard = json.loads(path.read_text())
        problems += [f"{path.name}: {problem}" for problem in dashboard_problems(dashboard)]
    print("\n".join(problems))
    return not problems


# Mutations of the rules

INVERTED = {"<": ">", ">": "<", "==": "!="}
COMPARISON = re.compile(r"(?<![=!<>~])(?:<|>|==)(?=\s|$)")
THRESHOLD = re.compile(r"(?<=[<>*] )\d+(?:\.\d+)?(?=\s|$)")
MINUTES = {"m": 1, "h": 60}


def with_part(line, match, text):
    return line[: match.start()] + text + line[match.end() :]


def mutated_lines(line, in_expression):
    """Yields every mutation of the line."""
    if waits := re.fullmatch(r"( +for: )(\d+)([mh])", line):
        minutes = int(waits[2]) * MINUTES[waits[3]]
        yield f"{waits[1]}{minutes * 10}m"
        yield f"{waits[1]}{minutes - 1}m"
    if not in_expression:
        return
    for match in COMPARISON.finditer(line):
        yield with_part(line, match, INVERTED[match[0]])
    for match in re.finditer(r"\band\b", line):
        yield with_part(line, match, "or")
    for match in THRESHOLD.finditer(line):
        if float(match[0]):
            yield with_part(line, match, f"{float(match[0]) * 10:g}")
            yield with_part(line, match, f"{float(match[0]) / 10:g}")


def mutated_rules():
    """Yields alert, line number, and all lines with that one mutated."""
    lines = RULES.read_text().splitlines()
    alert, in_expression = "", False
    for at, line in enumerate(lines):
        if key := re.match(r" +(?:- )?(alert|expr|for|labels|annotations): *(\w*)", line):
            alert = key[2] if key[1] == "alert" else alert
            in_expression = key[1] == "expr"
        for changed in mutated_lines(line, in_expression):
            yield alert, at + 1, lines[:at] + [changed] + lines[at + 1 :]


def tests_of_rules():
    """Returns the unit tests of each alert, with their header; those of other alerts do not depend on it."""
    head, *tests = re.split(r"(?m)^(?=  - name:)", RULE_TESTS.read_text())
    found = {}
    for test in tests:
        (alert,) = set(re.findall(r"\balertname: (\w+)", test))
        found[alert] = found.get(alert, re.sub(r"(?m)^  - \S*alerts.yml", "  - alerts.yml", head)) + test
    return found


def unit_tests_pass(tests, rules):
    with tempfile.TemporaryDirectory() as directory:
        pathlib.Path(directory, "alerts.yml").write_text("\n".join(rules) + "\n")
        pathlib.Path(directory, "tests.yml").write_text(tests)
        command = ["promtool", "test", "rules", os.path.join(directory, "tests.yml")]
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def check_rules(count_file):
    report = Report()
    tests = tests_of_rules()
    unchanged = RULES.read_text().splitlines()
    alerts = re.findall(r"- alert: (\w+)", RULES.read_text())
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        unmutated = pool.map(lambda alert: alert in tests and unit_tests_pass(tests[alert], unchanged), alerts)
        for alert, holds in zip(alerts, list(unmutated)):
            report.say(f"the unit tests of {alert} alone", [] if holds else ["they fail, or there are none"])
        broken = list(mutated_rules())
        held = pool.map(lambda one: unit_tests_pass(tests[one[0]], one[2]), broken)
        detected = 0
        for (alert, line, rules), holds in zip(broken, held):
            detected += not holds
            if holds:
                report.say(f"{alert}, line {line}", [f"not detected by the unit tests: {rules[line - 1].strip()}"])
    report.say(f"{detected} of {len(broken)} broken rules were detected", [] if detected == len(broken) > 80 else ["all, and more than 80, must be"])
    pathlib.Path(count_file).write_text(f"{report.passed} {report.failed}\n")
    return report.failed == 0


# Expressions, as text


def depths(text):
    """Yields for each character the number of open brackets, and whether it is in a string."""
    depth = 0
    quoted = [False] * len(text)
    for match in STRINGS.finditer(text):
        quoted[match.start() : match.end()] = [True] * (match.end() - match.start())
    for at, char in enumerate(text):
        if not quoted[at] and char in ")]}":
            depth -= 1
        yield depth, quoted[at]
        if not quoted[at] and char in "([{":
            depth += 1


def split(text, operators):
    """Splits at the operators that are not in brackets."""
    places = list(depths(text))
    parts, begin = [], 0
    for match in operators.finditer(text):
        if places[match.start()] == (0, False):
            parts.append(text[begin : match.start()])
            begin = match.end()
    return parts + [text[begin:]]


SETS = re.compile(r"\b(?:and|or|unless)\b(?:\s*(?:on|ignoring)\s*\([^)]*\))?")
COMPARISONS = re.compile(
    r"(?:==|!=|>=|<=|>|<)(?:\s*bool\b)?(?:\s*(?:on|ignoring)\s*\([^)]*\)(?:\s*group_\w+\s*(?:\([^)]*\))?)?)?"
)


def without_thresholds(expression):
    """Yields the vectors that an alert compares."""
    for condition in split(expression, SETS):
        for side in split(condition, COMPARISONS):
            side = side.strip()
            if side and not NUMBER.match(side):
                yield side


def selectors(expression):
    """Yields metrics and their matchers."""
    bare = GROUPING.sub(" ", expression)
    bare = re.sub(r"\[[^\]]*\]|\boffset\s+\w+", "", bare)
    at = 0
    while match := SELECTOR.search(bare, at):
        at = match.end()
        string = STRINGS.search(bare, 0)
        while string and string.end() <= match.start():
            string = STRINGS.search(bare, string.end())
        if string and string.start() < match.start():
            at = string.end()
            continue
        before = bare[match.start() - 1] if match.start() else " "
        after = bare[match.end() :].lstrip()[:1]
        if match[1] in WORDS or after == "(" or before.isdigit() or before == ".":
            continue
        yield match[1], MATCHER.findall(match[2] or "")


def groupings(expression):
    for match in GROUPING.finditer(expression):
        if match[1] == "by":
            yield from (label.strip() for label in match[2].split(",") if label.strip())


# Prometheus


class Prometheus:
    def __init__(self, url):
        self.url = url
        self.started = time.time()
        self.known = {}

    def get(self, path, **parameters):
        query = urllib.parse.urlencode(parameters, doseq=True)
        try:
            with urllib.request.urlopen(f"{self.url}{path}?{query}", timeout=20) as response:
                return json.load(response)["data"]
        except urllib.error.HTTPError as e:
            raise ValueError(json.load(e).get("error", str(e))) from None

    def series(self, expression):
        """Returns the series that had a number at some time."""
        data = self.get("/api/v1/query_range", query=expression, start=self.started, end=time.time(), step=1)
        found = data["result"]
        return [s["metric"] for s in found if any(value != "NaN" for _, value in s["values"])]

    def instant(self, expression):
        return self.get("/api/v1/query", query=expression)

    def labels(self, metric):
        """Returns the label names of a metric with all their values; None if there is no such metric."""
        if metric not in self.known:
            found = self.get("/api/v1/series", **{"match[]": metric, "start": self.started, "end": time.time()})
            names = {}
            for series in found:
                for label, value in series.items():
                    names.setdefault(label, set()).add(value)
            self.known[metric] = names or None
        return self.known[metric]


def problems_of(prometheus, expression, legend=""):
    """Returns the problems of an expression: an error, no result, or unknown metrics and labels."""
    problems = []
    all_labels = set()
    for metric, matchers in selectors(expression):
        labels = prometheus.labels(metric)
        if labels is None:
            problems.append(f"there is no metric {metric}")
            continue
        all_labels |= set(labels)
        for label, operator, value in matchers:
            if label not in labels:
                problems.append(f"{metric} has no label {label}")
            elif operator in ("=", "=~") and re.fullmatch(r"[\w|-]+", value):
                problems += [f"{metric} has no {label} {v}" for v in value.split("|") if v not in labels[label]]
    problems += [f"no metric has the label {label}" for label in groupings(expression) if label not in all_labels]
    if "$" in expression:
        problems.append("an unknown variable")
    try:
        found = prometheus.series(expression)
    except ValueError as e:
        return problems + [f"fails: {e}"]
    if not found:
        problems.append("returns nothing")
    for label in re.findall(r"\{\{\s*(\w+)\s*\}\}", legend):
        if found and not any(label in series for series in found):
            problems.append(f"the legend names {label}, the series have {sorted(found[0])}")
    return problems


# Expressions of dashboards and rules


def with_values(expression, instance, pipeline):
    """Replaces Grafana's variables; durations are divided by 60."""
    for name, value in {
        "$__rate_interval": "10s",
        "$__interval": "5s",
        "$__range": "90s",
        "$instance": instance,
        "$pipeline": pipeline,
    }.items():
        expression = expression.replace(name, value)
    return expression


def dashboard_expressions(dashboard, instance):
    """Yields name, expression and legend of each, with all variable values and with one."""
    for panel in panels(dashboard):
        for target in panel.get("targets", []):
            name = f'{dashboard["uid"]}: "{panel["title"]}" {target["refId"]}'
            legend = target.get("legendFormat", "")
            yield name, with_values(target["expr"], ".*", ".*"), legend
            if "$instance" in target["expr"]:
                yield f"{name}, one selected", with_values(target["expr"], instance, "signal"), legend
    for annotation in dashboard["annotations"]["list"]:
        name = f'{dashboard["uid"]}: annotation "{annotation["name"]}"'
        yield name, with_values(annotation["expr"], ".*", ".*"), annotation["textFormat"]
    for variable in dashboard["templating"]["list"]:
        if variable["type"] == "query":
            selector, label = re.fullmatch(r"label_values\((.*), (\w+)\)", variable["definition"]).groups()
            yield f'{dashboard["uid"]}: variable {variable["name"]}', f"count by ({label}) ({selector})", f"{{{{{label}}}}}"


def rule_expressions(rules):
    for rule in rules:
        for number, part in enumerate(without_thresholds(rule["query"]), 1):
            yield f'alert {rule["name"]}, part {number}', part, ""


def mutated(expression, legend):
    """Yields every mutation of the expression."""
    for metric, matchers in set((m, tuple(ms)) for m, ms in selectors(expression)):
        yield f"{metric} misspelt", re.sub(rf"\b{metric}\b", metric + "s", expression), legend
        for label, operator, value in matchers:
            yield f"label {label} misspelt", re.sub(rf"\b{label}(\s*{operator})", rf"{label}s\1", expression), legend
            if operator == "=":
                yield f"value {value} misspelt", expression.replace(f'"{value}"', f'"{value}s"'), legend
    for label in set(groupings(expression)):
        yield f"by {label} misspelt", re.sub(rf"\b({label})(\s*[,)])", r"\1s\2", expression), legend
    if ")" in expression:
        yield "a bracket missing", expression[: expression.rindex(")")] + expression[expression.rindex(")") + 1 :], legend
    for label in re.findall(r"\{\{\s*(\w+)\s*\}\}", legend):
        yield f"legend {label} misspelt", expression, legend.replace(label, label + "s")


# The service and its load


class Service:
    def __init__(self, url, data):
        self.url = url
        self.data = pathlib.Path(data)
        self.codes = {}

    def call(self, method, path, body=None, **headers):
        data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                code, text = response.status, response.read()
        except urllib.error.HTTPError as e:
            code, text = e.code, e.read()
        self.codes[code] = self.codes.get(code, 0) + 1
        try:
            return json.loads(text)
        except ValueError:
            return {}

    def wait(self, seconds=60):
        until = time.time() + seconds
        while time.time() < until:
            try:
                if self.call("GET", "/health/live").get("status") == "UP":
                    return
            except OSError:
                time.sleep(0.5)
        raise SystemExit("FAILED: the service did not start")

    def good(self, name="ohlcv.csv", **headers):
        return self.call("POST", "/runs", {"input": name}, **headers)

    def bad(self):
        lines = "--x\r\nContent-Disposition: form-data; name=file; filename=bad.csv\r\n\r\ntimestamp,close\n1,abc\n\r\n--x--\r\n"
        return self.call("POST", "/runs", lines.encode(), Content_Type="multipart/form-data; boundary=x")

    def fill(self, submits=24):
        threads = [threading.Thread(target=self.good, args=("large.csv",)) for _ in range(submits)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def rare_events(self):
        """Causes rare events: a cancelled and a deleted run, a key used twice, an internal error."""
        self.good(Idempotency_Key="once")
        self.call("POST", "/runs", {"input": "ohlcv.csv", "config": {"window": 9}}, Idempotency_Key="once")
        run = self.good(Prefer="wait=20")["id"]
        metrics = self.data / "runs" / run / "metrics.json"
        metrics.unlink()
        metrics.mkdir()
        self.call("GET", f"/runs/{run}/metrics")
        metrics.rmdir()
        self.call("DELETE", f"/runs/{run}")
        self.call("GET", "/runs/none")
        self.good("large.csv")
        self.call("POST", "/runs/{}/cancel".format(self.good("large.csv")["id"]))


class Houses:
    """Requests predictions, first of rows like the training data, then of others, and posts their actual values."""

    FEATURES = ["MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude", "Longitude"]

    def __init__(self, service):
        self.service = service
        with open(HOME / "sample-data/housing.csv") as lines:
            self.rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(lines)]
        self.at = 0

    def train(self):
        """Requests a prediction before there is a model, then trains two versions and fails a third training."""
        self.service.call("POST", "/predict", {name: 1 for name in self.FEATURES})
        for algorithm in ("linear_regression", "random_forest"):
            run = {"pipeline": "housing", "input": "housing.csv", "config": {"algorithms": [algorithm]}}
            self.service.call("POST", "/runs", run, Prefer="wait=60")
        self.service.call("POST", "/runs", {"pipeline": "housing", "input": "ohlcv.csv"}, Prefer="wait=60")

    def predict(self, shifted):
        """Shifted rows have higher incomes and larger errors than the training data."""
        rows = [self.rows[(self.at + i) % len(self.rows)] for i in range(25)]
        self.at += len(rows)
        rows_sent = [{name: row[name] for name in self.FEATURES} for row in rows]
        for one in rows_sent if shifted else []:
            one["MedInc"] = 3 * one["MedInc"] + 40
        predictions = self.service.call("POST", "/predict", rows_sent)["predictions"]
        actuals = [{"id": a["id"], "actual": row["target"] + (3 if shifted else 0)} for a, row in zip(predictions, rows)]
        self.service.call("POST", "/models/housing/actuals", actuals)

    def send_invalid(self):
        self.service.call("POST", "/predict", {"MedInc": "much"})

    def change_champion(self):
        """From version 1, which became the champion first, to version 2, back, and to version 2 again."""
        promotion = "/models/housing/versions/2/promote"
        if self.service.call("GET", "/models/housing")["champion"] == 2:
            self.service.call("POST", "/models/housing/rollback")
        for path in (promotion, "/models/housing/rollback", promotion):
            self.service.call("POST", path, {"reason": "test"})


def work(service, started):
    houses = Houses(service)
    houses.train()
    service.rare_events()
    filled = 0
    while (passed := time.time() - started) < LOAD_SECONDS:
        if passed > 15 * (filled + 1) and filled < 3:
            service.fill()
            filled += 1
            houses.change_champion()
        houses.predict(shifted=passed > 25)
        houses.send_invalid()
        service.good()
        service.bad()
        time.sleep(0.5)


def fires(prometheus, alert, seconds):
    until = time.time() + seconds
    while time.time() < until:
        for found in prometheus.get("/api/v1/alerts")["alerts"]:
            if found["labels"]["alertname"] == alert and found["state"] == "firing":
                return []
        time.sleep(0.5)
    return [f"it does not fire within {seconds} s"]


def check_service(service_url, prometheus_url, pid, data, count_file, self_test=False):
    service = Service(service_url, data)
    prometheus = Prometheus(prometheus_url)
    report = Report()
    service.wait()
    work(service, time.time())
    print(f"responses by status: {dict(sorted(service.codes.items()))}")
    for code in (202, 404, 422, 429, 500, 503):
        report.say(f"there was a response with status {code}", [] if code in service.codes else ["there was none"])

    report.say("RunsFailing fires", fires(prometheus, "RunsFailing", 20))
    report.say("ModelDrift fires", fires(prometheus, "ModelDrift", 40))
    fired = {series["alertname"] for series in prometheus.series('ALERTS{alertstate="firing"}')}
    report.say("SubmissionsRejected has fired", [] if "SubmissionsRejected" in fired else [f"only {fired} have fired"])

    instance = urllib.parse.urlparse(service_url).netloc
    rules = [rule for group in prometheus.get("/api/v1/rules")["groups"] for rule in group["rules"]]
    defined = len(re.findall(r"- alert:", RULES.read_text()))
    report.say(f"all {defined} rules are loaded", [] if len(rules) == defined else [f"{len(rules)} are loaded"])
    expressions = list(rule_expressions(rules))
    for path in DASHBOARDS:
        expressions += dashboard_expressions(json.loads(path.read_text()), instance)
    for rule in rules:
        report.say(f'alert {rule["name"]} is evaluated', [rule["lastError"]] if rule["health"] != "ok" else [])
    for name, expression, legend in expressions:
        report.say(name, problems_of(prometheus, expression, legend))

    if self_test:
        mutants = detected = 0
        for name, expression, legend in expressions:
            for what, changed, changed_legend in mutated(expression, legend):
                mutants += 1
                if problems_of(prometheus, changed, changed_legend):
                    detected += 1
                else:
                    report.say(f"{name}: {what}", [f"not detected: {changed}"])
        report.say(
            f"{detected} of {mutants} broken expressions were detected",
            [] if detected == mutants > 1000 else ["all, and more than 1000, must be"],
        )

    os.kill(int(pid), signal.SIGTERM)
    report.say("ServiceDown fires", fires(prometheus, "ServiceDown", 40))
    pathlib.Path(count_file).write_text(f"{report.passed} {report.failed}\n")
    return report.failed == 0


if __name__ == "__main__":
    if sys.argv[1] == "files":
        sys.exit(not check_files())
    if sys.argv[1] == "rules":
        sys.exit(not check_rules(sys.argv[2]))
    sys.exit(not check_service(*sys.argv[2:7], self_test="--self-test" in sys.argv))
