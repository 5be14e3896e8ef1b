/** One message of a conversation as DOM nodes. */

import { h, icon } from "../dom.js";
import { plainText, renderText } from "../entities.js";
import { hue, senderFace, shortName } from "../people.js";
import { hour, sizeText } from "../time.js";

/**
 * Build a message. `look` says how it stands among the others: `{mine, first, last, named, edited}`; `first` and
 * `last` tell where a run of messages of one sender begins and ends.
 */
export function messageNode(message, look, app) {
  if (message.deleted) return goneNode(message);
  if (message.service) return serviceNode(message);
  const sticker = message.file?.kind === "sticker";
  const classes = ["message", look.mine ? "mine" : "theirs", look.first && "first", look.last && "last", sticker && "sticker"];
  if (look.edited) classes.push("just-edited");
  return h(
    "article",
    {
      class: classes.filter(Boolean).join(" "), tabIndex: -1, "aria-label": label(message, look),
      dataset: { messageId: message.message_id },
    },
    !look.mine && h("div", { class: "message-face" }, look.last && senderFace(message.from)),
    h(
      "div",
      { class: "message-body" },
      bubble(message, look, app),
      message.buttons?.length > 0 && buttons(message, app),
      message.reactions.length > 0 && reactions(message, app),
    ),
    tools(message, app),
  );
}

function label(message, look) {
  const who = look.mine ? "Jij" : message.from.name;
  return `${who}, ${hour(message.date)}${message.edit_date ? ", bewerkt" : ""}`;
}

function bubble(message, look, app) {
  return h(
    "div",
    { class: "bubble" },
    look.named && h("p", { class: `sender ${hue(message.from.id)}`, dir: "auto" }, shortName(message.from.name), tag(message)),
    message.forward && h("p", { class: "forwarded" }, icon("forward"), "Doorgestuurd van ", h("b", { dir: "auto" }, message.forward.name)),
    message.reply_to && replyTo(message.reply_to, app),
    attachment(message),
    message.text && h("div", { class: endsRightward(message.text) ? "text rightward" : "text", dir: "auto" }, renderText(message.text, message.entities, app.textActions)),
    meta(message),
  );
}

const FIRST_LETTER = /\p{L}/u;
const RIGHTWARD = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Whether the last line runs from right to left: the hour would then stand on top of where it ends. */
function endsRightward(text) {
  const lastLine = text.trimEnd().split("\n").at(-1);
  return RIGHTWARD.test(FIRST_LETTER.exec(lastLine)?.[0] ?? "");
}

function tag(message) {
  const text = { bot: "bot", anonymous: "beheerder", channel: "kanaal" }[message.from.kind];
  return text && h("span", { class: "sender-tag" }, text);
}

function meta(message) {
  return h(
    "p",
    { class: "meta" },
    message.pinned && icon("pin"),
    message.silent && h("span", { title: "Zonder geluid gestuurd" }, "stil"),
    message.via_bot && h("span", {}, `via @${message.via_bot}`),
    message.edit_date && h("span", {}, "bewerkt"),
    h("time", { dateTime: new Date(message.date * 1000).toISOString() }, hour(message.date)),
  );
}

function replyTo(reply, app) {
  const text = reply.quote ?? reply.text ?? "";
  return h(
    "button",
    {
      type: "button", class: "reply-to", "aria-label": `Antwoord op ${reply.name}: ${text.slice(0, 120)}`,
      onClick: () => app.conversation.showMessage(reply.message_id),
    },
    h("b", { dir: "auto" }, shortName(reply.name ?? "")),
    h("span", { dir: "auto" }, reply.quote ? `“${reply.quote}”` : text.slice(0, 160) || "bericht"),
  );
}

function attachment(message) {
  if (message.other) return otherCard(message.other);
  const { file } = message;
  if (!file) return null;
  if (file.kind === "sticker") return stickerNode(file);
  if (file.kind === "photo") return photo(file);
  const mark = { voice: "mic", audio: "mic", video: "image", animation: "image", video_note: "image" }[file.kind] ?? "file";
  const details = [attachmentText(message), sizeText(file.size), file.duration && `${file.duration} s`].filter(Boolean);
  return h(
    "a",
    { class: "file", href: file.url, download: file.name ?? "", "aria-label": `Download ${file.name ?? "bestand"}, ${details.join(", ")}` },
    h("span", { class: "file-mark" }, icon(mark)),
    h("span", { class: "file-name", dir: "auto" }, file.name ?? attachmentText(message)),
    h("span", { class: "file-size" }, details.join(" · ")),
    icon("download", "icon file-down"),
  );
}

function photo(file) {
  const image = h("img", {
    class: "photo", src: file.url, alt: file.name ? `Foto ${file.name}` : "Foto", loading: "lazy",
    width: file.width ?? undefined, height: file.height ?? undefined,
  });
  return h("a", { class: "photo-link", href: file.url, target: "_blank", rel: "noopener" }, image);
}

function stickerNode(file) {
  return h("span", { class: "sticker-face", role: "img", "aria-label": `Sticker ${file.emoji ?? ""}` }, file.emoji ?? "▢");
}

function otherCard(other) {
  const details = OTHER[other.kind]?.(other) ?? { mark: "file", title: other.kind, lines: [] };
  return h(
    "div",
    { class: "file other" },
    h("span", { class: "file-mark" }, details.emoji ?? icon(details.mark)),
    h("span", { class: "file-name", dir: "auto" }, details.title),
    h("span", { class: "file-size", dir: "auto" }, details.lines.filter(Boolean).join(" · ")),
  );
}

const coordinates = (place) => (place?.latitude === undefined ? null : `${place.latitude}, ${place.longitude}`);

const OTHER = {
  location: (other) => ({ mark: "place", title: "Locatie", lines: [coordinates(other)] }),
  venue: (other) => ({ mark: "place", title: other.title, lines: [other.address, coordinates(other.location)] }),
  contact: (other) => ({ mark: "user", title: [other.first_name, other.last_name].filter(Boolean).join(" "), lines: [other.phone_number] }),
  poll: (other) => ({
    mark: "poll",
    title: other.question,
    lines: (other.options ?? []).map((option) => `${option.text ?? option}: ${option.voter_count ?? 0}`),
  }),
  dice: (other) => ({ emoji: other.emoji, title: `Worp: ${other.value}`, lines: [] }),
};

const BUTTON_MARKS = { url: "out", copy: "copy", start: "out", other: "out" };

function buttons(message, app) {
  return h(
    "div",
    { class: "inline-buttons", role: "group", "aria-label": "Knoppen bij dit bericht" },
    message.buttons.map((row, rowIndex) =>
      h("div", { class: "inline-row" }, row.map((button, column) => inlineButton(message, button, rowIndex, column, app)))),
  );
}

function inlineButton(message, button, row, column, app) {
  const mark = BUTTON_MARKS[button.kind];
  return h(
    "button",
    {
      type: "button", class: `inline-button ${button.style ?? ""}`, "aria-busy": "false", dataset: { row, column },
      title: button.url ?? undefined, onClick: () => app.press(message, row, column),
    },
    h("span", { dir: "auto" }, button.text),
    mark && icon(mark, "icon corner"),
  );
}

function reactions(message, app) {
  const me = app.store.view.person;
  return h(
    "div",
    { class: "reactions", role: "group", "aria-label": "Reacties" },
    message.reactions.map((reaction) => {
      const on = reaction.by.includes(me);
      const names = reaction.by.map((id) => app.store.people.get(id)?.name ?? app.store.bot.name).join(", ");
      return h(
        "button",
        {
          type: "button", class: on ? "reaction on" : "reaction", "aria-pressed": String(on), title: names,
          "aria-label": `${reaction.emoji}, ${reaction.count} keer`, onClick: () => app.react(message, reaction.emoji),
        },
        h("span", { class: "emoji-text" }, reaction.emoji),
        reaction.count > 1 && String(reaction.count),
      );
    }),
  );
}

function tools(message, app) {
  const tool = (name, text, run) =>
    h("button", { type: "button", class: "tool", "aria-label": text, title: text, onClick: run }, icon(name));
  return h(
    "div",
    { class: "message-tools" },
    tool("reply", "Beantwoord", () => app.composer.replyTo(message)),
    tool("more", "Meer: reageren, bewerken, doorsturen…", (event) => app.conversation.openMenu(message, event.currentTarget)),
  );
}

function serviceNode(message) {
  return h(
    "article",
    { class: "service", tabIndex: -1, dataset: { messageId: message.message_id }, "aria-label": `Melding, ${hour(message.date)}` },
    h("span", { dir: "auto" }, message.service.text),
  );
}

function goneNode(message) {
  return h(
    "article",
    { class: "service gone", tabIndex: -1, "aria-label": "Verwijderd bericht" },
    h("span", {}, icon("trash"), `Bericht van ${shortName(message.from.name)} verwijderd`),
  );
}

/** A short text for the reply bar and the pinned bar. */
export function excerpt(message) {
  return plainText(message, 120) || attachmentText(message);
}

const ATTACHMENTS = {
  photo: "foto", document: "bestand", voice: "spraakbericht", audio: "geluid", video: "video", animation: "animatie",
  video_note: "videobericht", sticker: "sticker", location: "locatie", venue: "plek", contact: "contact", poll: "peiling",
  dice: "dobbelsteen",
};

/** What is attached to a message, in a word. */
export function attachmentText(message) {
  return ATTACHMENTS[message.file?.kind ?? message.other?.kind] ?? "bericht";
}
