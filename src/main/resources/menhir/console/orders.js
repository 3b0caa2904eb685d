// The orders of a store, the newest first, with filters; and one order by its number.
import { NoResponse, call, storePath } from './api.js';
import { byId, el, follow, setText, show, timeOfDay, whole } from './dom.js';
import { confirm, forget, say } from './live.js';
import { money } from './money.js';

const PAGE = 10;
/** Rows that move are hard to read: the list follows the log slowly, and waits for the reader while many orders arrive. */
const REFRESH_MILLIS = 2000;
const MAX_NEW = 8;

const linesOf = (order) => order.lines.map((line) => `${whole(line.quantity)} × ${line.item}`).join(', ');

/** An instant for the server, of the local time of a field; null if it is empty. */
const instantOf = (id) => (byId(id).value === '' ? null : new Date(byId(id).value).toISOString());

export class Orders {
  constructor(store) {
    this.store = store;
    this.orders = [];
    this.next = null;
    this.before = [];
    this.reads = 0;
    this.wasRead = false;
    /** The newest order of the last first page, and how many were placed since. */
    this.newest = 0;
    this.newer = 0;
    this.timer = null;
    this.closed = false;
    forget('orders-age');
    show(byId('found'));
    this.draw();
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
  }

  isFirstPage() {
    return this.before.length === 0;
  }

  async read() {
    const read = ++this.reads;
    const query = new URLSearchParams({ order: 'newest', limit: PAGE });
    const filters = { item: byId('orders-item').value.trim(), from: instantOf('orders-from'), to: instantOf('orders-to'), before: this.before.at(-1) };
    Object.entries(filters).forEach(([name, value]) => value && query.set(name, value));
    try {
      const { data } = await call(storePath(this.store, `orders?${query}`));
      if (this.closed || read !== this.reads) return;
      this.orders = data.orders;
      this.wasRead = true;
      this.next = data.next;
      if (this.isFirstPage()) {
        this.newer = 0;
        this.newest = Math.max(this.newest, data.orders[0]?.number ?? 0);
      }
      this.note(data.orders.length > 0 ? '' : data.next === null ? 'No order to show.' : 'None among the newest of these: see older ones.');
      confirm('orders-age');
    } catch (failure) {
      if (this.closed || read !== this.reads) return;
      this.note(`The orders are not available: ${failure.message}`);
    }
    this.draw();
  }

  note(text) {
    setText(byId('orders-note'), text);
    byId('orders-note').hidden = text === '';
  }

  search() {
    this.before = [];
    this.read();
  }

  older() {
    if (this.next !== null) {
      this.before.push(this.next);
      this.read();
    }
  }

  first() {
    if (!this.isFirstPage()) byId('orders-item').focus();
    this.search();
  }

  /** Nothing is missing in the list, or it says how much. */
  setConfirmed(confirmed) {
    if (confirmed && this.newer === 0 && this.wasRead) confirm('orders-age');
  }

  /** An order was placed. The stream of events begins with older ones. */
  placed(number) {
    if (number <= this.newest) return;
    this.newer++;
    this.changed();
  }

  /** An order was cancelled, which may be one of these. */
  cancelled(number) {
    if (this.orders.some((order) => order.number === number)) this.changed();
  }

  changed() {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      if (this.closed) return;
      if (this.isFirstPage() && this.newer <= MAX_NEW) this.read();
      else this.draw();
    }, REFRESH_MILLIS);
  }

  draw() {
    follow(byId('orders'), this.orders, (order) => `${order.number} ${order.cancellation?.index ?? ''}`, newRow, () => {});
    byId('orders-older').disabled = this.next === null;
    byId('orders-newest').disabled = this.isFirstPage() && this.newer === 0;
    setText(byId('orders-newest'), this.newer > 0 ? `Newest (${whole(this.newer)} more)` : 'Newest');
    byId('orders-table').hidden = this.orders.length === 0;
  }

  async find(number) {
    try {
      const { data } = await call(storePath(this.store, `orders/${encodeURIComponent(number)}`));
      if (this.closed) return;
      show(byId('found'), orderTable(data));
      say(`Order ${data.number}: ${data.type} ${linesOf(data)}, ${money(data.total)}.`);
    } catch (failure) {
      if (this.closed) return;
      const text = failure instanceof NoResponse ? `${failure.message}: try again.` : failure.message;
      show(byId('found'), el('p', { class: 'outcome bad' }, text));
      say(text);
    }
  }
}

const newRow = (order) =>
  el('tr', {},
    el('th', { scope: 'row', class: 'order-number' }, String(order.number)),
    el('td', { class: `what ${order.type}` }, order.cancellation === undefined ? order.type : 'cancelled'),
    el('td', { class: 'lines' }, linesOf(order)),
    el('td', { class: 'number' }, money(order.total)),
    el('td', { class: 'number quiet' }, el('time', { datetime: order.time, title: new Date(order.time).toLocaleString() }, timeOfDay(order.time))));

const cancelledRow = (cancellation) =>
  cancellation === undefined ? null
    : el('tr', {},
      el('th', { scope: 'row', colspan: 3 }, `Cancelled ${new Date(cancellation.time).toLocaleString()}: ${linesOf(cancellation)}`),
      el('td', { class: 'number' }, money(cancellation.total)));

/** The table of an order. */
export function orderTable(order) {
  const rows = order.lines.map((line) =>
    el('tr', {},
      el('th', { scope: 'row' }, line.item),
      el('td', { class: 'number' }, whole(line.quantity)),
      el('td', { class: 'number' }, money(line.price)),
      el('td', { class: 'number' }, money(line.amount))));
  return el('table', { class: 'order' },
    el('caption', {}, `Order ${order.number}: ${order.type}, ${new Date(order.time).toLocaleString()}`),
    el('tbody', {}, ...rows),
    el('tfoot', {},
      el('tr', {}, el('th', { scope: 'row', colspan: 3 }, 'Total'), el('td', { class: 'number' }, money(order.total))),
      cancelledRow(order.cancellation)));
}
