/** One page of a list. */
export interface Page<Item> {
  items: readonly Item[];
  /** Fetches the page after this one. Absent at the end. */
  next?: () => Promise<Page<Item>>;
}

/** A list that is fetched page by page: `for await` goes over all of it, `page()` gives the first page. */
export class Pages<Item> implements AsyncIterable<Item> {
  constructor(readonly page: () => Promise<Page<Item>>) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    let fetched: (() => Promise<Page<Item>>) | undefined = this.page;
    while (fetched) {
      const page: Page<Item> = await fetched();
      yield* page.items;
      fetched = page.next;
    }
  }
}

/** A list whose pages name the cursor of the next one. */
export function byCursor<Raw, Item>(
  fetch: (cursor: string | undefined) => Promise<{ items: readonly Raw[]; next_cursor?: string }>,
  made: (raw: Raw) => Item,
): Pages<Item> {
  const page = async (cursor?: string): Promise<Page<Item>> => {
    const { items, next_cursor } = await fetch(cursor);
    return { items: items.map(made), ...(next_cursor === undefined ? {} : { next: () => page(next_cursor) }) };
  };
  return new Pages(() => page());
}
