/** What the page knows of the playground, kept up to date by events, and what the person at the keyboard looks at. */

import { History } from "./history.js";
import { loadReads, saveReads } from "./session.js";

const PRESENT = new Set(["creator", "administrator", "member", "restricted"]);
const ADMIN = new Set(["creator", "administrator"]);
/** Telegram shows "is typing" for five seconds, unless a message comes first. */
const TYPING_MS = 5000;

/** The state behind the page. `onChange` is called, at most once a frame, after anything changed. */
export class Store {
  constructor(onChange) {
    this.onChange = onChange;
    this.people = new Map();
    this.chats = new Map();
    this.histories = new Map();
    this.typing = new Map();
    this.suggestions = [];
    this.faults = [];
    this.bot = null;
    this.clockOffset = 0;
    this.commandsVersion = 0;
    this.connected = true;
    this.reads = new Map();
    this.baseline = new Map();
    this.drafts = new Map();
    this.view = { person: null, chat: null, topic: null };
    this.scheduled = false;
  }

  /** Replace everything that `GET /people/state` tells; histories of another run are forgotten. */
  load(state) {
    if (this.run !== state.run) {
      this.histories.clear();
      this.drafts.clear();
      this.startReading(state);
    }
    this.run = state.run;
    this.bot = state.bot;
    this.clockOffset = state.clock_offset;
    this.people = new Map(state.people.map((person) => [person.id, person]));
    this.chats = new Map(state.chats.map((chat) => [chat.id, chat]));
    this.suggestions = state.suggestions;
    this.faults = state.faults;
    this.changed();
  }

  /** What was written before this page first saw this run counts as read; a reload of the page goes on counting. */
  startReading(state) {
    const kept = loadReads(state.run);
    this.reads = new Map(kept?.reads ?? []);
    this.baseline = new Map(kept?.baseline ?? state.chats.map((chat) => [chat.id, chat.last_message_id ?? 0]));
    saveReads(state.run, this);
  }

  /** Ask for one redraw, soon. A page in the background gets no frames, so there a timer serves. */
  changed() {
    if (this.scheduled) return;
    this.scheduled = true;
    const draw = () => {
      if (!this.scheduled) return;
      this.scheduled = false;
      this.onChange();
    };
    requestAnimationFrame(draw);
    setTimeout(draw, 120);
  }

  /** Take in one event of the stream. */
  apply(event) {
    const history = event.chat_id === undefined ? null : this.history(event.chat_id);
    if (event.kind === "message" || event.kind === "edited") {
      history.put(event.message, event.kind === "edited");
      if (event.kind === "message") this.noteMessage(event.message);
    } else if (event.kind === "deleted") history.remove(event.message_ids);
    else if (event.kind === "reaction") history.react(event.message_id, event.reactions);
    else if (event.kind === "typing") this.noteTyping(event);
    else if (event.kind === "chat") this.noteChat(event.chat);
    else if (event.kind === "topic") this.noteTopic(event.chat_id, event.topic);
    else if (event.kind === "person") this.people.set(event.person.id, event.person);
    else if (event.kind === "bot") this.bot = event.bot;
    else if (event.kind === "commands") this.commandsVersion += 1;
    else if (event.kind === "clock") this.clockOffset = event.clock_offset;
    else if (event.kind === "faults") this.faults = event.faults;
    this.changed();
  }

  noteMessage(message) {
    const chat = this.chats.get(message.chat_id);
    if (chat) {
      const last = { last_message_id: message.message_id, last_date: message.date };
      this.chats.set(chat.id, { ...chat, ...last });
    }
    if (message.from.kind === "bot") this.typing.delete(placeKey(message.chat_id, message.thread_id));
  }

  noteTyping(event) {
    const key = placeKey(event.chat_id, event.thread_id);
    const until = performance.now() + TYPING_MS;
    this.typing.set(key, { until, action: event.action });
    setTimeout(() => {
      if (this.typing.get(key)?.until === until) this.typing.delete(key);
      this.changed();
    }, TYPING_MS);
  }

  noteChat(chat) {
    this.chats.set(chat.id, chat);
    const successor = this.chats.get(this.view.chat)?.migrated_to;
    if (successor && this.chats.has(successor)) this.view = { ...this.view, chat: successor };
  }

  noteTopic(chatId, topic) {
    const chat = this.chats.get(chatId);
    if (!chat) return;
    const known = chat.topics.some((other) => other.thread_id === topic.thread_id);
    const topics = known
      ? chat.topics.map((other) => (other.thread_id === topic.thread_id ? topic : other))
      : [...chat.topics, topic];
    this.chats.set(chatId, { ...chat, topics });
  }

  /** Milliseconds since 1970 on the bot's clock. */
  nowMs() {
    return Date.now() + this.clockOffset * 1000;
  }

  get person() {
    return this.people.get(this.view.person);
  }

  /** The open chat; a private chat that was never started is made up, so that it can be shown with a start button. */
  get chat() {
    return this.chats.get(this.view.chat) ?? (this.view.chat === this.view.person ? this.emptyPrivate() : undefined);
  }

  emptyPrivate(personId = this.view.person) {
    return {
      id: personId, type: "private", title: null, is_forum: false, members: [], topics: [], pinned: [], bot: null,
      last_message_id: 0, last_date: 0, migrated_to: null,
    };
  }

  history(chatId) {
    if (!this.histories.has(chatId)) this.histories.set(chatId, new History(chatId));
    return this.histories.get(chatId);
  }

  /** The person's place in a chat, or undefined. */
  membership(chat, personId = this.view.person) {
    return chat.members.find((member) => member.person_id === personId);
  }

  isAdmin(chat, personId = this.view.person) {
    return ADMIN.has(this.membership(chat, personId)?.status);
  }

  /** What a person sees in the list of chats: the private chat with the bot, and groups, latest first. */
  chatsOf(personId) {
    const mine = [...this.chats.values()].filter(
      (chat) =>
        chat.id !== personId && chat.type !== "private" && !chat.migrated_to &&
        PRESENT.has(this.membership(chat, personId)?.status),
    );
    mine.push(this.chats.get(personId) ?? this.emptyPrivate(personId));
    return mine.sort((left, right) => (right.last_date ?? 0) - (left.last_date ?? 0) || right.id - left.id);
  }

  /** The topics that are shown as tabs, General first, closed ones after the open ones. */
  topicsOf(chat) {
    const shown = chat.topics.filter((topic) => !topic.deleted && !topic.hidden)
      .map((topic) => (topic.thread_id === 1 && topic.name === "General" ? { ...topic, name: "Algemeen" } : topic));
    if (!chat.topics.some((topic) => topic.thread_id === 1)) {
      shown.push({ thread_id: 1, name: "Algemeen", closed: false, deleted: false });
    }
    const rank = (topic) => (topic.thread_id === 1 ? 0 : topic.closed ? 2 : 1);
    return shown.sort((left, right) => rank(left) - rank(right) || left.thread_id - right.thread_id);
  }

  titleOf(chat) {
    return chat.type === "private" ? (this.bot?.name ?? "Bot") : chat.title;
  }

  typingIn(chatId, threadId) {
    return this.typing.get(placeKey(chatId, threadId));
  }

  isTyping(chatId) {
    return [...this.typing.keys()].some((key) => key.startsWith(`${chatId}:`));
  }

  /** How many messages of others a person has not looked at yet; `topic` narrows it to one thread. */
  unread(personId, chat, topic = null) {
    const history = this.histories.get(chat.id);
    if (!history) return 0;
    return history.countWhere(
      (message) =>
        !message.service && !(message.from.kind === "person" && message.from.id === personId) &&
        (topic === null || message.thread_id === topic) &&
        message.message_id > this.readUpTo(personId, chat.id, message.thread_id),
    );
  }

  readUpTo(personId, chatId, threadId) {
    return Math.max(this.baseline.get(chatId) ?? 0, this.reads.get(readKey(personId, chatId, threadId)) ?? 0);
  }

  markRead(personId, chatId, threadId, messageId) {
    if (messageId <= this.readUpTo(personId, chatId, threadId)) return;
    this.reads.set(readKey(personId, chatId, threadId), messageId);
    saveReads(this.run, this);
    this.changed();
  }

  /** What the person was writing in the open chat and topic: `{text, replyTo, quote, editing, anonymous}`. */
  draft() {
    const { person, chat, topic } = this.view;
    const key = readKey(person, chat, topic);
    if (!this.drafts.has(key)) this.drafts.set(key, emptyDraft());
    return this.drafts.get(key);
  }
}

export function emptyDraft() {
  return { text: "", replyTo: null, quote: null, editing: null, anonymous: false };
}

function placeKey(chatId, threadId) {
  return `${chatId}:${threadId ?? 0}`;
}

function readKey(personId, chatId, threadId) {
  return `${personId}:${chatId}:${threadId ?? 0}`;
}
