import type { KnownProblemCode, ProblemFault } from '@causerie/api';

/** What this side calls its own failures. */
export type ClientCode =
  | 'network_error'
  | 'timeout'
  | 'invalid_answer'
  | 'signed_out'
  | 'closed'
  | 'protocol_error'
  | 'too_many_connections'
  | 'no_websocket';

/** The code of a problem: those known to this version, and whatever a later server adds. */
export type ProblemCode = KnownProblemCode | ClientCode | (string & {});

export interface ErrorFacts {
  /** The HTTP status; 0 when there was no answer. */
  status: number;
  code: ProblemCode;
  title: string;
  detail: string;
  requestId?: string | undefined;
  /** The seconds that the server asks to wait. */
  retryAfter?: number | undefined;
  errors?: readonly ProblemFault[] | undefined;
}

/** Everything that fails throws this, but for a call whose signal was aborted: that throws the signal's reason. */
export class CauserieError extends Error implements ErrorFacts {
  override readonly name = 'CauserieError';
  readonly status: number;
  readonly code: ProblemCode;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | undefined;
  readonly retryAfter: number | undefined;
  readonly errors: readonly ProblemFault[];

  constructor(facts: ErrorFacts, options?: { cause?: unknown }) {
    super(`${facts.title}: ${facts.detail} (${facts.code})`, options);
    this.status = facts.status;
    this.code = facts.code;
    this.title = facts.title;
    this.detail = facts.detail;
    this.requestId = facts.requestId;
    this.retryAfter = facts.retryAfter;
    this.errors = facts.errors ?? [];
  }
}

/** A failure of this side. */
export function failure(code: ClientCode, detail: string, cause?: unknown): CauserieError {
  const title = code.replaceAll('_', ' ');
  return new CauserieError({ status: 0, code, title, detail }, { cause });
}

/** The error of an answer: its problem document, or what can be said of an answer that has none. */
export function fromAnswer(status: number, headers: Headers, text: string, now: number): CauserieError {
  const problem = parsed(text);
  return new CauserieError({
    status,
    code: typeof problem['code'] === 'string' ? problem['code'] : `http_${status}`,
    title: typeof problem['title'] === 'string' ? problem['title'] : `HTTP ${status}`,
    detail: typeof problem['detail'] === 'string' ? problem['detail'] : 'The answer is no problem document.',
    requestId: headers.get('x-request-id') ?? (typeof problem['instance'] === 'string' ? problem['instance'] : undefined),
    retryAfter: readRetryAfter(headers.get('retry-after'), now),
    errors: Array.isArray(problem['errors']) ? (problem['errors'] as ProblemFault[]) : [],
  });
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The seconds that a `Retry-After` header names, as a number or as a date. */
export function readRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value);
  const until = Date.parse(value);
  return Number.isNaN(until) ? undefined : Math.max(0, Math.ceil((until - now) / 1000));
}
