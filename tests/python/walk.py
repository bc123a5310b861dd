"""Two people, a room and what happens in it, with the client that is generated from the specification."""

from __future__ import annotations

import sys
import uuid
from typing import TypeVar

from causerie_client import AuthenticatedClient, Client
from causerie_client.api.auth import login, refresh, register, revoke
from causerie_client.api.events import sync
from causerie_client.api.forwarding import forward_message
from causerie_client.api.messages import delete_message, edit_message, list_messages, list_revisions, send_message
from causerie_client.api.operations import get_specification_yaml
from causerie_client.api.preferences import get_preferences, update_preferences
from causerie_client.api.read_state import get_unread_count, mark_room
from causerie_client.api.receipts import list_receipts
from causerie_client.api.rooms import create_room, get_room, list_rooms
from causerie_client.api.users import get_me
from causerie_client.models import (
    CreateRoomRequest,
    EditMessageRequest,
    ForwardMessageRequest,
    ForwardOutcomes,
    ForwardStatus,
    LoginRequest,
    MarkRoomRequest,
    Message,
    MessageCreatedFrame,
    MessageDeletedFrame,
    MessageHistory,
    MessageKind,
    MessageStatus,
    MessageUpdatedFrame,
    Preferences,
    Problem,
    ReadMark,
    ReadStatus,
    ReceiptPage,
    RefreshRequest,
    RegisterRequest,
    ResyncReason,
    RevisionPage,
    Room,
    RoomKind,
    RoomPage,
    SendMessageRequest,
    SignedIn,
    SyncPage,
    SyncResync,
    UnreadCount,
    UpdatePreferencesRequest,
    User,
)
from causerie_client.types import Response, Unset

T = TypeVar("T")


def got(answer: Response[T], status: int) -> T:
    """The body of an answer with this status."""
    assert answer.status_code == status, f"{answer.status_code} instead of {status}: {answer.content!r}"
    assert answer.parsed is not None
    return answer.parsed


def one(kind: type[T], answer: object) -> T:
    """What was answered, if it is of this kind."""
    assert isinstance(answer, kind), f"{answer!r} is no {kind.__name__}"
    return answer


def refused(answer: Response[T], status: int, code: str) -> Problem:
    """The problem that was answered."""
    problem = one(Problem, got(answer, status))
    assert (problem.status, problem.code, problem.type_) == (status, code, f"/problems/{code}")
    assert problem.instance == answer.headers["x-request-id"]
    return problem


class Walk:
    """Ada and Bob at a server."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        # An undocumented status is a fault.
        self.guest = Client(base_url=base_url, raise_on_unexpected_status=True)
        self.run = uuid.uuid4().hex[:12]
        self.ada_tokens, self.ada = self.arrive("ada", "a lovely engine")
        self.bob_tokens, self.bob = self.arrive("bob", "a noisy loom 42")

    def arrive(self, name: str, password: str) -> tuple[SignedIn, AuthenticatedClient]:
        body = RegisterRequest(username=f"{name}.{self.run}", password=password)
        tokens = one(SignedIn, got(register.sync_detailed(client=self.guest, body=body), 201))
        assert (tokens.user.username, tokens.user.is_bot, tokens.token_type) == (body.username, False, "Bearer")
        return tokens, self.signed_in(tokens)

    def signed_in(self, tokens: SignedIn) -> AuthenticatedClient:
        assert isinstance(tokens.access_token, str)
        return AuthenticatedClient(base_url=self.base_url, token=tokens.access_token, raise_on_unexpected_status=True)

    def group(self, name: str) -> Room:
        body = CreateRoomRequest(kind=RoomKind.GROUP, name=name, member_ids=[self.bob_tokens.user.id])
        room = one(Room, got(create_room.sync_detailed(client=self.ada, body=body), 201))
        assert (room.name, room.kind, room.member_count) == (name, RoomKind.GROUP, 2)
        return room

    def say(self, room: Room, content: str, client_id: str, status: int = 201) -> Message:
        body = SendMessageRequest(content=content, client_id=client_id)
        return one(Message, got(send_message.sync_detailed(room.id, client=self.ada, body=body), status))

    def history(self, room: Room, limit: int, before: Message | None = None) -> MessageHistory:
        """A page of what Bob sees, newest first."""
        if before is None:
            return one(MessageHistory, got(list_messages.sync_detailed(room.id, client=self.bob, limit=limit), 200))
        page = list_messages.sync_detailed(room.id, client=self.bob, limit=limit, before=before.id)
        return one(MessageHistory, got(page, 200))


def sends_and_pages(walk: Walk, room: Room) -> list[Message]:
    said = [walk.say(room, f"Good morning, {number}!", f"a-{number}") for number in range(5)]
    again = walk.say(room, "Good morning, 4!", "a-4", 200)
    assert again.id == said[4].id, "the same client_id is the same message"
    seen: list[Message] = []
    page = walk.history(room, 2)
    while True:
        seen += page.items
        if not page.has_more_before:
            break
        page = walk.history(room, 2, seen[-1])
    theirs = [message.id for message in reversed(seen) if message.kind == MessageKind.USER]
    assert theirs == [message.id for message in said], "each once, in order"
    return said


def reads_and_counts(walk: Walk, room: Room, said: list[Message]) -> None:
    count = one(UnreadCount, got(get_unread_count.sync_detailed(client=walk.bob, room_id=room.id, explain=True), 200))
    assert (count.total, count.rooms[0].unread_count) == (5, 5)
    named = count.rooms[0].messages
    assert not isinstance(named, Unset) and [message.message_id for message in named] == [
        message.id for message in said
    ]
    body = MarkRoomRequest(status=ReadMark.READ, message_id=said[2].id)
    state = one(ReadStatus, got(mark_room.sync_detailed(room.id, client=walk.bob, body=body), 200))
    assert (state.unread_count, state.first_unread_message_id) == (2, said[3].id)
    receipts = one(ReceiptPage, got(list_receipts.sync_detailed(said[2].id, client=walk.ada), 200))
    assert [(item.user_id, item.status) for item in receipts.items] == [(walk.bob_tokens.user.id, MessageStatus.READ)]


def edits_deletes_forwards(walk: Walk, room: Room, said: list[Message]) -> None:
    body = EditMessageRequest(content="Good evening!")
    edited = one(Message, got(edit_message.sync_detailed(room.id, said[0].id, client=walk.ada, body=body), 200))
    assert (edited.content, edited.is_edited) == ("Good evening!", True)
    revisions = one(RevisionPage, got(list_revisions.sync_detailed(room.id, said[0].id, client=walk.bob), 200))
    assert said[0].content in [revision.content for revision in revisions.items]
    refused(edit_message.sync_detailed(room.id, said[0].id, client=walk.bob, body=body), 403, "forbidden")
    deleted = one(Message, got(delete_message.sync_detailed(room.id, said[1].id, client=walk.ada), 200))
    assert deleted.content is None and not isinstance(deleted.deleted_at, Unset)
    garden = walk.group("Garden")
    forward = ForwardMessageRequest(room_ids=[garden.id, uuid.uuid4()])
    outcomes = one(ForwardOutcomes, got(forward_message.sync_detailed(said[2].id, client=walk.ada, body=forward), 200))
    there, nowhere = outcomes.items
    assert (there.status, nowhere.status, nowhere.code) == (ForwardStatus.FORWARDED, ForwardStatus.FAILED, "not_found")
    assert isinstance(there.message, Message) and there.message.content == said[2].content


def is_refused(walk: Walk, room: Room) -> None:
    empty = send_message.sync_detailed(room.id, client=walk.ada, body=SendMessageRequest(content=""))
    faults = refused(empty, 422, "validation_failed").errors
    assert not isinstance(faults, Unset) and [fault.pointer for fault in faults] == ["/content"]
    refused(get_room.sync_detailed(uuid.uuid4(), client=walk.ada), 404, "not_found")
    wrong = LoginRequest(username=f"ada.{walk.run}", password="not a lovely engine")
    refused(login.sync_detailed(client=walk.guest, body=wrong), 401, "invalid_credentials")
    taken = RegisterRequest(username=f"ada.{walk.run}", password="a lovely engine")
    refused(register.sync_detailed(client=walk.guest, body=taken), 409, "username_taken")


def follows(walk: Walk, room: Room, said: list[Message]) -> None:
    """Everything since Ada came, as events, in two pages of which the second begins at the cursor of the first."""
    since = walk.ada_tokens.user.created_at
    first = one(SyncPage, got(sync.sync_detailed(client=walk.bob, since=since, limit=5), 200))
    assert (len(first.items), first.has_more) == (5, True) and isinstance(first.resync, Unset)
    rest = one(SyncPage, got(sync.sync_detailed(client=walk.bob, cursor=first.next_cursor, limit=100), 200))
    frames = [*first.items, *rest.items]
    created = [
        frame.data.message for frame in frames if isinstance(frame, MessageCreatedFrame) and frame.room_id == room.id
    ]
    assert [message.id for message in created if message.kind == MessageKind.USER] == [message.id for message in said]
    updated = [
        (frame.data.message.id, frame.data.message.forwarded_count)
        for frame in frames
        if isinstance(frame, MessageUpdatedFrame)
    ]
    assert updated == [(said[0].id, 0), (said[2].id, 1)], "one was edited, one was forwarded"
    assert [frame.data.message.id for frame in frames if isinstance(frame, MessageDeletedFrame)] == [said[1].id]
    end = one(SyncPage, got(sync.sync_detailed(client=walk.bob, cursor=rest.next_cursor), 200))
    assert (end.items, end.has_more) == ([], False)
    lost = one(SyncPage, got(sync.sync_detailed(client=walk.bob, cursor="garbage"), 200))
    assert (
        isinstance(lost.resync, SyncResync) and lost.resync.reason == ResyncReason.CURSOR_INVALID and lost.items == []
    )


def chooses(walk: Walk) -> None:
    before = one(Preferences, got(get_preferences.sync_detailed(client=walk.bob), 200))
    body = UpdatePreferencesRequest(read_receipts=not before.read_receipts)
    after = one(Preferences, got(update_preferences.sync_detailed(client=walk.bob, body=body), 200))
    assert after.read_receipts != before.read_receipts
    rooms = one(RoomPage, got(list_rooms.sync_detailed(client=walk.bob, limit=1), 200))
    assert len(rooms.items) == 1 and isinstance(rooms.next_cursor, str)
    more = one(RoomPage, got(list_rooms.sync_detailed(client=walk.bob, limit=1, cursor=rooms.next_cursor), 200))
    assert len(more.items) == 1 and more.items[0].id != rooms.items[0].id
    text = got(get_specification_yaml.sync_detailed(client=walk.guest), 200)
    assert isinstance(text, str) and text.startswith("openapi: 3.0.3")


def leaves(walk: Walk) -> None:
    fresh = RefreshRequest(refresh_token=walk.ada_tokens.refresh_token)
    tokens = one(SignedIn, got(refresh.sync_detailed(client=walk.guest, body=fresh), 200))
    assert tokens.session_id == walk.ada_tokens.session_id and tokens.refresh_token != walk.ada_tokens.refresh_token
    twice = one(SignedIn, got(refresh.sync_detailed(client=walk.guest, body=fresh), 200))
    assert twice.refresh_token == tokens.refresh_token, "a refresh that is repeated at once gives the same"
    ada = walk.signed_in(tokens)
    assert one(User, got(get_me.sync_detailed(client=ada), 200)).id == tokens.user.id
    assert revoke.sync_detailed(client=ada).status_code == 204
    refused(get_me.sync_detailed(client=ada), 401, "unauthorized")
    gone = RefreshRequest(refresh_token=tokens.refresh_token)
    refused(refresh.sync_detailed(client=walk.guest, body=gone), 401, "invalid_refresh_token")


def main() -> None:
    walk = Walk(sys.argv[1])
    room = walk.group("Kitchen")
    said = sends_and_pages(walk, room)
    reads_and_counts(walk, room, said)
    edits_deletes_forwards(walk, room, said)
    is_refused(walk, room)
    follows(walk, room, said)
    chooses(walk)
    leaves(walk)
    print("walked through: every answer was as the specification says")


main()
