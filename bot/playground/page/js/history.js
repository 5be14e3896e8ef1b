/** The messages of one chat as far as they are known here, in order. */

export class History {
  constructor(chatId) {
    this.chatId = chatId;
    this.byId = new Map();
    this.gone = new Map();
    this.edits = new Map();
    this.loaded = false;
    this.busy = false;
    this.older = new Map();
    this.touched = null;
    this.sorted = null;
  }

  /** Add or replace a message that came as an event. */
  put(message, edited = false) {
    this.touched?.add(message.message_id);
    if (edited) this.edits.set(message.message_id, (this.edits.get(message.message_id) ?? 0) + 1);
    this.byId.set(message.message_id, message);
    this.sorted = null;
  }

  /** Take messages away; where they were stays known, to show that something was deleted. */
  remove(ids) {
    for (const id of ids) {
      this.touched?.add(id);
      const message = this.byId.get(id);
      if (!message) continue;
      this.gone.set(id, { message_id: id, thread_id: message.thread_id, date: message.date, from: message.from });
      this.byId.delete(id);
    }
    this.sorted = null;
  }

  react(id, reactions) {
    this.touched?.add(id);
    const message = this.byId.get(id);
    if (message) this.put({ ...message, reactions });
  }

  /**
   * Fetch a page of messages of one thread (null: of the whole chat) with `fetchPage()` and merge it.
   *
   * What an event changes while the answer is on its way is newer than the answer, so it wins.
   */
  async fetch(topic, fetchPage) {
    this.busy = true;
    this.touched = new Set();
    try {
      const { messages, more } = await fetchPage();
      for (const message of messages) {
        const newer = this.touched.has(message.message_id) || this.gone.has(message.message_id);
        if (!newer) this.byId.set(message.message_id, message);
      }
      this.older.set(topic, more);
      this.sorted = null;
    } finally {
      this.touched = null;
      this.busy = false;
    }
  }

  /** Whether the server holds earlier messages of this thread than are known here. */
  hasOlder(topic) {
    return this.older.get(topic) ?? this.older.get(null) ?? false;
  }

  oldestId(topic) {
    return this.list().find((message) => topic === null || message.thread_id === topic)?.message_id ?? null;
  }

  /** All messages, oldest first. */
  list() {
    this.sorted ??= [...this.byId.values()].sort((left, right) => left.message_id - right.message_id);
    return this.sorted;
  }

  /** The messages and the marks of deleted ones of one thread (null: of the whole chat), oldest first. */
  inThread(topic) {
    const here = (entry) => topic === null || entry.thread_id === topic;
    const messages = this.list().filter(here);
    const gone = [...this.gone.values()].filter(here).map((entry) => ({ ...entry, deleted: true }));
    return gone.length === 0
      ? messages
      : [...messages, ...gone].sort((left, right) => left.message_id - right.message_id);
  }

  countWhere(test) {
    let count = 0;
    for (const message of this.byId.values()) if (test(message)) count += 1;
    return count;
  }

  get last() {
    return this.list().at(-1);
  }
}
