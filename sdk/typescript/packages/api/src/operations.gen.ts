// Generated from openapi.yaml by `npm run generate` in sdk/typescript; do not edit.

import type * as t from './types.gen.js';
import type { Operation } from './operation.js';

/** How each operation is asked. */
export const operations = {
  register: { method: 'POST', path: '/api/v1/auth/register', body: 'required', open: true },
  login: { method: 'POST', path: '/api/v1/auth/login', body: 'required', open: true },
  refresh: { method: 'POST', path: '/api/v1/auth/refresh', body: 'optional', open: true },
  revoke: { method: 'POST', path: '/api/v1/auth/revoke', body: 'optional', key: true },
  revokeAll: { method: 'POST', path: '/api/v1/auth/revoke-all', key: true },
  listSessions: { method: 'GET', path: '/api/v1/auth/sessions' },
  deleteSession: { method: 'DELETE', path: '/api/v1/auth/sessions/{session_id}', key: true },
  createTicket: { method: 'POST', path: '/api/v1/auth/tickets' },
  changePassword: { method: 'PUT', path: '/api/v1/auth/password', body: 'required', key: true },
  listUsers: { method: 'GET', path: '/api/v1/users', query: ['q', 'online', 'cursor', 'limit'] },
  getMe: { method: 'GET', path: '/api/v1/users/me' },
  updateMe: { method: 'PATCH', path: '/api/v1/users/me', body: 'required', key: true },
  deleteMe: { method: 'DELETE', path: '/api/v1/users/me', key: true },
  getPreferences: { method: 'GET', path: '/api/v1/users/me/preferences' },
  updatePreferences: { method: 'PATCH', path: '/api/v1/users/me/preferences', body: 'required', key: true },
  listBlocks: { method: 'GET', path: '/api/v1/users/me/blocks', query: ['cursor', 'limit'] },
  getUser: { method: 'GET', path: '/api/v1/users/{user_id}' },
  blockUser: { method: 'POST', path: '/api/v1/users/{user_id}/block', key: true },
  unblockUser: { method: 'DELETE', path: '/api/v1/users/{user_id}/block', key: true },
  listRooms: { method: 'GET', path: '/api/v1/rooms', query: ['kind', 'archived', 'cursor', 'limit'] },
  createRoom: { method: 'POST', path: '/api/v1/rooms', body: 'required', key: true },
  getRoom: { method: 'GET', path: '/api/v1/rooms/{room_id}' },
  updateRoom: { method: 'PATCH', path: '/api/v1/rooms/{room_id}', body: 'required', key: true },
  deleteRoom: { method: 'DELETE', path: '/api/v1/rooms/{room_id}', query: ['dry_run'], key: true },
  listMembers: { method: 'GET', path: '/api/v1/rooms/{room_id}/members', query: ['cursor', 'limit'] },
  addMember: { method: 'POST', path: '/api/v1/rooms/{room_id}/members', body: 'required', key: true },
  updateMember: { method: 'PATCH', path: '/api/v1/rooms/{room_id}/members/{user_id}', body: 'required', key: true },
  removeMember: { method: 'DELETE', path: '/api/v1/rooms/{room_id}/members/{user_id}', key: true },
  leaveRoom: { method: 'POST', path: '/api/v1/rooms/{room_id}/leave', key: true },
  createInvite: { method: 'POST', path: '/api/v1/rooms/{room_id}/invites', body: 'optional', key: true },
  acceptInvite: { method: 'POST', path: '/api/v1/invites/{code}/accept', key: true },
  listMessages: { method: 'GET', path: '/api/v1/rooms/{room_id}/messages', query: ['before', 'after', 'around', 'limit'] },
  sendMessage: { method: 'POST', path: '/api/v1/rooms/{room_id}/messages', body: 'required', key: true },
  clearRoom: { method: 'DELETE', path: '/api/v1/rooms/{room_id}/messages', query: ['scope', 'dry_run'], key: true },
  getMessage: { method: 'GET', path: '/api/v1/rooms/{room_id}/messages/{message_id}' },
  editMessage: { method: 'PATCH', path: '/api/v1/rooms/{room_id}/messages/{message_id}', body: 'required', key: true },
  deleteMessage: { method: 'DELETE', path: '/api/v1/rooms/{room_id}/messages/{message_id}', key: true },
  listRevisions: { method: 'GET', path: '/api/v1/rooms/{room_id}/messages/{message_id}/revisions' },
  getUnreadCount: { method: 'GET', path: '/api/v1/unread-count', query: ['room_id', 'explain'] },
  markRooms: { method: 'POST', path: '/api/v1/rooms/read-status', body: 'required', key: true },
  markRoom: { method: 'PUT', path: '/api/v1/rooms/{room_id}/read-status', body: 'required', key: true },
  archiveRoom: { method: 'PUT', path: '/api/v1/rooms/{room_id}/archive', body: 'required', key: true },
  undoRoom: { method: 'POST', path: '/api/v1/rooms/{room_id}/undo', key: true },
  forwardMessage: { method: 'POST', path: '/api/v1/messages/{message_id}/forward', body: 'required', key: true },
  readMessage: { method: 'POST', path: '/api/v1/messages/{message_id}/read', key: true },
  listReceipts: { method: 'GET', path: '/api/v1/messages/{message_id}/receipts', query: ['cursor', 'limit'] },
  auditUnread: { method: 'GET', path: '/api/v1/admin/audit/unread', query: ['room_id'] },
  sync: { method: 'GET', path: '/api/v1/sync', query: ['cursor', 'since', 'limit'] },
  openEventStream: { method: 'GET', path: '/api/v1/events', query: ['cursor', 'ticket'], socket: true },
  getFrontPage: { method: 'GET', path: '/', open: true },
  getLiveness: { method: 'GET', path: '/health/live', open: true },
  getReadiness: { method: 'GET', path: '/health/ready', open: true },
  getMetrics: { method: 'GET', path: '/metrics', open: true },
  getDocs: { method: 'GET', path: '/docs', open: true },
  getEventsPage: { method: 'GET', path: '/docs/events', open: true },
  getDocsFile: { method: 'GET', path: '/docs/{file}', open: true },
  getSpecificationYaml: { method: 'GET', path: '/openapi.yaml', open: true },
  getSpecificationJson: { method: 'GET', path: '/openapi.json', open: true },
  getProblemPage: { method: 'GET', path: '/problems/{code}', open: true },
} as const satisfies Record<string, Operation>;

/** What each operation takes and answers; the event stream is not among them. */
export interface OperationShapes {
  register: { call: t.RegisterCall; answer: t.RegisterAnswer };
  login: { call: t.LoginCall; answer: t.LoginAnswer };
  refresh: { call: t.RefreshCall; answer: t.RefreshAnswer };
  revoke: { call: t.RevokeCall; answer: t.RevokeAnswer };
  revokeAll: { call: t.RevokeAllCall; answer: t.RevokeAllAnswer };
  listSessions: { call: t.ListSessionsCall; answer: t.ListSessionsAnswer };
  deleteSession: { call: t.DeleteSessionCall; answer: t.DeleteSessionAnswer };
  createTicket: { call: t.CreateTicketCall; answer: t.CreateTicketAnswer };
  changePassword: { call: t.ChangePasswordCall; answer: t.ChangePasswordAnswer };
  listUsers: { call: t.ListUsersCall; answer: t.ListUsersAnswer };
  getMe: { call: t.GetMeCall; answer: t.GetMeAnswer };
  updateMe: { call: t.UpdateMeCall; answer: t.UpdateMeAnswer };
  deleteMe: { call: t.DeleteMeCall; answer: t.DeleteMeAnswer };
  getPreferences: { call: t.GetPreferencesCall; answer: t.GetPreferencesAnswer };
  updatePreferences: { call: t.UpdatePreferencesCall; answer: t.UpdatePreferencesAnswer };
  listBlocks: { call: t.ListBlocksCall; answer: t.ListBlocksAnswer };
  getUser: { call: t.GetUserCall; answer: t.GetUserAnswer };
  blockUser: { call: t.BlockUserCall; answer: t.BlockUserAnswer };
  unblockUser: { call: t.UnblockUserCall; answer: t.UnblockUserAnswer };
  listRooms: { call: t.ListRoomsCall; answer: t.ListRoomsAnswer };
  createRoom: { call: t.CreateRoomCall; answer: t.CreateRoomAnswer };
  getRoom: { call: t.GetRoomCall; answer: t.GetRoomAnswer };
  updateRoom: { call: t.UpdateRoomCall; answer: t.UpdateRoomAnswer };
  deleteRoom: { call: t.DeleteRoomCall; answer: t.DeleteRoomAnswer };
  listMembers: { call: t.ListMembersCall; answer: t.ListMembersAnswer };
  addMember: { call: t.AddMemberCall; answer: t.AddMemberAnswer };
  updateMember: { call: t.UpdateMemberCall; answer: t.UpdateMemberAnswer };
  removeMember: { call: t.RemoveMemberCall; answer: t.RemoveMemberAnswer };
  leaveRoom: { call: t.LeaveRoomCall; answer: t.LeaveRoomAnswer };
  createInvite: { call: t.CreateInviteCall; answer: t.CreateInviteAnswer };
  acceptInvite: { call: t.AcceptInviteCall; answer: t.AcceptInviteAnswer };
  listMessages: { call: t.ListMessagesCall; answer: t.ListMessagesAnswer };
  sendMessage: { call: t.SendMessageCall; answer: t.SendMessageAnswer };
  clearRoom: { call: t.ClearRoomCall; answer: t.ClearRoomAnswer };
  getMessage: { call: t.GetMessageCall; answer: t.GetMessageAnswer };
  editMessage: { call: t.EditMessageCall; answer: t.EditMessageAnswer };
  deleteMessage: { call: t.DeleteMessageCall; answer: t.DeleteMessageAnswer };
  listRevisions: { call: t.ListRevisionsCall; answer: t.ListRevisionsAnswer };
  getUnreadCount: { call: t.GetUnreadCountCall; answer: t.GetUnreadCountAnswer };
  markRooms: { call: t.MarkRoomsCall; answer: t.MarkRoomsAnswer };
  markRoom: { call: t.MarkRoomCall; answer: t.MarkRoomAnswer };
  archiveRoom: { call: t.ArchiveRoomCall; answer: t.ArchiveRoomAnswer };
  undoRoom: { call: t.UndoRoomCall; answer: t.UndoRoomAnswer };
  forwardMessage: { call: t.ForwardMessageCall; answer: t.ForwardMessageAnswer };
  readMessage: { call: t.ReadMessageCall; answer: t.ReadMessageAnswer };
  listReceipts: { call: t.ListReceiptsCall; answer: t.ListReceiptsAnswer };
  auditUnread: { call: t.AuditUnreadCall; answer: t.AuditUnreadAnswer };
  sync: { call: t.SyncCall; answer: t.SyncAnswer };
  getFrontPage: { call: t.GetFrontPageCall; answer: t.GetFrontPageAnswer };
  getLiveness: { call: t.GetLivenessCall; answer: t.GetLivenessAnswer };
  getReadiness: { call: t.GetReadinessCall; answer: t.GetReadinessAnswer };
  getMetrics: { call: t.GetMetricsCall; answer: t.GetMetricsAnswer };
  getDocs: { call: t.GetDocsCall; answer: t.GetDocsAnswer };
  getEventsPage: { call: t.GetEventsPageCall; answer: t.GetEventsPageAnswer };
  getDocsFile: { call: t.GetDocsFileCall; answer: t.GetDocsFileAnswer };
  getSpecificationYaml: { call: t.GetSpecificationYamlCall; answer: t.GetSpecificationYamlAnswer };
  getSpecificationJson: { call: t.GetSpecificationJsonCall; answer: t.GetSpecificationJsonAnswer };
  getProblemPage: { call: t.GetProblemPageCall; answer: t.GetProblemPageAnswer };
}
