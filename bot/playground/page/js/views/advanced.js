/** The advanced drawer: faults, and what can happen to a group, a topic, a person or the bot. */

import { act, read } from "../api.js";
import { h, icon, iconButton, reconcile } from "../dom.js";
import { hour } from "../time.js";
import { field, formDialog, toast } from "../ui.js";

/** Faults that can be made with one press; `chat: true` keeps them to the open chat. */
const PRESETS = [
  { text: "Te veel berichten (429)", hint: "3 keer, wacht 5 seconden", fault: { kind: "429", count: 3, retry_after: 5 } },
  { text: "Storing bij Telegram (502)", hint: "3 keer", fault: { kind: "502", count: 3 } },
  { text: "Geen antwoord", hint: "1 keer, 20 seconden", fault: { kind: "hang", count: 1, seconds: 20 } },
  { text: "Gelukt, maar antwoord kwijt", hint: "1 keer sendMessage", fault: { kind: "reset", count: 1, effect: true, method: "sendMessage" } },
  { text: "Verbinding verbroken", hint: "3 keer", fault: { kind: "reset", count: 3 } },
  { text: "Updates kwijt onderweg", hint: "1 keer", fault: { kind: "drop_updates", count: 1 } },
  { text: "Schrijven verboden (403)", hint: "1 keer, in dit gesprek", chat: true, fault: { kind: "403", count: 1 } },
  { text: "Groep verhuist tijdens het sturen", hint: "in dit gesprek", chat: true, groups: ["group"], fault: { kind: "migrate", count: 1 } },
  { text: "Bot eruit tijdens het sturen", hint: "in dit gesprek", chat: true, fault: { kind: "kick", count: 1 } },
];

const KINDS = ["429", "400", "401", "403", "404", "409", "500", "502", "504", "hang", "slow", "reset", "migrate", "kick", "drop_updates", "webhook_twice"];
const REQUESTS_SHOWN = 15;

export class AdvancedView {
  constructor(app) {
    this.app = app;
    this.root = h("div", { class: "advanced" });
    this.requests = [];
  }

  render() {
    const { store } = this.app;
    const { chat, person, bot, faults } = store;
    const draft = store.draft();
    reconcile(this.root, [
      { key: "faults", stamp: [faults, chat.id, chat.type], create: () => this.faults(faults, chat) },
      { key: "chat", stamp: [chat, person, store.view.topic, draft.anonymous], create: () => this.chat(chat, person, draft) },
      { key: "bot", stamp: [bot], create: () => this.bot(bot) },
      { key: "requests", stamp: [this.requests], create: () => this.log() },
    ]);
  }

  async run(path, body, done = null) {
    const result = await this.app.attempt(() => act(path, body));
    if (result && done) toast(done);
    return result;
  }

  faults(faults, chat) {
    const presets = PRESETS.filter((preset) => !preset.groups || preset.groups.includes(chat.type));
    return h(
      "section",
      { class: "panel-section" },
      h("h3", {}, "Storingen"),
      h("p", { class: "soft" }, "Laat Telegram even dwarsliggen en kijk wat de bot doet."),
      h("div", { class: "fault-list" }, faults.length === 0
        ? h("p", { class: "soft calm" }, icon("check"), "Nu geen storing.")
        : faults.map((fault) => this.fault(fault))),
      faults.length > 1 && h("button", { type: "button", class: "quiet wide", onClick: () => this.run("/people/faults", { clear: true }) }, "Wis alle storingen"),
      h("div", { class: "presets" }, presets.map((preset) => h(
        "button",
        { type: "button", class: "preset", onClick: () => this.add(preset, chat) },
        h("b", {}, preset.text),
        h("small", {}, preset.hint),
      ))),
      h("button", { type: "button", class: "quiet wide", onClick: () => this.custom(chat) }, "Stel zelf een storing samen…"),
    );
  }

  fault(fault) {
    const { store } = this.app;
    const chat = store.chats.get(fault.chat);
    const details = [
      fault.method ?? "alle verzoeken", chat && store.titleOf(chat), fault.count === null ? "altijd" : `${fault.count} keer`,
      `${fault.hits} geraakt`,
    ].filter(Boolean);
    return h(
      "div",
      { class: "fault" },
      icon("bolt"),
      h("span", {}, h("b", {}, fault.kind), h("small", { dir: "auto" }, details.join(" · "))),
      iconButton("close", `Wis storing ${fault.kind}`, () => this.run("/people/faults", { clear: fault.id })),
    );
  }

  add(preset, chat) {
    return this.run("/people/faults", { ...preset.fault, chat: preset.chat ? chat.id : null });
  }

  async custom(chat) {
    const number = (name, value, props = {}) => h("input", { type: "number", name, value, min: 0, ...props });
    const values = await formDialog(
      "Storing",
      [
        field("Soort", h("select", { name: "kind" }, KINDS.map((kind) => h("option", { value: kind }, kind)))),
        field("Methode", h("input", { name: "method", autocomplete: "off", placeholder: "sendMessage" }), "Leeg: elke methode."),
        field("Waar", h("select", { name: "where" }, h("option", { value: "here" }, "in dit gesprek"), h("option", { value: "all" }, "overal"))),
        field("Hoe vaak", number("count", 1), "0: altijd."),
        field("Eerst zoveel goed laten gaan", number("skip", 0)),
        field("Seconden (wachten, hangen)", number("seconds", 5, { step: "any" })),
        h("label", { class: "check" }, h("input", { type: "checkbox", name: "effect" }), h("span", {}, "Het verzoek wordt toch uitgevoerd")),
      ],
      "Maak storing",
    );
    if (!values) return;
    const seconds = Number(values.get("seconds"));
    const kind = values.get("kind");
    await this.run("/people/faults", {
      kind, method: values.get("method") || null, chat: values.get("where") === "here" ? chat.id : null,
      count: Number(values.get("count")) || null, skip: Number(values.get("skip")), effect: values.get("effect") === "on",
      ...(kind === "429" ? { retry_after: Math.max(1, Math.round(seconds)) } : { seconds }),
    });
  }

  chat(chat, person, draft) {
    const actions = chat.type === "private" ? this.privateActions(person) : [...this.groupActions(chat, draft), ...this.topicActions(chat)];
    return h(
      "section",
      { class: "panel-section" },
      h("h3", {}, "In dit gesprek"),
      h("div", { class: "action-list" }, actions.map(({ text, mark, run, danger }) => h(
        "button", { type: "button", class: danger ? "action danger" : "action", onClick: run }, icon(mark), text,
      ))),
    );
  }

  privateActions(person) {
    const blocked = person.blocked_bot;
    const run = () => this.run("/people/block", { as: person.id, blocked: !blocked });
    return person.started ? [{ text: blocked ? "Deblokkeer de bot" : "Blokkeer de bot", mark: "lock", danger: !blocked, run }] : [];
  }

  /** Somebody who may do this in the chat: you if you can, else its owner or an administrator. */
  actor(chat) {
    const { store } = this.app;
    if (store.isAdmin(chat)) return store.view.person;
    const rank = { creator: 0, administrator: 1 };
    const admins = chat.members.filter((member) => member.status in rank);
    return admins.sort((left, right) => rank[left.status] - rank[right.status])[0]?.person_id ?? store.view.person;
  }

  groupActions(chat, draft) {
    const { store } = this.app;
    const by = this.actor(chat);
    const me = store.view.person;
    const setStatus = (person, status) => () => this.run(`/people/chats/${chat.id}/members`, { by, person, status });
    const botStatus = chat.bot?.status ?? "left";
    const isHere = !["left", "kicked"].includes(botStatus);
    const mine = store.membership(chat)?.status;
    const actions = [];
    if (store.isAdmin(chat) && chat.type !== "group") {
      const text = draft.anonymous ? "Schrijf weer onder eigen naam" : "Schrijf als anonieme beheerder";
      actions.push({ text, mark: "anonymous", run: () => this.app.composer.setAnonymous(!draft.anonymous) });
    }
    if (mine === "member") actions.push({ text: "Maak mij beheerder", mark: "user", run: setStatus(me, "administrator") });
    if (mine === "administrator") actions.push({ text: "Maak mij gewoon lid", mark: "user", run: setStatus(me, "member") });
    if (!isHere) actions.push({ text: "Voeg de bot toe", mark: "bot", run: setStatus("bot", "member") });
    if (botStatus === "member") actions.push({ text: "Maak de bot beheerder", mark: "bot", run: setStatus("bot", "administrator") });
    if (botStatus === "administrator") actions.push({ text: "Maak de bot gewoon lid", mark: "bot", run: setStatus("bot", "member") });
    if (isHere) actions.push({ text: "Verwijder de bot", mark: "close", danger: true, run: setStatus("bot", "kicked") });
    if (chat.type === "group") {
      actions.push({ text: "Verhuis naar een supergroep", mark: "out", run: () => this.migrate(chat, by) });
    }
    return actions;
  }

  async migrate(chat, by) {
    const result = await this.run(`/people/chats/${chat.id}/migrate`, { by }, "De groep is nu een supergroep");
    if (!result) return;
    this.app.store.chats.set(result.chat.id, result.chat);
    await this.app.open({ chat: result.chat.id });
  }

  topicActions(chat) {
    const { store } = this.app;
    const thread = store.view.topic;
    const topic = chat.topics.find((other) => other.thread_id === thread);
    if (!chat.is_forum || !topic) return [];
    const by = this.actor(chat);
    const act = (action, name = null) => this.run(`/people/chats/${chat.id}/topics/${thread}`, { by, action, name });
    const actions = [{ text: topic.closed ? "Open dit onderwerp weer" : "Sluit dit onderwerp", mark: "lock", run: () => act(topic.closed ? "reopen" : "close") }];
    actions.push({ text: "Hernoem dit onderwerp…", mark: "edit", run: () => this.rename(topic, act) });
    if (thread !== 1) actions.push({ text: "Verwijder dit onderwerp", mark: "trash", danger: true, run: () => act("delete") });
    return actions;
  }

  async rename(topic, act) {
    const values = await formDialog(
      "Hernoem onderwerp",
      [field("Naam", h("input", { name: "name", value: topic.name, required: true, maxLength: 128, autocomplete: "off" }))],
      "Hernoem",
    );
    if (values) await act("rename", values.get("name").trim());
  }

  bot(bot) {
    const toggle = (event) => this.run("/people/bot", { privacy: event.target.checked });
    return h(
      "section",
      { class: "panel-section" },
      h("h3", {}, "De bot"),
      h("label", { class: "check" },
        h("input", { type: "checkbox", checked: bot.privacy, onChange: toggle }),
        h("span", {}, "Privacymodus: in groepen ziet de bot alleen opdrachten en antwoorden")),
      h("p", { class: "soft" }, bot.connected ? `Verbonden via ${bot.webhook ? "webhook" : "long polling"}.` : "Niet verbonden."),
    );
  }

  log() {
    return h(
      "section",
      { class: "panel-section" },
      h("h3", {}, "Wat de bot vroeg"),
      this.requests.length > 0 && h("ol", { class: "requests" }, this.requests.map((request) => h(
        "li",
        { class: request.status === 200 ? "request" : "request bad" },
        h("code", {}, request.method),
        h("small", {}, `${hour(request.at)} · ${request.status}`, request.fault && " · storing"),
        request.description && h("small", { dir: "auto" }, request.description),
      ))),
      h("button", { type: "button", class: "quiet wide", onClick: () => this.readRequests() }, this.requests.length > 0 ? "Ververs" : "Toon de laatste verzoeken"),
    );
  }

  async readRequests() {
    await this.app.attempt(async () => {
      const { last } = await read("/people/requests", { limit: 1 });
      const { requests } = await read("/people/requests", { after: Math.max(0, last - 4 * REQUESTS_SHOWN), limit: 4 * REQUESTS_SHOWN });
      this.requests = requests.filter((request) => request.method !== "getUpdates").slice(-REQUESTS_SHOWN).reverse();
    });
    this.app.store.changed();
  }
}
