// Requests to the HTTP API of the node that served this page.

/** A problem that the server reports (RFC 9457). */
export class Problem extends Error {
  constructor(status, body, retryAfterSeconds) {
    super(body.detail || body.title || `HTTP status ${status}`);
    this.status = status;
    this.title = body.title || `HTTP status ${status}`;
    this.name = String(body.type || '').replace('urn:menhir:problem:', '');
    this.reasons = Array.isArray(body.reasons) ? body.reasons : [];
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** No response, or none in time: the request may or may not have been done. */
export class NoResponse extends Error {}

const MONEY = new Set(['price', 'amount', 'total']);

/** Prices as the server wrote them, if the browser gives access to the source text. */
const exact = (key, value, context) =>
  MONEY.has(key) && typeof value === 'number' ? (context?.source ?? String(value)) : value;

export const parse = (text) => JSON.parse(text, exact);

/** The administrator's key, if somebody has signed in. It is nowhere but in this variable. */
let key = null;

export function useKey(newKey) {
  key = newKey;
}

/** @param text JSON to send, instead of a body that becomes it */
export async function call(path, { method = 'GET', body, text: json = body === undefined ? undefined : JSON.stringify(body), headers = {}, timeoutMillis = 5000 } = {}) {
  let response;
  let text;
  try {
    response = await fetch(path, {
      method,
      headers: {
        ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
        ...headers,
      },
      body: json,
      // The page shows hits and misses of the node's cache, so the browser's cache must not answer.
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMillis),
    });
    text = await response.text();
  } catch (failure) {
    throw new NoResponse(failure.name === 'TimeoutError' ? 'no response in time' : 'no connection');
  }
  let data = {};
  try {
    data = parse(text);
  } catch {
    if (response.ok) {
      throw new NoResponse('the response is not JSON');
    }
  }
  if (!response.ok) {
    throw new Problem(response.status, data ?? {}, Number(response.headers.get('Retry-After')) || 0);
  }
  return { status: response.status, headers: response.headers, data };
}

export const storePath = (store, rest) => `/v1/stores/${encodeURIComponent(store)}/${rest}`;

/** 128 random bits. crypto.randomUUID needs a secure context, and plain HTTP from another machine is none. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `console-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** Waits at least this long; in a hidden tab possibly longer. */
export const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
