// What is decided without doing anything: when to try again, and what a closed socket means. Held to `sdk/vectors`.

import type { ClientCode } from './errors.js';

/** How often a call is tried again, unless set otherwise. */
export const RETRIES = 2;
/** What is waited for longer is the caller's to decide. */
export const LONGEST_WAIT_S = 60;

/** Outcomes after which the same request may succeed; 0 is a broken connection or no answer in time. */
const RETRIED = [0, 408, 429, 502, 503, 504];
/** Of these, those that say that nothing was done. */
const UNDONE = [429, 503];

/** Whether to send a request again: always when sending it twice does no harm, else only when nothing was done. */
export function isRetried(status: number, isRepeatable: boolean): boolean {
  return (isRepeatable ? RETRIED : UNDONE).includes(status);
}

/** The wait before the retry after `failures` failures: up to 0.5 s, doubled each time, at most 8 s, on top of what the server asks. */
export function retryDelay(failures: number, random: number, retryAfter = 0): number {
  return retryAfter * 1000 + jitter(failures, random, 500, 8000);
}

/** The wait before connecting again after `failures` failures: up to 0.25 s, doubled each time, at most 15 s. */
export function reconnectDelay(failures: number, random: number): number {
  return jitter(failures, random, 250, 15_000);
}

function jitter(failures: number, random: number, base: number, cap: number): number {
  return Math.round(random * Math.min(cap, base * 2 ** (failures - 1)));
}

/** What to do when the event stream closes: come back with the cursor, refresh first, or give up. */
export type CloseAction = { action: 'resume' | 'reauth' } | { action: 'terminal'; code: ClientCode };

export function onClose(code: number): CloseAction {
  if (code === 4401) return { action: 'reauth' };
  if (code === 4409) return { action: 'terminal', code: 'too_many_connections' };
  if (code === 1002 || code === 1007 || code === 1009) return { action: 'terminal', code: 'protocol_error' };
  return { action: 'resume' };
}
