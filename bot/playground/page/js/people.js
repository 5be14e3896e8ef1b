/** How people and chats look: initials, colours, names of roles. */

import { h, icon } from "./dom.js";

const ROLES = {
  resident: "bewoner",
  contact: "contactpersoon",
  coordinator: "coördinator",
  staff: "medewerker",
  person: "iemand",
};

const STATUSES = {
  creator: "eigenaar",
  administrator: "beheerder",
  member: "lid",
  restricted: "beperkt lid",
  left: "weg",
  kicked: "verwijderd",
};

const HUES = 7;

export const roleText = (role) => ROLES[role] ?? role;
export const statusText = (status) => STATUSES[status] ?? status;

/** A name without the mark that it is an example, for places where that mark would crowd out the name. */
export const shortName = (name) => name.replace(/\s*\(voorbeeld\)\s*$/i, "") || name;

/** A class that gives the same colour to the same id each time. */
export const hue = (id) => `hue-${Math.abs(id) % HUES}`;

function initials(name) {
  const words = shortName(name).split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = (word) => [...word].find((letter) => /[\p{L}\p{N}]/u.test(letter)) ?? "";
  if (words.length === 0) return "?";
  return (words.length === 1 ? first(words[0]) : first(words[0]) + first(words.at(-1))).toUpperCase();
}

/** A round face with initials; hidden from screen readers, as the name always stands beside it. */
export function personFace(id, name, className = "") {
  return h("span", { class: `face ${hue(id)} ${className}`, "aria-hidden": "true" }, initials(name));
}

export function botFace(className = "") {
  return h("img", { class: `face bot ${className}`, src: "/page/mark.svg", alt: "" });
}

/** The face of a chat: the bot for a private one, else a rounded square with the initials of the title. */
export function chatFace(chat, className = "") {
  if (chat.type === "private") return botFace(className);
  const letters = initials(chat.title);
  const mark = chat.type === "channel" ? icon("channel", "face-mark") : chat.is_forum ? icon("hash", "face-mark") : null;
  return h("span", { class: `face group ${hue(chat.id)} ${className}`, "aria-hidden": "true" }, letters, mark);
}

/** The face of whoever wrote a message. */
export function senderFace(from) {
  if (from.kind === "bot") return botFace("small");
  if (from.kind === "person") return personFace(from.id, from.name, "small");
  return h("span", { class: `face group small ${hue(from.id)}`, "aria-hidden": "true" }, initials(from.name));
}

/** What the bot reads in a chat: "all", "some" (commands and replies: privacy mode) or "nothing". */
export function botReads(chat, bot) {
  if (chat.type === "private") return "all";
  if (!chat.bot || ["left", "kicked"].includes(chat.bot.status)) return "nothing";
  return !bot?.privacy || chat.bot.status === "administrator" ? "all" : "some";
}

/** A count in a pill, or nothing for zero; `what` completes the sentence for screen readers. */
export function badge(count, what = "ongelezen") {
  if (count === 0) return null;
  return h(
    "span",
    { class: "badge" },
    h("span", { "aria-hidden": "true" }, count > 99 ? "99+" : String(count)),
    h("span", { class: "visually-hidden" }, `, ${count} ${what}`),
  );
}
