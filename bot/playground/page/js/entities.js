/** Telegram's message entities as DOM nodes. Offsets count UTF-16 units, as JavaScript's strings do. */

import { copyText, h, icon } from "./dom.js";

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const SAFE_LINK = /^(https?|mailto|tel):/i;

/**
 * Render `text` with `entities`; `actions` is `{command(text), startLink(payload), toast(text), botUsername}`.
 * Returns a fragment. Text only ever becomes text nodes.
 */
export function renderText(text, entities, actions) {
  const fragment = document.createDocumentFragment();
  appendRange(fragment, { text, start: 0, end: text.length, nodes: toTree(text, entities ?? []), actions });
  return fragment;
}

/** The same text without what a spoiler hides: for previews and for reading aloud. */
export function plainText(message, length = 140) {
  let text = message.text ?? "";
  for (const entity of [...(message.entities ?? [])].reverse()) {
    if (entity.type !== "spoiler") continue;
    const end = entity.offset + entity.length;
    text = `${text.slice(0, entity.offset)}▒▒▒${text.slice(end)}`;
  }
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length > length ? `${flat.slice(0, length - 1)}…` : flat;
}

/** Nest the entities. One that sticks out of its parent is cut in two, so that the tree stays a tree. */
function toTree(text, entities) {
  const waiting = entities
    .map((entity) => ({ entity, start: entity.offset, end: Math.min(text.length, entity.offset + entity.length) }))
    .filter((piece) => piece.end > piece.start)
    .sort(before);
  const roots = [];
  const open = [];
  while (waiting.length > 0) {
    const piece = waiting.shift();
    while (open.length > 0 && open.at(-1).end <= piece.start) open.pop();
    const parent = open.at(-1);
    if (parent && piece.end > parent.end) {
      waiting.push({ ...piece, start: parent.end });
      waiting.sort(before);
      piece.end = parent.end;
    }
    const node = { ...piece, children: [] };
    (parent ? parent.children : roots).push(node);
    open.push(node);
  }
  return roots;
}

function before(left, right) {
  return left.start - right.start || right.end - left.end || isInline(left) - isInline(right);
}

function isInline(piece) {
  return BLOCKS.has(piece.entity.type) ? 0 : 1;
}

function appendRange(target, { text, start, end, nodes, actions }) {
  let at = start;
  for (const node of nodes) {
    const isBlock = BLOCKS.has(node.entity.type);
    appendPlain(target, text.slice(at, node.start), isBlock);
    const inner = document.createDocumentFragment();
    appendRange(inner, { text, start: node.start, end: node.end, nodes: node.children, actions });
    target.append(wrap(node.entity, inner, text.slice(node.start, node.end), actions));
    at = node.end;
    // A block starts on a line of its own already: the line break that follows it would show as an empty line.
    if (isBlock && text[at] === "\n" && at < end) at += 1;
  }
  appendPlain(target, text.slice(at, end), false);
}

function appendPlain(target, text, beforeBlock) {
  const kept = beforeBlock && text.endsWith("\n") ? text.slice(0, -1) : text;
  if (kept) target.append(kept);
}

const WRAPPERS = {
  bold: (inner) => h("strong", {}, inner),
  italic: (inner) => h("em", {}, inner),
  underline: (inner) => h("u", {}, inner),
  strikethrough: (inner) => h("s", {}, inner),
  code: (inner) => h("code", {}, inner),
  spoiler,
  pre: preformatted,
  blockquote: (inner) => h("blockquote", { dir: "auto" }, inner),
  expandable_blockquote: expandable,
  text_link: (inner, { entity, actions }) => link(entity.url, inner, actions),
  url: (inner, { content, actions }) => link(withScheme(content), inner, actions),
  email: (inner, { content, actions }) => link(`mailto:${content}`, inner, actions),
  phone_number: (inner, { content, actions }) => link(`tel:${content.replace(/[^+\d]/g, "")}`, inner, actions),
  bot_command: (inner, { content, actions }) =>
    h("button", { type: "button", class: "text-button", onClick: () => actions.command(content) }, inner),
  mention: (inner) => h("span", { class: "mention" }, inner),
  text_mention: (inner) => h("span", { class: "mention" }, inner),
  hashtag: (inner) => h("span", { class: "mention" }, inner),
  cashtag: (inner) => h("span", { class: "mention" }, inner),
};

function wrap(entity, inner, content, actions) {
  const wrapper = WRAPPERS[entity.type];
  return wrapper ? wrapper(inner, { entity, content, actions }) : inner;
}

function spoiler(inner) {
  const hidden = h("span", { class: "spoiler-text", "aria-hidden": "true" }, inner);
  const cover = h(
    "span",
    { class: "spoiler", role: "button", tabIndex: 0, "aria-label": "Verborgen tekst, laat zien" },
    hidden,
  );
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    const article = cover === document.activeElement ? cover.closest("article") : null;
    cover.replaceWith(h("span", { class: "spoiler-open" }, ...hidden.childNodes));
    article?.focus();
  };
  cover.addEventListener("click", reveal);
  cover.addEventListener("keydown", reveal);
  return cover;
}

function preformatted(inner, { entity, content, actions }) {
  const copy = async () => {
    actions.toast((await copyText(content)) ? "Gekopieerd" : "Kopiëren lukte niet in deze browser");
  };
  return h(
    "div",
    { class: "pre-box" },
    h(
      "div",
      { class: "pre-head" },
      h("span", {}, entity.language || "tekst"),
      h("button", { type: "button", class: "pre-copy", "aria-label": "Kopieer dit blok", onClick: copy }, icon("copy")),
    ),
    h("pre", { dir: "auto" }, inner),
  );
}

const LINES_WHEN_CLOSED = 3;
const LETTERS_WHEN_CLOSED = 170;

function expandable(inner, { content }) {
  const quote = h("blockquote", { dir: "auto" }, inner);
  if (content.split("\n").length <= LINES_WHEN_CLOSED && content.length <= LETTERS_WHEN_CLOSED) return quote;
  quote.classList.add("closed");
  const toggle = h("button", { type: "button", class: "quote-toggle", "aria-expanded": "false" }, "Lees meer");
  toggle.addEventListener("click", () => {
    const closed = quote.classList.toggle("closed");
    toggle.setAttribute("aria-expanded", String(!closed));
    toggle.textContent = closed ? "Lees meer" : "Lees minder";
  });
  return h("div", { class: "quote-box" }, quote, toggle);
}

function withScheme(address) {
  return /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
}

/** The payload of a link that opens the private chat with this bot, or null when it is another link. */
export function startPayload(address, botUsername) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  const isWeb = /^https?:$/.test(url.protocol) && ["t.me", "telegram.me"].includes(url.hostname);
  const name = isWeb ? url.pathname.slice(1) : url.protocol === "tg:" ? url.searchParams.get("domain") : null;
  if (name?.toLowerCase() !== botUsername?.toLowerCase()) return null;
  if (url.searchParams.has("startgroup") || url.searchParams.has("startapp")) return null;
  return url.searchParams.get("start") ?? "";
}

function link(address, inner, actions) {
  const payload = startPayload(address, actions.botUsername);
  if (payload !== null) {
    return h("button", { type: "button", class: "text-button", onClick: () => actions.startLink(payload) }, inner);
  }
  if (!SAFE_LINK.test(address)) return h("span", { class: "mention", title: address }, inner);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer", title: address }, inner);
}
