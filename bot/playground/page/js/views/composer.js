/** Where a person writes: text, replies, edits, commands, reply keyboards and attachments. */

import { act } from "../api.js";
import { h, icon, iconButton, reconcile } from "../dom.js";
import { shortName } from "../people.js";
import { emptyDraft } from "../store.js";
import { showMenu, toast } from "../ui.js";
import { attachEntries } from "./attach.js";
import { CommandList } from "./commands.js";
import { excerpt } from "./message.js";
import { SuggestionRow } from "./suggestions.js";

const TALLEST_PX = 180;
const PRESENT = new Set(["creator", "administrator", "member", "restricted"]);

export class Composer {
  constructor(root, app) {
    this.app = app;
    this.dismissed = new Set();
    this.suggestions = new SuggestionRow(app);
    this.commands = new CommandList(app, (text, send) => this.takeCommand(text, send));
    this.bar = h("div", { class: "compose-bars" });
    this.keyboard = h("div", { class: "reply-keyboard", role: "group", "aria-label": "Antwoorden om uit te kiezen" });
    this.input = h("textarea", {
      id: "composer-input", class: "compose-input", rows: 1, dir: "auto", maxLength: 4096, enterKeyHint: "send",
      autocomplete: "off", "aria-autocomplete": "list", "aria-controls": this.commands.id, "aria-haspopup": "listbox",
    });
    this.attach = iconButton("clip", "Voeg iets bij", () => showMenu(this.attach, "Voeg iets bij", attachEntries(this.app)), { "aria-haspopup": "menu" });
    this.slash = h("button", { type: "button", class: "icon-button slash", "aria-label": "Opdrachten van de bot", title: "Opdrachten van de bot", onClick: () => this.openCommands() }, "/");
    this.sendButton = iconButton("send", "Verstuur", () => this.submit(), { class: "send" });
    this.row = h("div", { class: "compose-row" }, this.attach, this.slash, this.input, this.sendButton);
    this.gate = h("div", { class: "compose-gate" });
    root.append(this.suggestions.root, this.bar, this.commands.root, this.row, this.keyboard, this.gate);
    this.input.addEventListener("input", () => this.onInput());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    // Not when the writer is back by then, and has typed a command already.
    this.input.addEventListener("blur", () => setTimeout(() => {
      if (document.activeElement !== this.input) this.commands.hide();
    }, 150));
  }

  focus() {
    if (!this.row.hidden) this.input.focus();
  }

  /** Called when another conversation is shown: put its draft in place. */
  onOpen() {
    this.input.value = this.app.store.draft().text;
    this.resize();
    this.commands.load(this.app.store.view);
    this.app.store.changed();
    if (!this.app.isPhone && (document.activeElement === document.body || !document.activeElement)) this.focus();
  }

  render() {
    const { store } = this.app;
    if (!store.chat || !store.person) return;
    this.forceReply();
    this.renderGate();
    this.renderBars();
    this.renderKeyboard();
    this.suggestions.render(this.row.hidden || Boolean(store.draft().editing || store.draft().replyTo) || this.commands.open);
    this.commands.refresh(store.view, store.commandsVersion);
    const placeholder = this.placeholder();
    if (this.input.placeholder !== placeholder) {
      this.input.placeholder = placeholder;
      this.input.setAttribute("aria-label", placeholder);
    }
  }

  placeholder() {
    const { store } = this.app;
    const asked = this.keyboardMessage()?.keyboard;
    if (asked?.placeholder && store.draft().replyTo) return asked.placeholder;
    const name = shortName(store.person.first_name || store.person.name);
    return store.draft().anonymous ? "Bericht als anonieme beheerder" : `Bericht als ${name}`;
  }

  /** What stands in place of the input when this person cannot write here. */
  renderGate() {
    const { store } = this.app;
    const gate = gateFor(store);
    this.row.hidden = Boolean(gate);
    reconcile(this.gate, gate ? [{
      key: gate.key,
      stamp: [gate.text],
      create: () => gate.run
        ? h("button", { type: "button", class: "solid wide", onClick: () => gate.run(this.app) }, gate.text)
        : h("p", { class: "gate-note" }, icon("lock"), gate.text),
    }] : []);
  }

  renderBars() {
    const draft = this.app.store.draft();
    const items = [];
    const subject = draft.editing ?? draft.replyTo;
    if (subject) {
      const title = draft.editing ? "Bericht bewerken" : `Antwoord aan ${shortName(subject.from.name)}`;
      items.push({
        key: "subject",
        stamp: [subject, draft.quote, title],
        create: () => this.subjectBar(draft.editing ? "edit" : "reply", title, draft.quote ? `“${draft.quote}”` : excerpt(subject)),
      });
    }
    if (draft.anonymous) {
      items.push({ key: "anonymous", stamp: [], create: () => h(
        "div", { class: "compose-bar anonymous" }, icon("anonymous"),
        h("p", {}, h("b", {}, "Anonieme beheerder"), h("span", {}, "De groep ziet niet wie dit schrijft.")),
        iconButton("close", "Schrijf weer onder eigen naam", () => this.setAnonymous(false)),
      ) });
    }
    reconcile(this.bar, items);
  }

  subjectBar(mark, title, text) {
    return h(
      "div",
      { class: "compose-bar" },
      icon(mark),
      h("p", {}, h("b", { dir: "auto" }, title), h("span", { dir: "auto" }, text)),
      iconButton("close", "Annuleer (Esc)", () => this.cancel()),
    );
  }

  setAnonymous(on) {
    this.app.store.draft().anonymous = on;
    this.app.store.changed();
  }

  replyTo(message, quote = null) {
    const draft = this.app.store.draft();
    if (draft.editing) this.clear();
    Object.assign(this.app.store.draft(), { replyTo: message, quote });
    this.app.store.changed();
    this.focus();
  }

  edit(message) {
    Object.assign(this.app.store.draft(), { editing: message, replyTo: null, quote: null, text: message.text });
    this.input.value = message.text;
    this.resize();
    this.app.store.changed();
    this.focus();
  }

  /** Leave the reply or the edit; true when there was one. */
  cancel() {
    const draft = this.app.store.draft();
    if (!draft.editing && !draft.replyTo) return false;
    const asked = this.keyboardMessage();
    if (asked) this.dismissed.add(dismissKey(this.app.store.view, asked));
    if (draft.editing) this.clear();
    else Object.assign(draft, { replyTo: null, quote: null });
    this.app.store.changed();
    this.focus();
    return true;
  }

  clear() {
    const draft = this.app.store.draft();
    Object.assign(draft, emptyDraft(), { anonymous: draft.anonymous });
    this.input.value = "";
    this.resize();
    this.commands.hide();
  }

  /** The latest message here whose keyboard is for this person. */
  keyboardMessage() {
    const { store } = this.app;
    const { person, chat, topic } = store.view;
    const list = store.history(chat).inThread(topic);
    for (let index = list.length - 1; index >= 0; index -= 1) {
      const { keyboard } = list[index];
      if (keyboard && (!keyboard.for || keyboard.for.includes(person))) return list[index];
    }
    return null;
  }

  /** Whether this person has written here since `message`. */
  hasAnswered(message) {
    const { store } = this.app;
    return store.history(message.chat_id).countWhere(
      (other) => other.message_id > message.message_id && other.from.kind === "person" && other.from.id === store.view.person,
    ) > 0;
  }

  /** A bot that asks for an answer opens the reply by itself, once. */
  forceReply() {
    const { store } = this.app;
    const message = this.keyboardMessage();
    const draft = store.draft();
    if (message?.keyboard.kind !== "force_reply" || draft.editing || draft.replyTo) return;
    if (this.dismissed.has(dismissKey(store.view, message)) || this.hasAnswered(message)) return;
    this.dismissed.add(dismissKey(store.view, message));
    draft.replyTo = message;
    if (this.app.conversationShown) this.focus();
  }

  renderKeyboard() {
    const message = this.keyboardMessage();
    const keyboard = message?.keyboard;
    const used = keyboard?.one_time && this.hasAnswered(message);
    const shown = keyboard?.kind === "reply" && !used && !this.row.hidden;
    reconcile(this.keyboard, shown ? keyboard.rows.map((row, index) => ({
      key: `${message.message_id}:${index}`,
      stamp: [keyboard],
      create: () => h("div", { class: "inline-row" }, row.map((text) => h(
        "button", { type: "button", class: "inline-button", dir: "auto", onClick: () => this.app.say({ text }) }, text,
      ))),
    })) : []);
  }

  onInput() {
    this.app.store.draft().text = this.input.value;
    this.resize();
    this.commands.filter(this.input.value);
    this.app.store.changed();
  }

  resize() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(TALLEST_PX, this.input.scrollHeight)}px`;
  }

  openCommands() {
    if (!this.input.value.startsWith("/")) this.input.value = "/";
    this.focus();
    this.onInput();
    if (!this.commands.open) toast("De bot heeft hier geen opdrachten in het menu gezet.");
  }

  takeCommand(text, send) {
    this.input.value = send ? text : `${text} `;
    this.onInput();
    this.focus();
    if (send) this.submit();
  }

  onKey(event) {
    if (event.isComposing) return;
    if (this.commands.onKey(event, this.input)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") {
      if (this.cancel()) event.preventDefault();
    } else if (event.key === "ArrowUp" && this.input.value === "" && !event.altKey) {
      event.preventDefault();
      if (event.ctrlKey) this.replyToLast();
      else this.editLast();
    }
  }

  replyToLast() {
    const { store } = this.app;
    const last = store.history(store.view.chat).inThread(store.view.topic).findLast((message) => !message.service && !message.deleted);
    if (last) this.replyTo(last);
  }

  editLast() {
    const { store } = this.app;
    const mine = (message) => message.from?.kind === "person" && message.from.id === store.view.person;
    const last = store.history(store.view.chat).inThread(store.view.topic)
      .findLast((message) => !message.deleted && mine(message) && message.text && !message.forward);
    if (last) this.edit(last);
  }

  async submit() {
    const { store } = this.app;
    const draft = store.draft();
    const text = this.input.value.trim();
    if (!text) return;
    const { editing, replyTo, quote } = draft;
    this.clear();
    store.changed();
    const place = { ...store.view };
    const done = editing
      ? await this.app.attempt(() => act("/people/edit", { as: place.person, chat: editing.chat_id, message: editing.message_id, text }))
      : await this.app.say({ text, reply_to: replyTo?.message_id ?? null, quote });
    if (!done) this.restore(place, { text, editing, replyTo, quote });
    else if (!editing) this.app.conversation.toEnd();
  }

  /** What the server refused is given back, if nothing else was written meanwhile. */
  restore(place, kept) {
    const { store } = this.app;
    const samePlace = store.view.person === place.person && store.view.chat === place.chat && store.view.topic === place.topic;
    if (!samePlace || this.input.value !== "") return;
    Object.assign(store.draft(), kept);
    this.input.value = kept.text;
    this.resize();
    store.changed();
  }

  /** Send a file, place or contact in answer to what is being answered. */
  async sendAttachment(extra) {
    const draft = this.app.store.draft();
    const caption = extra.file && !draft.editing ? this.input.value.trim() || null : null;
    const done = await this.app.say({ ...extra, text: caption, reply_to: draft.replyTo?.message_id ?? null });
    if (!done) return;
    if (caption !== null) this.clear();
    else Object.assign(draft, { replyTo: null, quote: null });
    this.app.store.changed();
  }
}

function dismissKey(view, message) {
  return `${view.person}:${message.chat_id}:${message.message_id}`;
}

function gateFor(store) {
  const { chat, person } = store;
  if (chat.type === "private") {
    if (person.blocked_bot) return { key: "unblock", text: "Deblokkeer de bot", run: (app) => app.start() };
    if (!person.started) return { key: "start", text: "Starten", run: (app) => app.start() };
    return null;
  }
  if (chat.migrated_to) return { key: "moved", text: "Deze groep is een supergroep geworden." };
  if (!PRESENT.has(store.membership(chat)?.status)) return { key: "out", text: "Je zit niet in dit gesprek." };
  if (chat.type === "channel" && !store.isAdmin(chat)) return { key: "channel", text: "Alleen beheerders schrijven in dit kanaal." };
  const topic = chat.topics.find((other) => other.thread_id === store.view.topic);
  if (topic?.closed && !store.isAdmin(chat)) return { key: "closed", text: "Dit onderwerp is gesloten." };
  return null;
}
