/** About the person you are, the open chat and its members, and the keys of the page. */

import { h, icon, reconcile } from "../dom.js";
import { botFace, botReads, personFace, roleText, statusText } from "../people.js";

const KEYS = [
  ["Enter", "verstuur"],
  ["Shift + Enter", "nieuwe regel"],
  ["Esc", "antwoord of bewerking annuleren"],
  ["↑ in een leeg veld", "je laatste bericht bewerken"],
  ["Ctrl + ↑", "het laatste bericht beantwoorden"],
  ["Shift + Tab", "naar de knoppen van het laatste bericht"],
  ["↑ ↓ in berichten, lijsten", "vorige, volgende"],
  ["Enter op een bericht", "menu; R beantwoordt"],
  ["Alt + ↑ of ↓", "vorig of volgend gesprek"],
  ["/", "opdrachten van de bot"],
];

const LANGUAGES = new Intl.DisplayNames(["nl"], { type: "language" });

export class AboutView {
  constructor(app) {
    this.app = app;
    this.root = h("div", { class: "about" });
  }

  render() {
    const { store } = this.app;
    const { chat, person, bot } = store;
    reconcile(this.root, [
      { key: "me", stamp: [person], create: () => me(person) },
      { key: "chat", stamp: [chat, bot, store.people.size, person], create: () => this.chat(chat) },
      { key: "keys", stamp: [], create: keys },
    ]);
  }

  chat(chat) {
    const { store } = this.app;
    const isPrivate = chat.type === "private";
    return h(
      "section",
      { class: "panel-section" },
      h("h3", { dir: "auto" }, isPrivate ? "Privé met de bot" : chat.title),
      h("p", { class: "soft" }, readingText(chat, store.bot)),
      h("ul", { class: "member-list" },
        chat.members.filter((member) => !isPrivate && !["left", "kicked"].includes(member.status)).map((member) => this.member(member)),
        botRow(chat, store.bot)),
    );
  }

  member(member) {
    const { store } = this.app;
    const person = store.people.get(member.person_id);
    const isMe = member.person_id === store.view.person;
    const name = person?.name ?? String(member.person_id);
    return h(
      "li",
      { class: "member" },
      personFace(member.person_id, name, "small"),
      h("span", { dir: "auto" }, name, isMe && h("b", {}, " (jij)")),
      h("small", {}, member.custom_title ?? statusText(member.status), member.anonymous && ", anoniem"),
    );
  }
}

function me(person) {
  const facts = [
    ["Rol", roleText(person.role)],
    ["Taal", LANGUAGES.of(person.language || "nl")],
    ["Nummer", String(person.id)],
    person.username && ["Gebruikersnaam", `@${person.username}`],
    person.blocked_bot && ["Bot", "geblokkeerd"],
  ].filter(Boolean);
  return h(
    "section",
    { class: "panel-section me" },
    personFace(person.id, person.name, "large"),
    h("h3", { dir: "auto" }, person.name),
    h("p", { class: "soft", dir: "auto" }, person.about),
    h("dl", { class: "facts" }, facts.map(([name, value]) => [h("dt", {}, name), h("dd", { dir: "auto" }, value)])),
  );
}

function readingText(chat, bot) {
  if (chat.type === "private") return "De bot leest hier alles wat je schrijft.";
  return {
    all: "De bot kan hier alle berichten lezen.",
    some: "De bot ziet hier alleen opdrachten (zoals /dilemma) en antwoorden op zijn eigen berichten.",
    nothing: "De bot is hier niet bij en leest niets.",
  }[botReads(chat, bot)];
}

function botRow(chat, bot) {
  const status = chat.type === "private" ? "bot" : statusText(chat.bot?.status ?? "left");
  return h("li", { class: "member" }, botFace("small"), h("span", { dir: "auto" }, bot.name, h("small", {}, ` @${bot.username}`)), h("small", {}, status));
}

function keys() {
  return h(
    "details",
    { class: "panel-section keys" },
    h("summary", {}, icon("keyboard"), "Met het toetsenbord"),
    h("dl", { class: "key-list" }, KEYS.map(([key, text]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, text)])),
  );
}
