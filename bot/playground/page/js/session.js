/** How far everybody has read, kept in this tab for one run of the server, so that a reload does not lose the counts. */

const KEY = "buurvraag-reads";

/** What was kept for this run: `{reads, baseline}` as lists of pairs, or null. */
export function loadReads(run) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    return kept?.run === run ? kept : null;
  } catch {
    return null;
  }
}

/** Keep the counts. Where the browser allows no storage they last as long as the page. */
export function saveReads(run, { reads, baseline }) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ run, reads: [...reads], baseline: [...baseline] }));
  } catch {
    return;
  }
}
