/** The people's side of the playground, over HTTP. */

/** The server said no; `message` is its sentence, `status` the HTTP status. */
export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", ...options });
  } catch {
    throw new ApiError("De proefserver antwoordt niet.", 0);
  }
  let body;
  try {
    body = await response.json();
  } catch {
    throw new ApiError(`De proefserver gaf een onleesbaar antwoord (${response.status}).`, response.status);
  }
  if (!body.ok) throw new ApiError(body.error ?? `Fout ${response.status}`, response.status);
  return body.result;
}

/** Read from the server; `query` holds the parameters, of which null and undefined are left out. */
export function read(path, query = {}) {
  const known = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  const search = new URLSearchParams(known).toString();
  return request(search ? `${path}?${search}` : path);
}

/** Act on the server; null and undefined keys of `body` are left out. */
export function act(path, body) {
  return request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body, (key, value) => (value === null ? undefined : value)),
  });
}
