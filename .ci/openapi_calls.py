"""What schemathesis calls the emulator with, and what is counted.

Schemathesis makes requests up, so that nearly every one names a space or file that does not exist. Here ids, tickets and secrets
in requests that are meant to be right are replaced by such as the emulator knows: those that its replies have shown, by the names
of their schemas, and a few that are given or made through the emulator's control routes. Nothing here knows an operation.

As a program it prints what was counted, and fails if too few operations did what was asked:
openapi_calls.py OUTCOMES MINIMUM
"""

import atexit
import base64
import collections
import hashlib
import json
import os
import random
import sys
import urllib.parse
import urllib.request

# How many values of a schema are remembered.
REMEMBERED = 24
# Ids that stand for the same as others: the root of a space is a folder, and a document is a file.
ALIKE = {"FolderID": "SpaceID", "DocID": "FileID"}

chance = random.Random(20)


class Emulator:
    """The emulator, and what it is known to have."""

    def __init__(self, origin, control, given):
        self.origin = origin
        self.control = control
        # What it has from the beginning: values by the name of the field.
        self.given = given
        self.document = {}
        # Values that replies have shown, the newest last, by the name of their schema.
        self.known = collections.defaultdict(lambda: collections.deque(maxlen=REMEMBERED))
        self.tokens = {}
        self.samples = 0
        # What is being made.
        self.supplying = set()
        # Content that has been announced, none twice: by the name of its upload where that is known, and the newest.
        self.announced = {}
        self.contents = 0

    def order(self, route, **values):
        """Has something made that only a person can make; None where it cannot be made yet."""
        request = urllib.request.Request(
            f"{self.control}/_emulator/{route}", json.dumps(values).encode(), {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=10) as reply:
                return next(iter(json.load(reply).values()))
        except OSError:
            return None

    def made(self, name):
        """A ticket or code, by the name of its schema or field; they work once or for a short time."""
        match name:
            case "DriveFolderTicket":
                return self.order("tickets", spaceid=self.newest("SpaceID"))
            case "DriveDownloadTicket":
                return self.order("tickets", fileid=self.newest("FileID"))
            case "ContactTicket":
                return self.order(
                    "tickets", corpid=self.given["corpid"][0], operator_open_userid="picker", open_userid_list=["a", "b"])
            case "SuiteTicket":
                return self.order("suite-tickets")
            case "js_code":
                app = chance.choice([{}, {"corpid": self.given["auth_corpid"][0], "app": self.given["suite_id"][0]}])
                return self.order("login-codes", userid="person", **app)
            case _:
                return None

    def newest(self, name):
        return self.known[name][-1] if self.known[name] else ""

    # Schemas

    def named(self, schema):
        """The name of the shared schema that one refers to, and that schema; None and the schema itself if it is none."""
        name = None
        while "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[-1]
            schema = self.document["components"]["schemas"][name]
        return name, schema

    @staticmethod
    def is_identifier(name, schema):
        return name is not None and schema.get("type") in ("string", "integer")

    def code_field(self, operation):
        """The field of a reply that says how the call went."""
        return self.named(replies(operation)[1])[1]["required"][0]

    @staticmethod
    def documented(schema):
        """The documented values of an enum; none of another schema."""
        return next((one["enum"] for one in [schema, *schema.get("anyOf", [])] if "enum" in one), [])

    # Requests

    def value(self, field, name, made_up, beside):
        if field in self.given and (name or chance.random() < 0.9):
            return chance.choice(self.given[field])
        made = self.made(name) or self.made(field)
        if made:
            return made
        # The root of the space beside it.
        if name in ALIKE and ALIKE[name] in beside:
            return beside[ALIKE[name]]
        name = ALIKE.get(name, name)
        if name and not self.known[name]:
            self.supply(name)
        return chance.choice(self.known[name]) if self.known[name] else made_up

    def content(self, request):
        """The request with what belongs together in an upload: size and digest of new content, or the content announced."""
        if "block_sha" in request and chance.random() < 0.9:
            self.contents += 1
            content = f"content {self.contents}".encode()
            self.announced[None] = content
            return {**request, "size": len(content), "block_sha": [hashlib.sha1(content).hexdigest()]}
        content = self.announced.get(request.get("upload_key"))
        if content and "index" in request and chance.random() < 0.9:
            return {**request, "index": 1, "file_base64_content": base64.b64encode(content).decode()}
        return request

    def filled(self, schema, value, beside):
        """The value with what the emulator knows in the places of ids, tickets and secrets."""
        schema = self.named(schema)[1]
        if isinstance(value, list) and "items" in schema:
            return [self.replaced(None, schema["items"], element, beside) for element in value]
        if isinstance(value, dict):
            declared = schema.get("properties", {})
            filled = {
                field: self.replaced(field, declared[field], content, beside) if field in declared else content
                for field, content in value.items()
            }
            return self.content(filled)
        return value

    def replaced(self, field, schema, value, beside):
        name, inner = self.named(schema)
        if field in self.given or self.is_identifier(name, inner) or field == "js_code":
            value = self.value(field, name, value, beside)
            beside[name] = value
            return value
        documented = self.documented(inner)
        # An enum is open, and the emulator refuses what is not documented.
        if documented and value not in documented and chance.random() < 0.9:
            return chance.choice(documented)
        # A text that is made up is hardly ever base64.
        if inner.get("contentEncoding") == "base64" and isinstance(value, str) and chance.random() < 0.9:
            return base64.b64encode(value.encode()).decode()
        return self.filled(schema, value, beside)

    # Replies

    def learn(self, schema, value):
        """Remembers the ids of a reply, and what an upload is of."""
        if isinstance(value, dict) and "upload_key" in value:
            self.announced[value["upload_key"]] = self.announced.get(None)
        name, schema = self.named(schema)
        if isinstance(value, dict):
            for field, content in value.items():
                if field in schema.get("properties", {}):
                    self.learn(schema["properties"][field], content)
        elif isinstance(value, list) and "items" in schema:
            for element in value[:4]:
                self.learn(schema["items"], element)
        elif self.is_identifier(name, schema) and value and value not in self.known[name]:
            self.known[name].append(value)

    def forget(self, value):
        """Forgets the ids of a request that has removed what they are of."""
        if isinstance(value, dict):
            value = value.values()
        if isinstance(value, (list, type({}.values()))):
            for element in value:
                self.forget(element)
        else:
            for values in self.known.values():
                if value in values:
                    values.remove(value)

    # Calls of its own, which make what is missing

    def operations(self):
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                yield path, method, operation

    def token(self, parameter):
        """A token, from a call that gives it and needs none itself."""
        if parameter not in self.tokens:
            for path, method, operation in self.operations():
                if parameter in answer(operation)["properties"] and not operation["security"]:
                    # What is given may be of several kinds, of which the call takes one.
                    for _ in range(8):
                        reply = self.call(path, method, operation)
                        if parameter in reply:
                            self.tokens[parameter] = reply[parameter]
                            return reply[parameter]
        return self.tokens.get(parameter)

    def supply(self, name):
        """Makes ids, by every call whose reply always has one."""
        if name in self.supplying:
            return
        self.supplying.add(name)
        for path, method, operation in self.operations():
            schema = answer(operation)
            given = [self.named(schema["properties"][field])[0] for field in schema.get("required", [])]
            if operation["x-effect"] != "read" and name in given:
                self.call(path, method, operation)
        self.supplying.discard(name)

    def call(self, path, method, operation):
        """The reply to the smallest request; nothing where it is refused."""
        schema = asked(operation)
        fields = schema.get("required", []) + schema.get("oneOf", [{"required": []}])[0]["required"]
        request = self.filled(schema, {field: self.sample(schema["properties"][field]) for field in fields}, {})
        query = {parameter: self.token(parameter) for parameter in self.carried(operation)[:1]}
        body = json.dumps(request).encode()
        if method == "get":
            query, body = {**query, **request}, None
        url = f"{self.origin}{path}?{urllib.parse.urlencode(query)}"
        with urllib.request.urlopen(urllib.request.Request(url, body), timeout=10) as content:
            reply = json.load(content)
        if reply.get(self.code_field(operation), 0) != 0:
            return {}
        self.learn(answer(operation), reply)
        return reply

    def carried(self, operation):
        """The parameters of the tokens that a call takes."""
        schemes = self.document["components"]["securitySchemes"]
        return [schemes[name]["name"] for kinds in operation["security"] for name in kinds]

    def sample(self, schema):
        """A small value of a schema, another each time where it is a text."""
        schema = self.named(schema)[1]
        if self.documented(schema):
            return self.documented(schema)[0]
        match schema.get("type"):
            case "array":
                return [self.sample(schema["items"])]
            case "object":
                return {field: self.sample(schema["properties"][field]) for field in schema.get("required", [])}
            case "integer" | "number":
                return max(schema.get("minimum", 1), 1)
            case "boolean":
                return True
            case _:
                self.samples += 1
                return f"x{self.samples}"


def asked(operation):
    """The schema of a call's request, wherever its fields are sent."""
    if "requestBody" in operation:
        return operation["requestBody"]["content"]["application/json"]["schema"]
    fields = operation.get("parameters", [])
    return {
        "properties": {field["name"]: field["schema"] for field in fields},
        "required": [field["name"] for field in fields if field.get("required")],
    }


def replies(operation):
    """The schemas of a call's replies: what was asked for, and a refusal."""
    return operation["responses"]["200"]["content"]["application/json"]["schema"]["oneOf"]


def answer(operation):
    return replies(operation)[0]


def install():
    """Hooks the emulator into schemathesis."""
    import schemathesis

    emulator = Emulator(os.environ["OPENAPI_ORIGIN"], os.environ["OPENAPI_CONTROL"], json.loads(os.environ["OPENAPI_GIVEN"]))
    # Operation → how often it was called, and how often each errcode was the answer.
    outcomes = collections.defaultdict(collections.Counter)

    @atexit.register
    def write_outcomes():
        with open(os.environ["OPENAPI_OUTCOMES"], "w", encoding="utf-8") as file:
            json.dump(outcomes, file)

    @schemathesis.hook
    def before_load_schema(context, raw_schema):
        emulator.document.update(raw_schema)

    @schemathesis.hook
    def before_call(context, case, kwargs):
        operation = case.operation.definition.raw
        if case.meta is None or case.meta.generation.mode.is_positive:
            if isinstance(case.body, dict):
                case.body = emulator.filled(asked(operation), case.body, {})
            elif case.query:
                case.query = emulator.filled(asked(operation), dict(case.query), {})
        for parameter in emulator.carried(operation)[:1]:
            case.query = {**(case.query or {}), parameter: emulator.token(parameter)}

    @schemathesis.hook
    def after_call(context, case, response):
        operation = case.operation.definition.raw
        counter = outcomes[operation["operationId"]]
        counter["calls"] += 1
        try:
            reply = response.json()
        except ValueError:
            return
        code = reply.get(emulator.code_field(operation), 0) if isinstance(reply, dict) else None
        counter[str(code)] += 1
        if code == 0:
            emulator.learn(answer(operation), reply)
            if operation["x-effect"] == "delete":
                emulator.forget(case.body)
            if not operation["security"]:
                # It may have ended the one before.
                emulator.tokens.update((name, reply[name]) for name in list(emulator.tokens) if name in reply)


def report(path, minimum):
    """Prints what was counted; whether as many operations as are wanted did what was asked."""
    with open(path, encoding="utf-8") as file:
        outcomes = json.load(file)
    succeeded = [name for name, counter in outcomes.items() if counter.get("0")]
    for name, counter in sorted(outcomes.items()):
        codes = ", ".join(f"{code}: {count}" for code, count in counter.items() if code not in ("calls", "0"))
        print(f"{name:36} {counter['calls']:5} calls, {counter.get('0', 0):5} did what was asked  {codes}")
    calls = sum(counter["calls"] for counter in outcomes.values())
    done = sum(counter.get("0", 0) for counter in outcomes.values())
    print(f"{len(succeeded)} of {len(outcomes)} operations succeeded ({minimum} at least), in {done} of {calls} calls")
    return len(succeeded) >= minimum


if __name__ == "__main__":
    sys.exit(0 if report(sys.argv[1], int(sys.argv[2])) else 1)
else:
    install()
