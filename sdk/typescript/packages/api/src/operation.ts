/** How an operation is asked: one row of the table. */
export interface Operation {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** With its parameters in braces. */
  readonly path: string;
  /** The names of the parameters of the query. */
  readonly query?: readonly string[];
  readonly body?: 'required' | 'optional';
  /** It takes an `Idempotency-Key`. */
  readonly key?: true;
  /** It needs nobody to be signed in. */
  readonly open?: true;
  /** It is the event stream, and no request. */
  readonly socket?: true;
}
