// The order form. An order keeps its idempotency key through all attempts, so that it is done once.
import { NoResponse, call, newKey, pause, storePath } from './api.js';
import { byId, el, setText, show } from './dom.js';
import { say } from './live.js';
import { orderTable } from './orders.js';
import { money, sum } from './money.js';

const MAX_LINES = 100;
/** Longer than the server's request timeout, so that its response comes first. */
const TIMEOUT_MILLIS = 20_000;
const RETRY_MILLIS = 60_000;
const MAX_PAUSE_MILLIS = 4000;
/** Key of the session storage, where an order without an outcome survives a reload of the page. */
const PENDING = 'menhir-pending-order';

export class OrderForm {
  /** @param priceOf (name) the price of an item on this page, or undefined */
  constructor(store, priceOf) {
    this.store = store;
    this.priceOf = priceOf;
    this.closed = false;
    this.off = null;
    this.setOff(null);
    this.setBusy(false);
    byId('lines').replaceChildren();
    show(byId('result'));
    this.addLine();
    const pending = this.load();
    if (pending !== null) {
      this.offerAgain(pending, 'The outcome of an earlier order is unknown.');
    }
  }

  close() {
    this.closed = true;
  }

  addLine(name = '') {
    const lines = byId('lines');
    if (lines.children.length >= MAX_LINES) return null;
    const quantity = el('input', { class: 'amount', type: 'number', min: 1, max: 1000000, step: 1, value: 1, required: true, 'aria-label': 'Quantity' });
    const item = el('input', { class: 'item', list: 'names', maxlength: 100, required: true, placeholder: 'Item', 'aria-label': 'Item' });
    item.value = name;
    const remove = el('button', { type: 'button', class: 'bare', 'aria-label': 'Remove this line', click: () => this.removeLine(line) }, '×');
    const line = el('div', { class: 'line', input: () => this.showTotal() }, quantity, el('span', { class: 'quiet', 'aria-hidden': 'true' }, '×'), item, remove);
    lines.append(line);
    this.showTotal();
    return line;
  }

  removeLine(line) {
    line.remove();
    if (byId('lines').children.length === 0) this.addLine();
    this.showTotal();
    byId('lines').lastElementChild.querySelector('.item').focus();
  }

  /** Puts an item into the first line that has none, or into a new one. */
  pick(name) {
    const lines = [...byId('lines').children];
    const same = lines.find((line) => line.querySelector('.item').value === name);
    const free = lines.find((line) => line.querySelector('.item').value === '');
    const line = same ?? free ?? this.addLine();
    if (line === null) return;
    line.querySelector('.item').value = name;
    line.querySelector('.amount').focus();
    line.querySelector('.amount').select();
    this.showTotal();
  }

  body() {
    const lines = [...byId('lines').children].map((line) => ({
      item: line.querySelector('.item').value,
      quantity: Number(line.querySelector('.amount').value),
    }));
    return { type: byId('order').elements.type.value, lines };
  }

  showTotal() {
    const lines = this.body().lines.map((line) => ({ ...line, price: this.priceOf(line.item) }));
    const known = lines.every((line) => line.price !== undefined && Number.isInteger(line.quantity) && line.quantity > 0);
    setText(byId('total'), known ? `now ${money(sum(lines))}` : '');
  }

  /** A new order. */
  place() {
    return this.send({ store: this.store, key: newKey(), body: this.body() });
  }

  /** Sends an order until its outcome is known, for up to a minute; then offers to send it again. */
  async send(order) {
    if (this.busy) return;
    this.setBusy(true);
    this.save(order);
    const until = Date.now() + RETRY_MILLIS;
    for (let attempt = 1; ; attempt++) {
      show(byId('result'), el('p', { class: 'outcome quiet' }, attempt === 1 ? 'Sent: waiting for a majority.' : `Attempt ${attempt} with the same key.`));
      const failure = await this.attempt(order);
      if (failure === null || this.closed) break;
      const waitMillis = Math.max(failure.retryAfterSeconds * 1000 || 0, Math.min(MAX_PAUSE_MILLIS, 250 * 2 ** attempt));
      if (Date.now() + waitMillis > until) {
        this.offerAgain(order, `No outcome after a minute: ${failure.message}.`);
        break;
      }
      await pause(waitMillis);
      if (this.closed) break;
    }
    this.setBusy(false);
  }

  /** The failure if the order should be sent again; null if its outcome is known and shown. */
  async attempt({ store, key, body }) {
    try {
      const { data, headers } = await call(storePath(store, 'orders'), {
        method: 'POST', body, headers: { 'Idempotency-Key': key }, timeoutMillis: TIMEOUT_MILLIS,
      });
      this.discard();
      if (!this.closed) this.showDone(data, headers.get('Idempotent-Replayed') === 'true');
      return null;
    } catch (failure) {
      if (failure instanceof NoResponse || failure.status === 503) return failure;
      this.discard();
      if (!this.closed) {
        say(`${failure.title ?? 'Failed'}: ${failure.message}`);
        show(byId('result'), el('div', { class: 'outcome bad' },
          el('strong', {}, failure.title ?? 'Failed'), el('p', {}, failure.message),
          failure.name ? el('code', {}, failure.name) : null));
      }
      return null;
    }
  }

  showDone(order, replayed) {
    say(`Order ${order.number} is placed: ${order.type}, ${money(order.total)}.`);
    byId('lines').replaceChildren();
    this.addLine();
    show(byId('result'), el('div', { class: 'outcome good' }, orderTable(order),
      replayed ? el('p', {}, 'An earlier attempt placed the order; it was not placed again.') : null));
  }

  offerAgain(order, why) {
    say(why);
    show(byId('result'), el('div', { class: 'outcome warn' },
      el('p', {}, why),
      el('p', {}, `${order.body.type} ${order.body.lines.map((line) => `${line.quantity} × ${line.item}`).join(', ')} in ${order.store}. `
        + 'It may or may not have been placed. Sending it again uses the same key, so it is placed once.'),
      el('div', { class: 'bar' },
        el('button', { type: 'button', class: 'main', click: () => this.send(order) }, 'Send again'),
        el('button', { type: 'button', click: () => { this.discard(); show(byId('result')); } }, 'Discard'))));
  }

  /** Says why nobody should order now, or null. What was ordered before goes on. */
  setOff(reason) {
    this.off = reason;
    byId('order-off').hidden = reason === null;
    setText(byId('order-off'), reason ?? '');
    this.setBusy(this.busy);
  }

  setBusy(busy) {
    this.busy = busy;
    byId('place').disabled = busy || this.off !== null;
  }

  save(order) {
    sessionStorage.setItem(PENDING, JSON.stringify(order));
  }

  discard() {
    sessionStorage.removeItem(PENDING);
  }

  load() {
    try {
      const order = JSON.parse(sessionStorage.getItem(PENDING));
      return order !== null && Array.isArray(order.body?.lines) ? order : null;
    } catch {
      return null;
    }
  }
}
