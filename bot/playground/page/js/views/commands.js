/** The bot's command menu, above the input: opens with "/", filters while typing. */

import { ApiError, read } from "../api.js";
import { h, reconcile } from "../dom.js";

export class CommandList {
  /** `onTake(text, send)` gets the chosen command; `send` is false when it is only to be completed. */
  constructor(app, onTake) {
    this.app = app;
    this.onTake = onTake;
    this.id = "command-list";
    this.root = h("div", { class: "command-list", id: this.id, role: "listbox", "aria-label": "Opdrachten", hidden: true });
    this.commands = [];
    this.shown = [];
    this.chosen = 0;
    this.loadedFor = "";
  }

  get open() {
    return !this.root.hidden;
  }

  /** Read the menu again when another chat is open or when the bot changed it. */
  refresh(view, version) {
    if (this.loadedFor !== keyOf(view, version)) this.load(view);
  }

  async load(view) {
    const { store } = this.app;
    const key = keyOf(view, store.commandsVersion);
    if (key === this.loadedFor) return;
    this.loadedFor = key;
    if (!store.chats.has(view.chat)) {
      this.commands = [];
      return;
    }
    try {
      const { commands } = await read("/people/commands", { as: view.person, chat: view.chat });
      if (this.loadedFor !== key) return;
      this.commands = commands;
      // Somebody may have typed the slash before the menu had come.
      const input = document.getElementById("composer-input");
      if (document.activeElement === input) this.filter(input.value);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.commands = [];
    }
  }

  /** Show the commands that fit what is typed: only while it is one word that begins with a slash. */
  filter(text) {
    const word = /^\/(\w*)$/.exec(text);
    this.shown = word ? this.commands.filter((entry) => entry.command.startsWith(word[1].toLowerCase())) : [];
    this.chosen = 0;
    this.draw();
  }

  hide() {
    this.shown = [];
    this.draw();
  }

  draw() {
    this.root.hidden = this.shown.length === 0;
    reconcile(this.root, this.shown.map((entry, index) => {
      const chosen = index === this.chosen;
      return {
        key: entry.command,
        stamp: [entry.description, chosen],
        create: () => h(
          "div",
          {
            class: "command", role: "option", id: `command-${entry.command}`, "aria-selected": String(chosen),
            onMousedown: (event) => event.preventDefault(), onClick: () => this.take(entry, true),
          },
          h("b", {}, `/${entry.command}`),
          h("span", { dir: "auto" }, entry.description),
        ),
      };
    }));
    const input = document.getElementById("composer-input");
    const current = this.shown[this.chosen];
    if (current) input?.setAttribute("aria-activedescendant", `command-${current.command}`);
    else input?.removeAttribute("aria-activedescendant");
    this.root.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  take(entry, send) {
    this.hide();
    this.onTake(`/${entry.command}`, send);
  }

  /** Arrow keys choose, Enter sends, Tab completes, Esc closes; true when the key was used. */
  onKey(event) {
    if (!this.open) return false;
    const count = this.shown.length;
    if (event.key === "ArrowDown") this.chosen = (this.chosen + 1) % count;
    else if (event.key === "ArrowUp") this.chosen = (this.chosen - 1 + count) % count;
    else if (event.key === "Enter" && !event.shiftKey) this.take(this.shown[this.chosen], true);
    else if (event.key === "Tab" && !event.shiftKey) this.take(this.shown[this.chosen], false);
    else if (event.key === "Escape") this.hide();
    else return false;
    event.preventDefault();
    if (this.open) this.draw();
    return true;
  }
}

function keyOf(view, version) {
  return `${view.person}:${view.chat}:${version}`;
}
