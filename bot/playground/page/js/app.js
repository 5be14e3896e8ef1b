/** What a person can do on the page: every act on the server, and moving from one place to another. */

import { act, ApiError, read } from "./api.js";
import { copyText } from "./dom.js";
import { plainText, startPayload } from "./entities.js";
import { alertDialog, announce, toast } from "./ui.js";

const PAGE = 100;
/** After this long without an answer of the bot a pressed button stops waiting, as in Telegram's own apps. */
const PRESS_WAIT_MS = 15_000;
const PHONE = matchMedia("(max-width: 760px)");

export class App {
  constructor(store) {
    this.store = store;
    this.waiting = new Map();
    this.answered = new Set();
    this.composer = null;
    this.conversation = null;
    this.panel = null;
  }

  get isPhone() {
    return PHONE.matches;
  }

  /** Whether the open conversation can be seen now. */
  get conversationShown() {
    return !this.isPhone || document.body.dataset.screen === "chat";
  }

  /** Run an act on the server and show its refusal as a notice; undefined when it was refused. */
  async attempt(job) {
    try {
      return await job();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast(error.message, "error");
      return undefined;
    }
  }

  /** Go to a person, a chat or a topic; what is left out stays, as far as it fits. `shown` opens the chat on a phone. */
  async open({ person = this.store.view.person, chat, topic, shown = true, record = true } = {}) {
    const { store } = this;
    const chats = store.chatsOf(person);
    const wanted = chat ?? store.view.chat;
    const found = chats.find((other) => other.id === wanted) ?? chats[0];
    const thread = found.is_forum ? this.topicFor(found, topic) : null;
    store.view = { person, chat: found.id, topic: thread };
    this.conversation?.onOpen();
    if (this.isPhone && shown) document.body.dataset.screen = "chat";
    if (record) this.record();
    store.changed();
    await Promise.all([this.ensureLoaded(found.id), this.loadChatsOf(person)]);
    this.composer?.onOpen();
  }

  topicFor(chat, topic) {
    const topics = this.store.topicsOf(chat);
    const sameChat = chat.id === this.store.view.chat ? this.store.view.topic : null;
    const wanted = topic ?? sameChat;
    return (topics.find((other) => other.thread_id === wanted) ?? topics[0]).thread_id;
  }

  /** Write the open place in the address, so that the browser's Back and Reload work. */
  record() {
    const { person, chat, topic } = this.store.view;
    const screen = document.body.dataset.screen;
    const query = new URLSearchParams({ als: person, chat });
    if (topic) query.set("onderwerp", topic);
    const address = `#${query}`;
    const deeper = this.isPhone && screen === "chat" && history.state?.screen === "list";
    if (deeper) history.pushState({ screen, fromList: true }, "", address);
    else history.replaceState({ screen, fromList: history.state?.fromList ?? false }, "", address);
  }

  /** On a phone: back to the list of chats. */
  back() {
    if (history.state?.screen === "chat" && history.state.fromList) history.back();
    else this.showList();
  }

  showList() {
    document.body.dataset.screen = "list";
    this.record();
    this.store.changed();
  }

  /** Fetch the latest messages of all chats that a person sees, for previews and unread counts. */
  async loadChatsOf(personId) {
    await Promise.all(this.store.chatsOf(personId).map((chat) => this.ensureLoaded(chat.id, personId)));
  }

  async ensureLoaded(chatId, personId = this.store.view.person) {
    const { store } = this;
    const history = store.history(chatId);
    if (history.loaded || history.busy || !store.chats.has(chatId)) return;
    await this.attempt(async () => {
      await history.fetch(null, () => read(`/people/chats/${chatId}/messages`, { as: personId, limit: PAGE }));
      history.loaded = true;
    });
    store.changed();
  }

  async loadOlder() {
    const { person, chat, topic } = this.store.view;
    const history = this.store.history(chat);
    if (history.busy) return;
    const query = { as: person, topic, before: history.oldestId(topic), limit: PAGE };
    await this.attempt(() => history.fetch(topic, () => read(`/people/chats/${chat}/messages`, query)));
    this.store.changed();
  }

  /** Say something in the open chat; `extra` may hold `text`, `file`, `location`, `contact`, `reply_to`, `quote`. */
  async say(extra) {
    const { person, chat, topic } = this.store.view;
    const { anonymous } = this.store.draft();
    const here = this.store.chat.is_forum && topic !== 1 ? topic : null;
    const body = { as: person, chat, topic: here, anonymous: anonymous || null, ...extra };
    return this.attempt(() => act("/people/say", body));
  }

  /** Open the private chat with the bot as this person and send `/start payload`. */
  async start(payload = "", person = this.store.view.person) {
    const result = await this.attempt(() => act("/people/start", { as: person, payload: payload || null }));
    if (!result) return;
    this.store.history(person).put(result.message);
    if (!this.store.chats.has(person)) {
      this.store.chats.set(person, { ...this.store.emptyPrivate(person), last_date: result.message.date });
    }
    await this.open({ person, chat: person });
  }

  /** Press an inline button and do what follows: wait for the bot, open a link, copy, or go to the private chat. */
  async press(message, row, column) {
    const key = pressKey(message, row, column);
    if (this.waiting.has(key)) return;
    this.setWaiting(key, "");
    const body = { as: this.store.view.person, chat: message.chat_id, message: message.message_id, row, column };
    const result = await this.attempt(() => act("/people/press", body));
    if (result?.callback_id && !this.answered.delete(result.callback_id)) {
      this.setWaiting(key, result.callback_id);
      setTimeout(() => this.stopWaiting(key, result.callback_id), PRESS_WAIT_MS);
      return;
    }
    this.stopWaiting(key, "");
    if (result?.open) this.openLink(result.open);
    else if (result?.copy !== undefined) await this.copy(result.copy);
    else if (result?.start !== undefined) await this.start(result.start);
  }

  setWaiting(key, callbackId) {
    this.waiting.set(key, callbackId);
    this.store.changed();
  }

  stopWaiting(key, callbackId) {
    if (this.waiting.get(key) !== callbackId) return;
    this.waiting.delete(key);
    this.store.changed();
  }

  isWaiting(message, row, column) {
    return this.waiting.has(pressKey(message, row, column));
  }

  /** The bot answered a press: stop the spinner, and show a toast or dialog to the person who pressed. */
  onCallbackAnswer(event) {
    const entry = [...this.waiting].find(([, id]) => id === event.callback_id);
    if (entry) this.stopWaiting(...entry);
    else this.answered.add(event.callback_id);
    if (event.person_id !== this.store.view.person) return;
    if (event.text && event.alert) alertDialog(this.store.bot.name, event.text);
    else if (event.text) toast(event.text);
    if (event.url) this.openLink(event.url);
  }

  /** Open a link: one to this bot is followed here, any other in a new tab that does not know where it came from. */
  openLink(address) {
    const payload = startPayload(address, this.store.bot.username);
    if (payload !== null) this.start(payload);
    else if (/^https?:/i.test(address)) open(address, "_blank", "noopener,noreferrer");
    else toast(`Deze link werkt alleen in Telegram: ${address}`);
  }

  async copy(text) {
    toast((await copyText(text)) ? "Gekopieerd" : "Kopiëren lukte niet in deze browser");
  }

  async react(message, emoji) {
    const me = this.store.view.person;
    const mine = message.reactions.filter((other) => other.by.includes(me)).map((other) => other.emoji);
    const next = mine.includes(emoji) ? [] : [emoji];
    const body = { as: me, chat: message.chat_id, message: message.message_id, emoji: next };
    await this.attempt(() => act("/people/react", body));
  }

  async remove(message) {
    const body = { as: this.store.view.person, chat: message.chat_id, message: message.message_id };
    await this.attempt(() => act("/people/delete", body));
  }

  async pin(message) {
    const body = { by: this.store.view.person, message: message.message_id, pinned: !message.pinned };
    await this.attempt(() => act(`/people/chats/${message.chat_id}/pin`, body));
  }

  async forward(message, chatId) {
    const source = { chat: message.chat_id, message: message.message_id };
    const body = { as: this.store.view.person, chat: chatId, forward_from: source };
    const result = await this.attempt(() => act("/people/say", body));
    if (result) await this.open({ chat: chatId });
  }

  /** Be the person of a suggestion, in its chat, and say it. */
  async trySuggestion(suggestion) {
    const isPrivate = suggestion.chat === suggestion.as;
    if (isPrivate && !this.store.people.get(suggestion.as)?.started) await this.start("", suggestion.as);
    await this.open({ person: suggestion.as, chat: suggestion.chat });
    if (this.store.view.chat === suggestion.chat) await this.say({ text: suggestion.text });
  }

  /** Read a new message aloud when it is in the open chat, and say in short where one came in elsewhere. */
  announceMessage(message) {
    const { view } = this.store;
    const isMine = message.from.kind === "person" && message.from.id === view.person;
    if (isMine || message.chat_id !== view.chat) return;
    if (view.topic !== null && message.thread_id !== view.topic) return;
    const content = message.service?.text ?? (plainText(message, 600) || "een bijlage");
    announce(`${message.from.name}: ${content}`);
  }
}

function pressKey(message, row, column) {
  return `${message.chat_id}:${message.message_id}:${row}:${column}`;
}
