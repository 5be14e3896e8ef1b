/** The people at the left: a choice of who you are. */

import { act } from "../api.js";
import { h, icon, reconcile, roveWithArrows } from "../dom.js";
import { personFace, roleText, shortName } from "../people.js";
import { field, formDialog } from "../ui.js";

const LANGUAGES = [
  ["nl", "Nederlands"], ["en", "Engels"], ["tr", "Turks"], ["ar", "Arabisch"], ["pl", "Pools"], ["uk", "Oekraïens"],
  ["ru", "Russisch"], ["de", "Duits"],
];

export class Rail {
  constructor(root, app) {
    this.app = app;
    this.list = h("div", { class: "rail-list", role: "radiogroup", "aria-labelledby": "rail-title" });
    const add = h(
      "button",
      { type: "button", class: "rail-add", "aria-label": "Voeg iemand toe", title: "Voeg iemand toe", onClick: () => this.addPerson() },
      h("span", { class: "face add", "aria-hidden": "true" }, icon("plus")),
      h("span", { class: "rail-name", "aria-hidden": "true" }, "Nieuw"),
    );
    root.append(h("h2", { class: "rail-title", id: "rail-title" }, "Jij bent"), this.list, add);
    this.list.addEventListener("keydown", (event) => this.onKey(event));
  }

  render() {
    const { store } = this.app;
    const before = this.list.querySelector("[aria-checked=true]")?.dataset.personId;
    reconcile(
      this.list,
      [...store.people.values()].map((person) => {
        const chosen = person.id === store.view.person;
        const unread = store.chatsOf(person.id).reduce((sum, chat) => sum + store.unread(person.id, chat), 0);
        return {
          key: String(person.id),
          stamp: [person, chosen, unread > 0],
          create: () => this.face(person, chosen, unread > 0),
        };
      }),
    );
    const chosen = this.list.querySelector("[aria-checked=true]");
    if (chosen?.dataset.personId !== before) chosen?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  face(person, chosen, hasUnread) {
    const name = shortName(person.name);
    const label = `${name}, ${roleText(person.role)}${hasUnread ? ", heeft ongelezen berichten" : ""}`;
    return h(
      "button",
      {
        type: "button", class: "rail-person", role: "radio", "aria-checked": String(chosen), "aria-label": label,
        tabIndex: chosen ? 0 : -1, title: `${person.name}\n${person.about}`, dataset: { personId: person.id },
        onClick: () => this.app.open({ person: person.id, shown: false }),
      },
      personFace(person.id, person.name),
      hasUnread && h("span", { class: "rail-dot", "aria-hidden": "true" }),
      h("span", { class: "rail-name", "aria-hidden": "true", dir: "auto" }, shortName(person.first_name || name)),
      h("span", { class: "rail-role", "aria-hidden": "true" }, roleText(person.role)),
    );
  }

  onKey(event) {
    const horizontal = this.app.isPhone;
    if (roveWithArrows(event, [...this.list.children], { horizontal, wrap: true })) document.activeElement.click();
  }

  async addPerson() {
    const options = LANGUAGES.map(([value, label]) => h("option", { value }, label));
    const values = await formDialog(
      "Iemand erbij",
      [
        field("Naam", h("input", { name: "name", required: true, maxLength: 64, autocomplete: "off", placeholder: "Naam (voorbeeld)" })),
        field("Taal van de telefoon", h("select", { name: "language" }, options)),
        field("Gebruikersnaam", h("input", { name: "username", maxLength: 32, autocomplete: "off", pattern: "[A-Za-z][A-Za-z0-9_]{4,31}" }), "Mag leeg blijven."),
      ],
      "Voeg toe",
    );
    if (!values) return;
    const body = { name: values.get("name").trim(), language: values.get("language"), username: values.get("username") || null };
    const result = await this.app.attempt(() => act("/people/people", body));
    if (!result) return;
    this.app.store.people.set(result.person.id, result.person);
    await this.app.open({ person: result.person.id, chat: result.person.id, shown: false });
  }
}
