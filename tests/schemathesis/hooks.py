"""What schemathesis cannot know of Causerie: whose session it is, what the examples stand for, and the rules that OpenAPI
cannot express."""

from __future__ import annotations

import atexit
import os
import pathlib
import re
import subprocess
import uuid
from collections import Counter
from typing import TYPE_CHECKING, Any

import requests
import schemathesis
from schemathesis.core import NOT_SET
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.core.media_types import YAML_MEDIA_TYPES
from schemathesis.core.parameters import ParameterLocation
from schemathesis.openapi.checks import RejectedPositiveData, UseAfterFree

if TYPE_CHECKING:
    from schemathesis import AuthContext, Case, HookContext, Response
    from schemathesis.core.deserialization import DeserializationContext
    from schemathesis.core.failures import Failure

# The examples of the specification.
USERNAME, PASSWORD = "ana", "a long enough one"
ANA, BEN = "01936f5a-2c10-7a41-9d3e-5b8f0c6a7e11", "01936f5a-8d42-7c03-b1f6-2e9a4d7c5b22"
ROOM, MESSAGE = "01936f5b-1e77-7d55-a2c8-6f0b3e9d4a33", "01936f5c-40b9-7e12-8c7d-1a5f9e3b6d44"
INVITE, SESSION = "q7Zt0mVxR2yKc9LwBn4sHg", "01936f5a-2c11-7f08-85aa-7d4c1b9e2f66"
REFRESH_TOKEN = "kq3V0dZ8yT1nXw6bRf5mJc2sLh9pGa7eUo4iQv0xYzA"
SPECIFICATION = pathlib.Path("openapi.yaml").read_text()
assert all(example in SPECIFICATION for example in (ANA, BEN, ROOM, MESSAGE, INVITE, SESSION, REFRESH_TOKEN))

KEY = re.compile(r"[\x21-\x7e]{1,255}")

# At most one of each may be given, as their descriptions say.
EXCLUSIVE = {"listMessages": ["before", "after", "around"], "sync": ["cursor", "since"]}

# Codes with which a request is refused that fits its schema, each with the reason why the schema cannot say so.
RULES = {
    "invalid_cursor": "cursors are opaque, so their form is not told",
    "invite_expired": "an invite is over after a time and a number of uses",
    "self_message": "who asks is not in the body",
    "unknown_member": "whom the server knows changes from call to call",
    "weak_password": "a list of common passwords, and the username, are no pattern",
}

# Deletions after which the thing can still be read, each with the reason.
KEPT = {
    "DELETE /api/v1/rooms/{room_id}": "`dry_run` only tells, and a direct room goes from one's list",
    "DELETE /api/v1/rooms/{room_id}/messages": "the history is there, and empty",
    "DELETE /api/v1/rooms/{room_id}/messages/{message_id}": "a placeholder without content stays",
}

# What takes away something that the examples stand for, and what that is.
SPENDING = {
    "acceptInvite": "invite",
    "clearRoom": "room",
    "deleteMessage": "room",
    "deleteRoom": "room",
    "deleteSession": "device",
    "leaveRoom": "room",
    "refresh": "device",
    "removeMember": "room",
    "revoke": "device",
    "updateMember": "room",
}

# What ends Ana's session, or changes the password of the examples.
ENDING = {"changePassword", "deleteMe", "revoke", "revokeAll"}

# Where 401 is the answer to what the body gives.
JUDGING = {"changePassword", "login", "refresh"}


def operation_id(case: Case) -> str:
    return str(case.operation.definition.raw.get("operationId"))


# Wrong passwords that are drawn count against the address that they come from, which is not this one (RFC 5737).
OWN_ADDRESS = "198.51.100.1"


class World:
    """What the examples of the specification stand for, as things that are there: Ana, Ben, their room and its message."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.username = f"ana.{uuid.uuid4().hex[:16]}"
        ana, ben = self.register(self.username), self.register(f"ben.{uuid.uuid4().hex[:16]}")
        self.token, self.ben_id, self.ben_token = ana["access_token"], ben["user"]["id"], ben["access_token"]
        self.names = {ANA: ana["user"]["id"], BEN: self.ben_id}
        self.spent = set(SPENDING.values())

    def register(self, username: str) -> dict[str, Any]:
        return self.post("/auth/register", {"username": username, "password": PASSWORD})

    def post(self, path: str, body: dict[str, Any], token: str = "") -> dict[str, Any]:
        headers = {"X-Forwarded-For": OWN_ADDRESS}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        answer = requests.post(f"{self.base_url}/api/v1{path}", json=body, headers=headers, timeout=30)
        answer.raise_for_status()
        return dict(answer.json())

    def furnish(self) -> None:
        """Makes anew what has been taken away."""
        if "room" in self.spent:
            room = self.post("/rooms", {"kind": "group", "name": "Kitchen", "member_ids": [self.ben_id]}, self.token)
            message = self.post(f"/rooms/{room['id']}/messages", {"content": "Good morning!"}, self.token)
            self.names |= {ROOM: room["id"], MESSAGE: message["id"]}
        if "invite" in self.spent:
            # Into a room of which Ana is no member yet.
            garden = self.post("/rooms", {"kind": "group", "name": "Garden", "member_ids": []}, self.ben_token)
            self.names[INVITE] = self.post(f"/rooms/{garden['id']}/invites", {}, self.ben_token)["code"]
        if "device" in self.spent:
            device = self.post("/auth/login", {"username": self.username, "password": PASSWORD})
            self.names |= {SESSION: device["session_id"], REFRESH_TOKEN: device["refresh_token"]}
        self.spent.clear()

    def clear(self) -> None:
        """Empties Ana's view of the room: only that can be undone."""
        headers = {"Authorization": f"Bearer {self.token}"}
        requests.delete(f"{self.base_url}/api/v1/rooms/{self.names[ROOM]}/messages", headers=headers, timeout=30)

    def put_in(self, value: Any) -> Any:
        """The value with examples replaced by what they stand for."""
        if isinstance(value, dict):
            return {key: self.put_in(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.put_in(item) for item in value]
        return self.names.get(value, value) if isinstance(value, str) else value


# The one at hand, and the sessions of those before it, as their headers name them.
worlds: list[World] = []
over: set[str] = set()

# How often each status came; told at the end.
answers: Counter[int] = Counter()
atexit.register(
    lambda: print("Answers:", ", ".join(f"{count} × {status}" for status, count in sorted(answers.items())))
)


def world_at_hand(base_url: str) -> World:
    """A world in which everything is there: a new one when the run has signed Ana out."""
    if not worlds or bearer(worlds[0]) in over:
        worlds[:] = [World(base_url)]
    try:
        worlds[0].furnish()
    except requests.HTTPError:
        over.add(bearer(worlds[0]))
        worlds[:] = [World(base_url)]
        worlds[0].furnish()
    return worlds[0]


def bearer(world: World) -> str:
    return f"Bearer {world.token}"


@schemathesis.auth().skip_for(operation_id="auditUnread")
class Session:
    """Ana's session; `before_call` puts a new one in the place of one that is over."""

    def get(self, case: Case, context: AuthContext) -> str:
        return bearer(world_at_hand(context.operation.base_url))

    def set(self, case: Case, data: str, context: AuthContext) -> None:
        case.headers["Authorization"] = data


@schemathesis.auth().apply_to(operation_id="auditUnread")
class Auditor:
    """Somebody with the role that only the command line gives."""

    def get(self, case: Case, context: AuthContext) -> str:
        world = World(context.operation.base_url)
        subprocess.run([os.environ["CAUSERIE_BIN"], "user", "grant", world.username, "admin"], check=True)
        return bearer(world)

    def set(self, case: Case, data: str, context: AuthContext) -> None:
        case.headers["Authorization"] = data


@schemathesis.deserializer(*YAML_MEDIA_TYPES)
def text(context: DeserializationContext, response: Response) -> str:
    """The specification as YAML is described as the text that it is."""
    return response.content.decode()


@schemathesis.hook
def before_call(context: HookContext, case: Case, kwargs: dict[str, Any]) -> None:
    """Puts what is there in the place of the examples, and mends what would be refused for a reason that the case is not about."""
    world = world_at_hand(case.operation.base_url)
    if case.headers.get("Authorization") in over:
        case.headers["Authorization"] = bearer(world)
    case.path_parameters = world.put_in(case.path_parameters)
    case.query = world.put_in(case.query)
    case.body = world.put_in(case.body)
    if operation_id(case) == "undoRoom" and case.path_parameters.get("room_id") == world.names[ROOM]:
        world.clear()
    if operation_id(case) == "login" and isinstance(case.body, dict) and case.body.get("username") == USERNAME:
        case.body["username"] = world.username
    key = case.headers.get("Idempotency-Key")
    if isinstance(key, str) and KEY.fullmatch(key):
        # A key belongs to one request; the example's would be in every one. Its length is what may be tested.
        fresh = uuid.uuid4().hex
        case.headers["Idempotency-Key"] = fresh + key[len(fresh) :]
    mend(case)


def mend(case: Case) -> None:
    """Keeps cases that are meant to be valid within the rules that stand in descriptions only."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    operation, body = operation_id(case), case.body
    if operation == "createRoom" and isinstance(body, dict) and body["kind"] == "direct":
        # In a direct room exactly one other person.
        del body["member_ids"][1:]
    if operation == "sendMessage" and isinstance(body, dict) and "client_id" in body:
        # The id of a message belongs to one room.
        body["client_id"] = uuid.uuid4().hex
    if operation in EXCLUSIVE:
        given = [name for name in EXCLUSIVE[operation] if name in case.query]
        for name in given[1:]:
            del case.query[name]


@schemathesis.hook
def after_call(context: HookContext, case: Case, response: Response) -> None:
    """Notes what is gone."""
    answers[response.status_code] += 1
    world, operation, is_done = worlds[0], operation_id(case), response.status_code < 300
    if is_done and operation in SPENDING:
        world.spent.add(SPENDING[operation])
    # A session can also end by its own id, out of the list of sessions.
    is_out = is_done and operation in ENDING or response.status_code == 401 and operation not in JUDGING
    if is_out and case.headers.get("Authorization") == bearer(world):
        over.add(bearer(world))


@schemathesis.hook
def filter_failure(context: HookContext, failure: Failure, case: Case, response: Response) -> bool:
    """Whether it is one."""
    match failure:
        case RejectedPositiveData():
            # A refusal by a rule that no schema can express.
            return response.status_code >= 500 or response.json().get("code") not in RULES
        case UseAfterFree():
            return failure.operation not in KEPT
        case AcceptedNegativeData():
            # schemathesis takes leaving out a body that may be left out for a fault of the body.
            body = case.operation.definition.raw.get("requestBody", {})
            return case.body is not NOT_SET or body.get("required", False) or not is_negative_in_body_only(case)
    return True


def is_negative_in_body_only(case: Case) -> bool:
    components = case.meta.components if case.meta is not None else {}
    return {place for place, part in components.items() if part.mode.is_negative} == {ParameterLocation.BODY}
