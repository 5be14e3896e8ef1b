/** Times in Dutch, in the time zone of the collectives. */

const ZONE = "Europe/Amsterdam";
const format = (options) => new Intl.DateTimeFormat("nl-NL", { timeZone: ZONE, ...options });

const HOUR = format({ hour: "2-digit", minute: "2-digit" });
const DAY = format({ weekday: "long", day: "numeric", month: "long" });
const DAY_WITH_YEAR = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const SHORT_DAY = format({ day: "numeric", month: "short" });
const WEEKDAY = format({ weekday: "short" });
const CLOCK = format({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const KEY = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE });

const DAY_MS = 86_400_000;

/** "14:05". `seconds` are seconds since 1970, here and below. */
export const hour = (seconds) => HOUR.format(seconds * 1000);

/** A key that is the same for all moments of one day, such as "2026-01-01". */
export const dayKey = (seconds) => KEY.format(seconds * 1000);

/** "do 1 jan 14:05", from milliseconds. */
export const clockText = (ms) => CLOCK.format(ms).replace(",", "");

/** The line between two days: "Vandaag", "Gisteren", or the date. */
export function dayLine(seconds, nowMs) {
  const key = dayKey(seconds);
  if (key === KEY.format(nowMs)) return "Vandaag";
  if (key === KEY.format(nowMs - DAY_MS)) return "Gisteren";
  const sameYear = key.slice(0, 4) === KEY.format(nowMs).slice(0, 4);
  return (sameYear ? DAY : DAY_WITH_YEAR).format(seconds * 1000);
}

/** For the list of chats: the hour for today, the weekday within a week, else the date. */
export function brief(seconds, nowMs) {
  if (!seconds) return "";
  if (dayKey(seconds) === KEY.format(nowMs)) return hour(seconds);
  if (nowMs - seconds * 1000 < 6 * DAY_MS) return WEEKDAY.format(seconds * 1000);
  return SHORT_DAY.format(seconds * 1000);
}

/** "+7 dagen", "+2 uur en 5 min": how far the clock runs ahead. */
export function aheadText(seconds) {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const parts = [];
  if (days) parts.push(`${days} ${days === 1 ? "dag" : "dagen"}`);
  if (hours) parts.push(`${hours} uur`);
  if (minutes && !days) parts.push(`${minutes} min`);
  return parts.length === 0 ? `+${Math.floor(seconds)} s` : `+${parts.slice(0, 2).join(" en ")}`;
}

/** "812 B", "14 kB", "2,1 MB". */
export function sizeText(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1).replace(".", ",")} MB`;
}
