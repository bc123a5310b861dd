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
  getDocsFile: { method: 'GET', path: '/docs/{file}', open: true },
  getSpecificationYaml: { method: 'GET', path: '/openapi.yaml', open: true },
  getSpecificationJson: { method: 'GET', path: '/openapi.json', open: true },
  getProblemPage: { method: 'GET', path: '/problems/{code}', open: true },
} as const satisfies Record<string, Operation>;

/** What each operation takes and answers; the event stream is not among them. */
export interface OperationShapes {
  register: { data: t.RegisterData; answer: t.RegisterResponse };
  login: { data: t.LoginData; answer: t.LoginResponse };
  refresh: { data: t.RefreshData; answer: t.RefreshResponse };
  revoke: { data: t.RevokeData; answer: t.RevokeResponse };
  revokeAll: { data: t.RevokeAllData; answer: t.RevokeAllResponse };
  listSessions: { data: t.ListSessionsData; answer: t.ListSessionsResponse };
  deleteSession: { data: t.DeleteSessionData; answer: t.DeleteSessionResponse };
  createTicket: { data: t.CreateTicketData; answer: t.CreateTicketResponse };
  changePassword: { data: t.ChangePasswordData; answer: t.ChangePasswordResponse };
  listUsers: { data: t.ListUsersData; answer: t.ListUsersResponse };
  getMe: { data: t.GetMeData; answer: t.GetMeResponse };
  updateMe: { data: t.UpdateMeData; answer: t.UpdateMeResponse };
  deleteMe: { data: t.DeleteMeData; answer: t.DeleteMeResponse };
  getPreferences: { data: t.GetPreferencesData; answer: t.GetPreferencesResponse };
  updatePreferences: { data: t.UpdatePreferencesData; answer: t.UpdatePreferencesResponse };
  listBlocks: { data: t.ListBlocksData; answer: t.ListBlocksResponse };
  getUser: { data: t.GetUserData; answer: t.GetUserResponse };
  blockUser: { data: t.BlockUserData; answer: t.BlockUserResponse };
  unblockUser: { data: t.UnblockUserData; answer: t.UnblockUserResponse };
  listRooms: { data: t.ListRoomsData; answer: t.ListRoomsResponse };
  createRoom: { data: t.CreateRoomData; answer: t.CreateRoomResponse };
  getRoom: { data: t.GetRoomData; answer: t.GetRoomResponse };
  updateRoom: { data: t.UpdateRoomData; answer: t.UpdateRoomResponse };
  deleteRoom: { data: t.DeleteRoomData; answer: t.DeleteRoomResponse };
  listMembers: { data: t.ListMembersData; answer: t.ListMembersResponse };
  addMember: { data: t.AddMemberData; answer: t.AddMemberResponse };
  updateMember: { data: t.UpdateMemberData; answer: t.UpdateMemberResponse };
  removeMember: { data: t.RemoveMemberData; answer: t.RemoveMemberResponse };
  leaveRoom: { data: t.LeaveRoomData; answer: t.LeaveRoomResponse };
  createInvite: { data: t.CreateInviteData; answer: t.CreateInviteResponse };
  acceptInvite: { data: t.AcceptInviteData; answer: t.AcceptInviteResponse };
  listMessages: { data: t.ListMessagesData; answer: t.ListMessagesResponse };
  sendMessage: { data: t.SendMessageData; answer: t.SendMessageResponse };
  clearRoom: { data: t.ClearRoomData; answer: t.ClearRoomResponse };
  getMessage: { data: t.GetMessageData; answer: t.GetMessageResponse };
  editMessage: { data: t.EditMessageData; answer: t.EditMessageResponse };
  deleteMessage: { data: t.DeleteMessageData; answer: t.DeleteMessageResponse };
  listRevisions: { data: t.ListRevisionsData; answer: t.ListRevisionsResponse };
  getUnreadCount: { data: t.GetUnreadCountData; answer: t.GetUnreadCountResponse };
  markRooms: { data: t.MarkRoomsData; answer: t.MarkRoomsResponse };
  markRoom: { data: t.MarkRoomData; answer: t.MarkRoomResponse };
  archiveRoom: { data: t.ArchiveRoomData; answer: t.ArchiveRoomResponse };
  undoRoom: { data: t.UndoRoomData; answer: t.UndoRoomResponse };
  forwardMessage: { data: t.ForwardMessageData; answer: t.ForwardMessageResponse };
  readMessage: { data: t.ReadMessageData; answer: t.ReadMessageResponse };
  listReceipts: { data: t.ListReceiptsData; answer: t.ListReceiptsResponse };
  auditUnread: { data: t.AuditUnreadData; answer: t.AuditUnreadResponse };
  sync: { data: t.SyncData; answer: t.SyncResponse };
  getFrontPage: { data: t.GetFrontPageData; answer: t.GetFrontPageResponse };
  getLiveness: { data: t.GetLivenessData; answer: t.GetLivenessResponse };
  getReadiness: { data: t.GetReadinessData; answer: t.GetReadinessResponse };
  getMetrics: { data: t.GetMetricsData; answer: t.GetMetricsResponse };
  getDocs: { data: t.GetDocsData; answer: t.GetDocsResponse };
  getDocsFile: { data: t.GetDocsFileData; answer: t.GetDocsFileResponse };
  getSpecificationYaml: { data: t.GetSpecificationYamlData; answer: t.GetSpecificationYamlResponse };
  getSpecificationJson: { data: t.GetSpecificationJsonData; answer: t.GetSpecificationJsonResponse };
  getProblemPage: { data: t.GetProblemPageData; answer: t.GetProblemPageResponse };
}
