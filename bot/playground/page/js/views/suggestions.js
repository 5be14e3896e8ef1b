/** A row of things to try, as the server suggests them: one press says it as the right person in the right chat. */

import { h, icon, iconButton, reconcile } from "../dom.js";
import { shortName } from "../people.js";

export class SuggestionRow {
  constructor(app) {
    this.app = app;
    this.closed = false;
    this.list = h("div", { class: "suggestion-list" });
    this.root = h(
      "div",
      { class: "suggestions", role: "group", "aria-label": "Om te proberen" },
      h("p", { class: "suggestions-title" }, icon("spark"), h("span", {}, "Probeer")),
      this.list,
      iconButton("close", "Verberg de suggesties", () => this.close(), { class: "suggestions-close" }),
    );
  }

  close() {
    this.closed = true;
    this.app.store.changed();
    this.app.composer.focus();
  }

  render(hidden) {
    const { store } = this.app;
    this.root.hidden = hidden || this.closed || store.suggestions.length === 0;
    reconcile(this.list, store.suggestions.map((suggestion, index) => ({
      key: String(index),
      stamp: [suggestion, store.people.get(suggestion.as)?.name],
      create: () => this.chip(suggestion),
    })));
  }

  chip(suggestion) {
    const { store } = this.app;
    const person = store.people.get(suggestion.as);
    const where = suggestion.chat === suggestion.as ? "privé" : "groep";
    const who = person ? `${shortName(person.first_name)}, ${where}` : where;
    return h(
      "button",
      {
        type: "button", class: "suggestion", title: suggestion.text,
        "aria-label": `${suggestion.about}: stuur als ${who}: ${suggestion.text}`,
        onClick: () => this.app.trySuggestion(suggestion),
      },
      h("b", { dir: "auto" }, suggestion.about),
      h("span", {}, `${who}: `, h("bdi", {}, suggestion.text)),
    );
  }
}
