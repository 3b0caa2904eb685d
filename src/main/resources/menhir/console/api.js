// Calls of the HTTP API of the node that this page came from.

/** The server's answer says what is wrong (RFC 9457). */
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

/** No answer, or none in time. What was asked for may have been done or not. */
export class NoAnswer extends Error {}

const MONEY = new Set(['price', 'amount', 'total']);

/** Prices as they are written, where the browser lets us see that. */
const exact = (key, value, context) =>
  MONEY.has(key) && typeof value === 'number' ? (context?.source ?? String(value)) : value;

export const parse = (text) => JSON.parse(text, exact);

export async function call(path, { method = 'GET', body, headers = {}, timeoutMillis = 5000 } = {}) {
  let response;
  let text;
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      // What this node's cache says is shown; the browser's would be in the way.
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMillis),
    });
    text = await response.text();
  } catch (failure) {
    throw new NoAnswer(failure.name === 'TimeoutError' ? 'no answer in time' : 'no connection');
  }
  let data = {};
  try {
    data = parse(text);
  } catch {
    if (response.ok) {
      throw new NoAnswer('the answer is not JSON');
    }
  }
  if (!response.ok) {
    throw new Problem(response.status, data ?? {}, Number(response.headers.get('Retry-After')) || 0);
  }
  return { status: response.status, headers: response.headers, data };
}

export const storePath = (store, rest) => `/v1/stores/${encodeURIComponent(store)}/${rest}`;

/** 128 random bits. crypto.randomUUID would need a secure context, which plain HTTP from another machine is not. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `console-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** At least this long; less precise in a tab that nobody sees. */
export const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
