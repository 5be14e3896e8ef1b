/** The topics of a forum as a strip of tabs, with the whole list and a new topic at the end. */

import { act } from "../api.js";
import { h, icon, reconcile, roveWithArrows } from "../dom.js";
import { badge } from "../people.js";
import { field, formDialog, showMenu } from "../ui.js";

export class TopicTabs {
  constructor(app) {
    this.app = app;
    this.strip = h("div", { class: "topic-strip", role: "tablist", "aria-label": "Onderwerpen" });
    this.all = h("button", { type: "button", class: "icon-button", "aria-label": "Alle onderwerpen", title: "Alle onderwerpen", "aria-haspopup": "menu", onClick: () => this.showAll() }, icon("down"));
    this.add = h("button", { type: "button", class: "icon-button", "aria-label": "Nieuw onderwerp", title: "Nieuw onderwerp", onClick: () => this.create() }, icon("plus"));
    this.root = h("div", { class: "topics", hidden: true }, this.strip, this.all, this.add);
    this.strip.addEventListener("keydown", (event) => {
      if (roveWithArrows(event, [...this.strip.children], { horizontal: true, wrap: true })) document.activeElement.click();
    });
  }

  render() {
    const { store } = this.app;
    const { chat } = store;
    this.root.hidden = !chat.is_forum;
    if (!chat.is_forum) return;
    const open = store.view.topic;
    const topics = store.topicsOf(chat);
    if (!topics.some((topic) => topic.thread_id === open)) {
      this.app.open({ topic: topics[0].thread_id, shown: false });
      return;
    }
    const before = this.strip.querySelector("[aria-selected=true]")?.dataset.threadId;
    reconcile(this.strip, topics.map((topic) => {
      const unread = store.unread(store.view.person, chat, topic.thread_id);
      const chosen = topic.thread_id === open;
      return {
        key: `${chat.id}:${topic.thread_id}`,
        stamp: [topic.name, topic.closed, topic.icon_color, unread, chosen],
        create: () => this.tab(topic, unread, chosen),
      };
    }));
    if (before !== String(open)) this.strip.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  tab(topic, unread, chosen) {
    return h(
      "button",
      {
        type: "button", class: "topic", role: "tab", "aria-selected": String(chosen), tabIndex: chosen ? 0 : -1,
        dataset: { threadId: topic.thread_id }, onClick: () => this.app.open({ topic: topic.thread_id }),
      },
      topic.closed ? icon("lock") : icon("hash"),
      h("span", { dir: "auto" }, topic.name),
      topic.closed && h("span", { class: "visually-hidden" }, ", gesloten"),
      badge(unread),
    );
  }

  showAll() {
    const { store } = this.app;
    const entries = store.topicsOf(store.chat).map((topic) => {
      const unread = store.unread(store.view.person, store.chat, topic.thread_id);
      const hint = [topic.closed && "gesloten", unread > 0 && `${unread} ongelezen`].filter(Boolean).join(", ");
      return { label: topic.name, icon: topic.closed ? "lock" : "hash", hint, run: () => this.app.open({ topic: topic.thread_id }) };
    });
    showMenu(this.all, "Alle onderwerpen", entries);
  }

  async create() {
    const { store } = this.app;
    const chat = store.chat;
    const values = await formDialog(
      "Nieuw onderwerp",
      [field("Naam", h("input", { name: "name", required: true, maxLength: 128, autocomplete: "off" }))],
      "Maak aan",
    );
    if (!values) return;
    const body = { by: store.view.person, name: values.get("name").trim() };
    const result = await this.app.attempt(() => act(`/people/chats/${chat.id}/topics`, body));
    if (!result) return;
    store.noteTopic(chat.id, result.topic);
    await this.app.open({ chat: chat.id, topic: result.topic.thread_id });
  }
}
