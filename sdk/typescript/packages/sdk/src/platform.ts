// The little that differs between browsers and Node.js.

export const VERSION = '1.0.0';

/** A random id. `crypto.randomUUID` is missing on pages without TLS. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Browsers set their own `User-Agent`, and would ask each server whether it takes another one. */
export function userAgent(): Record<string, string> {
  const isBrowser = 'document' in globalThis || 'WorkerGlobalScope' in globalThis;
  return isBrowser ? {} : { 'user-agent': `causerie-ts/${VERSION}` };
}

/** Waits, unless the signal is aborted first; then it throws the signal's reason. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/** A cookie that scripts may read, where there are cookies. */
export function readCookie(name: string): string | undefined {
  const cookies = (globalThis as { document?: { cookie: string } }).document?.cookie ?? '';
  return cookies
    .split('; ')
    .find((entry) => entry.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

/** Whether the platform knows that there is no network. */
export function isOffline(): boolean {
  return (globalThis as { navigator?: { onLine?: boolean } }).navigator?.onLine === false;
}

/** Calls back when the network comes or goes, where the platform tells; gives what takes the listener off. */
export function onNetwork(changed: () => void): () => void {
  const target = globalThis as Partial<EventTarget>;
  if (!target.addEventListener || !target.removeEventListener) return () => {};
  target.addEventListener('online', changed);
  target.addEventListener('offline', changed);
  return () => {
    target.removeEventListener?.('online', changed);
    target.removeEventListener?.('offline', changed);
  };
}
