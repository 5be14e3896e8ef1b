/** The open conversation: its head, topics, pinned message and messages. */

import { focusables, h, icon, iconButton, reconcile } from "../dom.js";
import { chatFace, personFace, shortName } from "../people.js";
import { dayKey, dayLine } from "../time.js";
import { messageMenu } from "./message-menu.js";
import { excerpt, messageNode } from "./message.js";
import { TopicTabs } from "./topics.js";

/** Messages of one sender within this time stand together as one run. */
const RUN_SECONDS = 300;
/** This close to the end counts as reading along, so new messages scroll into view. */
const NEAR_END_PX = 90;
/** So many messages are drawn at once; older ones come with the button above them. */
const WINDOW = 200;

export class Conversation {
  constructor(root, app) {
    this.app = app;
    this.active = null;
    this.window = WINDOW;
    this.divider = 0;
    this.atEnd = true;
    this.edits = new Map();
    this.head = h("header", { class: "conversation-head" });
    this.topics = new TopicTabs(app);
    this.pinned = h("div", { class: "pinned-bar" });
    this.older = h("button", { type: "button", class: "older", onClick: () => this.showOlder() }, "Eerdere berichten");
    this.list = h("div", { class: "message-list" });
    this.scroller = h(
      "div",
      { class: "messages", id: "messages", tabIndex: -1, role: "region", "aria-label": "Berichten" },
      this.older,
      this.list,
    );
    this.jump = h(
      "button",
      { type: "button", class: "jump", "aria-label": "Naar het laatste bericht", hidden: true, onClick: () => this.toEnd(true) },
      icon("down"),
    );
    this.stage = h("div", { class: "stage" }, this.scroller, this.jump);
    this.foot = h("footer", { class: "conversation-foot" });
    root.append(this.head, this.topics.root, this.pinned, this.stage, this.foot);
    this.listen();
  }

  listen() {
    this.scroller.addEventListener("scroll", () => this.onScroll(), { passive: true });
    this.list.addEventListener("focusin", (event) => this.setActive(event.target.closest("article")));
    this.list.addEventListener("keydown", (event) => this.onKey(event));
    this.list.addEventListener("contextmenu", (event) => this.onContextMenu(event));
    this.list.addEventListener("dblclick", (event) => this.onDoubleClick(event));
    this.list.addEventListener("click", (event) => this.onTap(event));
    document.addEventListener("visibilitychange", () => this.app.store.changed());
    // A bubble that grows (a picture that loads, a quote that opens) must not push the end out of view.
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.list);
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.scroller);
  }

  /** Called when another person, chat or topic is opened: remember where the unread messages begin. */
  onOpen() {
    const { store } = this.app;
    const { person, chat, topic } = store.view;
    this.divider = store.unread(person, store.chat, topic) > 0 ? store.readUpTo(person, chat, topic) : Infinity;
    this.active = null;
    this.window = WINDOW;
    this.atEnd = true;
  }

  render() {
    const { store } = this.app;
    const { chat } = store;
    if (!chat) return;
    this.renderHead(chat);
    this.topics.render();
    this.renderPinned(chat);
    this.renderMessages(chat);
    this.markRead();
  }

  renderHead(chat) {
    const { store } = this.app;
    const typing = store.typingIn(chat.id, store.view.topic);
    const subtitle = typing ? typingText(typing.action) : chatSubtitle(chat, store);
    reconcile(this.head, [{
      key: "head",
      stamp: [chat, store.bot, subtitle, store.person],
      create: () => h(
        "div",
        { class: "head-row" },
        iconButton("back", "Terug naar de gesprekken", () => this.app.back(), { class: "head-back" }),
        h("button", { type: "button", class: "head-chat", "aria-label": `Over ${store.titleOf(chat)}`, onClick: () => this.app.panel.toggle("about") },
          chatFace(chat),
          h("span", { class: "head-title", dir: "auto" }, store.titleOf(chat)),
          h("span", { class: typing ? "head-sub typing" : "head-sub" }, subtitle)),
        h("p", { class: "head-me" },
          personFace(store.person.id, store.person.name, "tiny"),
          h("span", {}, "Jij bent ", h("b", { dir: "auto" }, shortName(store.person.first_name)))),
        iconButton("info", "Over dit gesprek", () => this.app.panel.toggle("about"), { class: "head-info" }),
      ),
    }]);
  }

  renderPinned(chat) {
    const { store } = this.app;
    const history = store.history(chat.id);
    const message = [...(chat.pinned ?? [])].sort((left, right) => right - left)
      .map((id) => history.byId.get(id))
      .find((other) => other && (store.view.topic === null || other.thread_id === store.view.topic));
    reconcile(this.pinned, message ? [{
      key: "pinned",
      stamp: [message],
      create: () => h(
        "button",
        { type: "button", class: "pinned", onClick: () => this.showMessage(message.message_id) },
        icon("pin"),
        h("span", {}, h("b", {}, "Vastgemaakt"), h("span", { dir: "auto" }, excerpt(message))),
      ),
    }] : []);
  }

  renderMessages(chat) {
    const { store } = this.app;
    const { topic } = store.view;
    const history = store.history(chat.id);
    const all = history.inThread(topic);
    const shown = all.slice(-this.window);
    this.older.hidden = shown.length === all.length && !history.hasOlder(topic);
    const items = [];
    shown.forEach((message, index) => this.addItems(items, message, shown[index - 1], shown[index + 1], history));
    const typing = store.typingIn(chat.id, topic);
    if (typing) items.push({ key: "typing", stamp: [typing.action], create: () => typingNode(typing.action) });
    if (shown.length === 0 && history.loaded) items.push({ key: "empty", stamp: [chat.type], create: () => emptyNode(chat) });
    reconcile(this.list, items);
    this.rove();
    this.showWaiting();
    if (this.atEnd) this.toEnd();
    this.updateJump();
  }

  addItems(items, message, previous, next, history) {
    const { store } = this.app;
    const day = dayKey(message.date);
    const newDay = !previous || dayKey(previous.date) !== day;
    if (newDay) {
      const text = dayLine(message.date, store.nowMs());
      items.push({ key: `day-${day}-${message.message_id}`, stamp: [text], create: () => lineNode("day", text) });
    }
    const isDivider = message.message_id > this.divider && (!previous || previous.message_id <= this.divider);
    if (isDivider) items.push({ key: "unread", stamp: [], create: () => lineNode("unread", "Nieuw voor jou") });
    const mine = message.from.kind === "person" && message.from.id === store.view.person;
    const first = newDay || isDivider || !sameRun(previous, message);
    const last = !next || !sameRun(message, next) || dayKey(next.date) !== day;
    const named = first && !mine && store.chat.type !== "private";
    const edits = history.edits.get(message.message_id) ?? 0;
    items.push({
      key: `m-${message.message_id}`,
      stamp: [message.deleted ? "gone" : message, mine, first, last, named, store.view.person],
      create: (replaced) => {
        const look = { mine, first, last, named, edited: replaced && edits > 0 && this.edits.get(message.message_id) !== edits };
        this.edits.set(message.message_id, edits);
        return messageNode(message, look, this.app);
      },
    });
  }

  /** One message is in the tab order, with its links and buttons: the one last looked at, else the latest. */
  rove() {
    const articles = [...this.list.querySelectorAll("article")];
    const current = articles.find((node) => node.dataset.messageId === this.active) ?? articles.at(-1);
    for (const node of articles) {
      const isCurrent = node === current;
      node.tabIndex = isCurrent ? 0 : -1;
      for (const inner of focusables(node)) inner.tabIndex = isCurrent ? 0 : -1;
    }
  }

  /** Mark the pressed buttons in place: replacing their message would take the focus from the one that was pressed. */
  showWaiting() {
    for (const button of this.list.querySelectorAll(".inline-button")) {
      const message = this.messageOf(button.closest("article"));
      const { row, column } = button.dataset;
      const waiting = Boolean(message) && this.app.isWaiting(message, row, column);
      button.classList.toggle("waiting", waiting);
      button.setAttribute("aria-busy", String(waiting));
    }
  }

  setActive(article) {
    if (!article || article.dataset.messageId === this.active) return;
    this.active = article.dataset.messageId;
    this.rove();
  }

  onKey(event) {
    const article = event.target.closest("article");
    if (!article || event.altKey || event.ctrlKey || event.metaKey) return;
    const articles = [...this.list.querySelectorAll("article")];
    const message = this.messageOf(article);
    const moves = { ArrowUp: -1, ArrowDown: 1 };
    if (event.key in moves || event.key === "Home" || event.key === "End") {
      const at = articles.indexOf(article);
      const to = event.key === "Home" ? 0 : event.key === "End" ? articles.length - 1 : at + moves[event.key];
      event.preventDefault();
      if (to >= articles.length) this.app.composer.focus();
      else articles[Math.max(0, to)].focus();
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") this.moveInside(event, article);
    else if (event.key === "Escape") this.app.composer.focus();
    else if (message && event.target === article && (event.key === "Enter" || event.key === "ContextMenu")) {
      event.preventDefault();
      this.openMenu(message, article.querySelector(".bubble") ?? article);
    } else if (message && event.target === article && event.key.toLowerCase() === "r") {
      event.preventDefault();
      this.app.composer.replyTo(message);
    }
  }

  moveInside(event, article) {
    const inner = focusables(article).filter((node) => !node.closest(".message-tools"));
    if (inner.length === 0) return;
    const at = inner.indexOf(document.activeElement);
    const to = event.key === "ArrowRight" ? Math.min(at + 1, inner.length - 1) : at - 1;
    event.preventDefault();
    (inner[to] ?? article).focus();
  }

  messageOf(article) {
    const id = Number(article?.dataset.messageId);
    return this.app.store.history(this.app.store.view.chat).byId.get(id);
  }

  onContextMenu(event) {
    const message = this.messageOf(event.target.closest("article"));
    if (!message || message.service || event.target.closest("a")) return;
    event.preventDefault();
    this.openMenu(message, { x: event.clientX, y: event.clientY });
  }

  onDoubleClick(event) {
    const message = this.messageOf(event.target.closest("article"));
    if (!message || message.service || event.target.closest("button, a, .text")) return;
    this.app.composer.replyTo(message);
  }

  /** On a touch screen a tap on a bubble opens its menu, as there is nothing to hover over. */
  onTap(event) {
    if (!matchMedia("(hover: none)").matches || event.target.closest("button, a, [role=button]")) return;
    const bubble = event.target.closest(".bubble");
    const message = this.messageOf(bubble?.closest("article"));
    if (message) this.openMenu(message, { x: event.clientX, y: event.clientY });
  }

  openMenu(message, anchor) {
    messageMenu(message, anchor, this.app);
  }

  /** Scroll to a message and light it up; older ones are fetched once. */
  async showMessage(id) {
    const find = () => this.list.querySelector(`article[data-message-id="${id}"]`);
    if (!find()) {
      await this.showOlder();
      this.render();
    }
    const node = find();
    if (!node) return;
    this.atEnd = false;
    node.scrollIntoView({ block: "center" });
    node.focus({ preventScroll: true });
    node.classList.remove("lit");
    requestAnimationFrame(() => node.classList.add("lit"));
  }

  async showOlder() {
    const { store } = this.app;
    const below = this.scroller.scrollHeight - this.scroller.scrollTop;
    const history = store.history(store.view.chat);
    this.atEnd = false;
    this.window += WINDOW;
    if (history.inThread(store.view.topic).length < this.window) await this.app.loadOlder();
    this.render();
    this.scroller.scrollTop = this.scroller.scrollHeight - below;
  }

  onScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    this.updateJump();
    if (this.atEnd) this.markRead();
  }

  toEnd(byHand = false) {
    this.atEnd = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    if (byHand) this.app.composer.focus();
  }

  updateJump() {
    this.jump.hidden = this.atEnd;
  }

  markRead() {
    const { store } = this.app;
    const { person, chat, topic } = store.view;
    if (document.hidden || !this.app.conversationShown || !this.atEnd) return;
    const last = store.history(chat).inThread(topic).at(-1);
    if (last) store.markRead(person, chat, topic, last.message_id);
  }
}

function sameRun(left, right) {
  if (!left || left.service || right.service || left.deleted || right.deleted) return false;
  const sameSender = left.from.kind === right.from.kind && left.from.id === right.from.id;
  return sameSender && right.date - left.date < RUN_SECONDS;
}

function lineNode(kind, text) {
  return h("div", { class: `line ${kind}` }, h("span", {}, text));
}

function typingText(action) {
  if (action?.startsWith("upload")) return "stuurt een bestand…";
  if (action?.startsWith("record")) return "neemt iets op…";
  return "is aan het typen…";
}

function typingNode(action) {
  const dots = h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
  return h("div", { class: "typing-bubble" }, dots, h("span", { class: "visually-hidden" }, `De bot ${typingText(action)}`));
}

function emptyNode(chat) {
  const text = chat.type === "private" ? "Hier begint je gesprek met de bot." : "Nog geen berichten.";
  return h("div", { class: "empty" }, h("img", { src: "/page/mark.svg", alt: "", width: 72, height: 72 }), h("p", {}, text));
}

function chatSubtitle(chat, store) {
  if (chat.type === "private") return store.bot?.connected ? "bot" : "bot, nu niet verbonden";
  const people = chat.members.filter((member) => !["left", "kicked"].includes(member.status)).length;
  const botHere = chat.bot && !["left", "kicked"].includes(chat.bot.status);
  const kind = { group: "groep", supergroup: "groep", channel: "kanaal" }[chat.type];
  const where = !botHere ? ", de bot is er niet bij" : store.bot?.connected ? " en de bot" : " en de bot (niet verbonden)";
  return `${kind}, ${people} ${people === 1 ? "mens" : "mensen"}${where}`;
}

