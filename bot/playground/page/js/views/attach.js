/** What can be sent besides text: example files, a file of one's own, a place, a contact. */

import { toast } from "../ui.js";

const LARGEST_BYTES = 5_000_000;
/** Bytes per step when a file is turned into base64: more would overflow the call's arguments. */
const STEP = 8192;

/** Entries for the attachment menu. */
export function attachEntries(app) {
  const send = (extra) => () => app.composer.sendAttachment(extra);
  return [
    { label: "Foto", hint: "een voorbeeldfoto", icon: "image", run: send({ file: { kind: "photo" } }) },
    { label: "Bestand van deze computer…", icon: "file", run: () => chooseFile(app) },
    { label: "Spraakbericht", hint: "een voorbeeld", icon: "mic", run: send({ file: { kind: "voice" } }) },
    { label: "Sticker", icon: "smile", run: send({ file: { kind: "sticker", emoji: "🏡" } }) },
    { label: "Locatie", hint: "de Dam in Amsterdam", icon: "place", run: send({ location: { latitude: 52.3731, longitude: 4.8926 } }) },
    { label: "Contact", hint: "een verzonnen nummer", icon: "user", run: send({ contact: { phone_number: "+31600000000", first_name: "Voorbeeld" } }) },
  ];
}

function chooseFile(app) {
  const input = document.createElement("input");
  input.type = "file";
  input.addEventListener("change", () => input.files[0] && sendFile(input.files[0], app));
  input.click();
}

async function sendFile(file, app) {
  if (file.size > LARGEST_BYTES) {
    toast("Dit bestand is te groot voor de proefomgeving (meer dan 5 MB).", "error");
    return;
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += STEP) binary += String.fromCharCode(...bytes.subarray(at, at + STEP));
  const kind = /^image\/(jpeg|png|webp)$/.test(file.type) ? "photo" : "document";
  await app.composer.sendAttachment({ file: { kind, name: file.name, mime: file.type || null, base64: btoa(binary) } });
}
