import type {
  EditMessageRequest,
  ForwardOutcome,
  Invite,
  ListMessagesCall,
  Member,
  Message,
  MessageHistory,
  Removal,
  ReadStatus,
  Revision,
  Role,
  Room as RoomRecord,
  SendMessageRequest,
  UpdateRoomRequest,
  AddMemberRequest,
  CreateInviteRequest,
  UpdateMemberRequest,
} from '@causerie/api';
import type { Causerie } from './client.js';
import { snake, type Camel } from './camel.js';
import type { CallOptions } from './options.js';
import { byCursor, Pages, type Page } from './pages.js';
import { uuid } from './platform.js';

type History = NonNullable<ListMessagesCall['query']>;

/** A room that somebody is signed in to. */
export class Room {
  readonly #chat: Causerie;
  readonly id: string;
  /** The room as it was when it was last fetched. Absent until then. */
  data: RoomRecord | undefined;

  constructor(chat: Causerie, id: string, data?: RoomRecord) {
    this.#chat = chat;
    this.id = id;
    this.data = data;
  }

  get #path(): { room_id: string } {
    return { room_id: this.id };
  }

  /** Fetches the room anew. */
  async reload(options?: CallOptions): Promise<RoomRecord> {
    return (this.data = await this.#chat.api.getRoom({ path: this.#path }, options));
  }

  async update(body: Camel<UpdateRoomRequest>, options?: CallOptions): Promise<RoomRecord> {
    return (this.data = await this.#chat.api.updateRoom({ path: this.#path, body: snake<UpdateRoomRequest>(body) }, options));
  }

  /** Sends a message. It is there once, however often it has to be sent. */
  send(message: string | Camel<SendMessageRequest>, options?: CallOptions): Promise<Message> {
    const body = snake<SendMessageRequest>(typeof message === 'string' ? { content: message } : message);
    return this.#chat.api.sendMessage({ path: this.#path, body: { client_id: uuid(), ...body } }, options);
  }

  /** The history, newest first; with `after`, from there on, oldest first; with `around`, only what is near. */
  messages(query: History = {}): Pages<Message> {
    const page = async (place: History): Promise<Page<Message>> => {
      const found = await this.#chat.api.listMessages({ path: this.#path, query: place });
      const next = onward(place, found);
      return { items: found.items, ...(next ? { next: () => page(next) } : {}) };
    };
    return new Pages(() => page(query));
  }

  message(messageId: string, options?: CallOptions): Promise<Message> {
    return this.#chat.api.getMessage({ path: { ...this.#path, message_id: messageId } }, options);
  }

  edit(messageId: string, content: EditMessageRequest['content'], options?: CallOptions): Promise<Message> {
    return this.#chat.api.editMessage({ path: { ...this.#path, message_id: messageId }, body: { content } }, options);
  }

  /** Deletes a message for everyone; its place stays. */
  deleteMessage(messageId: string, options?: CallOptions): Promise<Message> {
    return this.#chat.api.deleteMessage({ path: { ...this.#path, message_id: messageId } }, options);
  }

  async revisions(messageId: string, options?: CallOptions): Promise<Revision[]> {
    return (await this.#chat.api.listRevisions({ path: { ...this.#path, message_id: messageId } }, options)).items;
  }

  /** Marks as read, up to a message or all of it. */
  markRead(messageId?: string, options?: CallOptions): Promise<ReadStatus> {
    return this.#mark('read', messageId, options);
  }

  /** Marks as unread, from a message on or all of it. */
  markUnread(messageId?: string, options?: CallOptions): Promise<ReadStatus> {
    return this.#mark('unread', messageId, options);
  }

  #mark(status: 'read' | 'unread', messageId: string | undefined, options?: CallOptions): Promise<ReadStatus> {
    const body = { status, ...(messageId === undefined ? {} : { message_id: messageId }) };
    return this.#chat.api.markRoom({ path: this.#path, body }, options);
  }

  async archive(archived = true, options?: CallOptions): Promise<RoomRecord> {
    return (this.data = await this.#chat.api.archiveRoom({ path: this.#path, body: { archived } }, options));
  }

  /** Empties one's own view of the room, or that of every member. */
  clear(scope: 'me' | 'everyone' = 'me', dryRun = false, options?: CallOptions): Promise<Removal> {
    return this.#chat.api.clearRoom({ path: this.#path, query: { scope, dry_run: dryRun } }, options);
  }

  /** Deletes the room for oneself; a group is left. */
  delete(dryRun = false, options?: CallOptions): Promise<Removal> {
    return this.#chat.api.deleteRoom({ path: this.#path, query: { dry_run: dryRun } }, options);
  }

  /** Takes the last clearing or deleting back. */
  async undo(options?: CallOptions): Promise<RoomRecord> {
    return (this.data = await this.#chat.api.undoRoom({ path: this.#path }, options));
  }

  leave(options?: CallOptions): Promise<void> {
    return this.#chat.api.leaveRoom({ path: this.#path }, options);
  }

  members(): Pages<Member> {
    const fetch = (cursor?: string) => this.#chat.api.listMembers({ path: this.#path, query: cursor === undefined ? {} : { cursor } });
    return byCursor(fetch, (member) => member);
  }

  addMember(userId: string, role?: AddMemberRequest['role'], options?: CallOptions): Promise<Member> {
    return this.#chat.api.addMember({ path: this.#path, body: { user_id: userId, ...(role === undefined ? {} : { role }) } }, options);
  }

  updateMember(userId: string, role: Role & UpdateMemberRequest['role'], options?: CallOptions): Promise<Member> {
    return this.#chat.api.updateMember({ path: { ...this.#path, user_id: userId }, body: { role } }, options);
  }

  removeMember(userId: string, options?: CallOptions): Promise<void> {
    return this.#chat.api.removeMember({ path: { ...this.#path, user_id: userId } }, options);
  }

  invite(body: Camel<CreateInviteRequest> = {}, options?: CallOptions): Promise<Invite> {
    return this.#chat.api.createInvite({ path: this.#path, body: snake<CreateInviteRequest>(body) }, options);
  }

  /** Sends a message of this room on to others, and says what became of it in each. */
  async forward(messageId: string, roomIds: string[], options?: CallOptions): Promise<ForwardOutcome[]> {
    const body = { room_ids: roomIds };
    return (await this.#chat.api.forwardMessage({ path: { message_id: messageId }, body }, options)).items;
  }

  /** Tells the others that one is typing, or no longer; at most every 500 ms is told on. */
  typing(isTyping = true): boolean {
    return this.#chat.stream.send(isTyping ? 'typing.start' : 'typing.stop', { room_id: this.id });
  }
}

/** The query of the page after this one, in the direction in which the pages go. */
function onward(place: History, found: MessageHistory): History | undefined {
  const last = found.items.at(-1)?.id;
  if (last === undefined || place.around !== undefined) return undefined;
  const { after: _, before: __, ...rest } = place;
  if (place.after !== undefined) return found.has_more_after ? { ...rest, after: last } : undefined;
  return found.has_more_before ? { ...rest, before: last } : undefined;
}
