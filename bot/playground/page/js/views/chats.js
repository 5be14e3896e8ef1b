/** The list of chats of the person you are, under a card that says who that is and what to try. */

import { act } from "../api.js";
import { h, icon, reconcile, roveWithArrows } from "../dom.js";
import { plainText } from "../entities.js";
import { badge, botReads, chatFace, roleText, shortName } from "../people.js";
import { brief } from "../time.js";
import { field, formDialog } from "../ui.js";
import { attachmentText } from "./message.js";

export class ChatList {
  constructor(root, app) {
    this.app = app;
    this.card = h("div", { class: "whoami", id: "whoami" });
    this.list = h("ul", { class: "chat-list", "aria-label": "Lijst van gesprekken" });
    const create = h("button", { type: "button", class: "chat-new", onClick: () => this.create() }, icon("plus"), "Nieuwe groep");
    root.append(this.card, this.list, create);
    this.list.addEventListener("keydown", (event) => roveWithArrows(event, [...this.list.querySelectorAll("button")]));
  }

  render() {
    this.renderCard();
    const { store } = this.app;
    const me = store.view.person;
    const now = store.nowMs();
    reconcile(
      this.list,
      store.chatsOf(me).map((chat) => {
        const open = chat.id === store.view.chat;
        const history = store.histories.get(chat.id);
        const unread = store.unread(me, chat);
        const typing = store.isTyping(chat.id);
        const when = brief(chat.last_date, now);
        return {
          key: String(chat.id),
          stamp: [chat, open, history?.last, unread, typing, when, store.person, store.bot?.name],
          create: () => this.row(chat, { open, last: history?.last, unread, typing, when }),
        };
      }),
    );
  }

  row(chat, { open, last, unread, typing, when }) {
    const { store } = this.app;
    const started = chat.type !== "private" || store.person?.started;
    const preview = !started ? "Nog niet begonnen: open en druk op Starten" : previewText(last, store.view.person);
    const button = h(
      "button",
      {
        type: "button", class: "chat-row", tabIndex: open ? 0 : -1, dataset: { chatId: chat.id },
        onClick: () => this.app.open({ chat: chat.id }),
      },
      chatFace(chat),
      h("span", { class: "chat-title", dir: "auto" }, shortName(store.titleOf(chat))),
      h("span", { class: "chat-when" }, when),
      typing
        ? h("span", { class: "chat-preview typing" }, "is aan het typen…")
        : h("span", { class: "chat-preview", dir: "auto" }, preview),
      badge(unread),
    );
    if (open) button.setAttribute("aria-current", "true");
    return h("li", {}, button);
  }

  renderCard() {
    const { store } = this.app;
    const { person, chat } = store;
    reconcile(this.card, person ? [{
      key: "card",
      stamp: [person, tryHint(store)],
      create: () => h(
        "p",
        {},
        "Je bent nu ",
        h("b", { dir: "auto" }, shortName(person.name)),
        `. ${(person.about || roleText(person.role)).replace(/\.$/, "")}. `,
        h("span", { class: "whoami-hint" }, tryHint(store)),
      ),
    }] : []);
  }

  async create() {
    const { store } = this.app;
    const others = [...store.people.values()].filter((person) => person.id !== store.view.person);
    const box = (name, value, label, checked = false) =>
      h("label", { class: "check" }, h("input", { type: "checkbox", name, value, checked }), h("span", { dir: "auto" }, label));
    const option = (value, label) => h("option", { value }, label);
    const values = await formDialog(
      "Nieuwe groep",
      [
        field("Naam van de groep", h("input", { name: "title", required: true, maxLength: 128, autocomplete: "off" })),
        field("Soort", h("select", { name: "type" },
          option("supergroup", "Supergroep"), option("forum", "Supergroep met onderwerpen"), option("group", "Gewone groep"), option("channel", "Kanaal"))),
        field("De bot", h("select", { name: "bot" },
          option("member", "doet mee als lid"), option("administrator", "is beheerder"), option("none", "is er niet bij"))),
        h("fieldset", { class: "field" }, h("legend", { class: "field-label" }, "Wie doet er mee"),
          others.map((person) => box("members", person.id, shortName(person.name), true))),
      ],
      "Maak aan",
    );
    if (!values) return;
    const kind = values.get("type");
    const bot = values.get("bot");
    const body = {
      by: store.view.person, type: kind === "forum" ? "supergroup" : kind, title: values.get("title").trim(),
      members: values.getAll("members").map(Number), bot: bot === "none" ? false : bot, is_forum: kind === "forum" ? true : null,
    };
    const result = await this.app.attempt(() => act("/people/chats", body));
    if (!result) return;
    store.chats.set(result.chat.id, result.chat);
    await this.app.open({ chat: result.chat.id });
  }
}

/** One line about what can be tried by this person in this chat. */
export function tryHint(store) {
  const { person, chat, bot } = store;
  if (!chat || !person) return "";
  if (chat.type === "private") {
    return person.started ? "Typ hier een vraag in je eigen woorden, of / voor de opdrachten." : "Druk op Starten om met de bot te praten.";
  }
  if (chat.type === "channel") return "Schrijf als beheerder een bericht in het kanaal.";
  return {
    all: "Typ / voor de opdrachten. De bot kan hier alle berichten lezen.",
    some: "Typ /dilemma en je vraag. Gewone berichten ziet de bot hier niet.",
    nothing: "De bot is hier niet bij: voeg hem toe onder Geavanceerd.",
  }[botReads(chat, bot)];
}

function previewText(last, me) {
  if (!last) return "Nog geen berichten";
  if (last.service) return last.service.text;
  const isMine = last.from.kind === "person" && last.from.id === me;
  const who = isMine ? "Jij" : shortName(last.from.name);
  return `${who}: ${plainText(last, 90) || attachmentText(last)}`;
}
