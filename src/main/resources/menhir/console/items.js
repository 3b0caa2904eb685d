// The items of a store, one page at a time, updated by its events.
import { call, storePath } from './api.js';
import { byId, el, flash, follow, setText, show, whole } from './dom.js';
import { confirm, forget, say } from './live.js';
import { money } from './money.js';

const PAGE = 20;
const REREAD_MILLIS = 5000;
const MAX_TOPICS = 200;
/** At many orders a second, quantities change twice a second and do not flash. */
const REDRAW_MILLIS = 500;
const MAX_FLASHES = 3;

export class Items {
  /** @param onPick (name) called to order an item */
  constructor(store, onPick) {
    this.store = store;
    this.onPick = onPick;
    this.rows = [];
    this.before = [];
    this.after = null;
    this.next = null;
    this.topic = '';
    this.prefix = '';
    this.topics = new Set();
    this.reads = 0;
    this.timer = null;
    this.redraw = null;
    this.hasList = true;
    this.closed = false;
    forget('items-age');
    show(byId('looked-up'));
    this.setConfirmed(true);
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.redraw);
  }

  /** Reads the page again. Drops the response if a later request has started. */
  async read() {
    const read = ++this.reads;
    clearTimeout(this.timer);
    this.timer = null;
    try {
      const data = await this.readPage();
      if (this.closed || read !== this.reads) return;
      const known = new Map(this.rows.map((row) => [row.name, row]));
      this.rows = data.items.map((item) => merged(item, known.get(item.name)));
      this.next = data.next;
      this.hasList = true;
      this.rows.forEach((row) => row.topic !== null && this.topics.size < MAX_TOPICS && this.topics.add(row.topic));
      this.note(this.rows.length > 0 ? '' : this.prefix !== '' ? 'No name begins like this.'
        : this.topic === '' ? 'This store has no items.' : 'No item has this topic.');
      confirm('items-age');
    } catch (failure) {
      if (this.closed || read !== this.reads) return;
      // A scoreboard has no items.
      this.hasList = ![400, 404, 405].includes(failure.status);
      this.note(this.hasList ? `The items are not available (${failure.message}); the console keeps trying.` : 'This store has no list of items.', 'bad');
      if (this.hasList) this.readSoon();
    }
    this.draw();
  }

  async readPage() {
    const query = new URLSearchParams({ limit: PAGE });
    const after = this.after ?? (this.prefix === '' ? null : this.prefix);
    if (after !== null) query.set('after', after);
    if (this.topic !== '') query.set('topic', this.topic);
    const { data } = await call(storePath(this.store, `items?${query}`));
    if (this.prefix === '') return data;
    // Names are in their order: those that begin alike follow each other, after the one that is the prefix itself.
    const items = data.items.filter((item) => item.name.startsWith(this.prefix));
    const same = this.after === null ? await this.readSame() : [];
    return { items: [...same, ...items], next: items.length === data.items.length ? data.next : null };
  }

  /** The item whose whole name is the prefix, if there is one. */
  async readSame() {
    try {
      const { data } = await call(storePath(this.store, `items/${encodeURIComponent(this.prefix)}`));
      return this.topic === '' || data.topic === this.topic ? [data] : [];
    } catch (failure) {
      if (failure.status === 404) return [];
      throw failure;
    }
  }

  /** Whether what is shown is known to be so. If not, quantities are hatched. */
  setConfirmed(confirmed) {
    byId('items-card').classList.toggle('unconfirmed', !confirmed);
    byId('items-caption').textContent = confirmed ? 'Items' : 'Items, with quantities that are not confirmed now';
    if (confirmed && this.rows.length > 0) confirm('items-age');
  }

  /** Drops all rows, which may be from another log. */
  restart() {
    this.rows = [];
    this.read();
  }

  readSoon() {
    this.timer ??= this.closed ? null : setTimeout(() => this.read(), REREAD_MILLIS);
  }

  note(text, kind = 'quiet') {
    byId('items-note').className = `note ${kind}`;
    setText(byId('items-note'), text);
    byId('items-note').hidden = text === '';
  }

  setTopic(topic) {
    this.topic = topic;
    this.firstPage();
  }

  setPrefix(prefix) {
    this.prefix = prefix;
    this.firstPage();
  }

  firstPage() {
    this.before = [];
    this.after = null;
    this.read();
  }

  nextPage() {
    if (this.next !== null) {
      this.before.push(this.after);
      this.after = this.next;
      this.read();
    }
  }

  previousPage() {
    if (this.before.length > 0) {
      this.after = this.before.pop();
      this.read();
    }
  }

  find(name) {
    return this.rows.find((row) => row.name === name);
  }

  /**
   * Applies an event to the rows. An event is a log entry, and an item's version is the index of its last entry, so each is applied
   * once. The page is read again later in any case, as a second line of defence.
   */
  apply(kind, index, data) {
    const changes = kind === 'price' ? [data] : stockChanges(kind, data);
    const affected = changes.map((change) => this.find(change.item)).filter((row) => row !== undefined && row.version < index);
    for (const row of new Set(affected)) {
      if (kind === 'price') {
        row.price = data.price;
        row.topic = data.topic;
      } else {
        for (const change of changes.filter(({ item }) => item === row.name)) {
          row.quantity += change.quantity;
          row.held = (row.held ?? 0) + (change.held ?? 0);
        }
        row.changed = true;
      }
      row.version = index;
      row.cache = row.cache === null ? null : { kind: 'gone', text: 'invalidated' };
    }
    if (affected.length > 0) {
      this.redraw ??= setTimeout(() => this.draw(), REDRAW_MILLIS);
    }
    if (affected.length > 0 || ['item', 'terms', 'retired'].includes(kind)) {
      this.readSoon();
    }
  }

  async lookUp(name) {
    const start = performance.now();
    try {
      const { data, headers } = await call(storePath(this.store, `items/${encodeURIComponent(name)}`));
      const millis = performance.now() - start;
      const hit = /;\s*hit/.test(headers.get('Cache-Status') ?? '');
      const cache = { kind: hit ? 'hit' : 'miss', text: hit ? 'hit' : 'miss', millis };
      if (this.closed) return null;
      this.rows = this.rows.map((row) => (row.name === name ? { ...merged(data, row), cache } : row));
      this.draw();
      return { item: data, cache };
    } catch (failure) {
      this.note(failure.message, 'bad');
      say(failure.message);
      return null;
    }
  }

  draw() {
    clearTimeout(this.redraw);
    this.redraw = null;
    if (this.closed) return;
    const card = byId('items-card');
    card.classList.toggle('no-topics', this.topics.size === 0);
    const calm = this.rows.filter((row) => row.changed).length > MAX_FLASHES;
    if (calm) this.rows.forEach((row) => (row.changed = false));
    follow(byId('items'), this.rows, (row) => row.name, (row) => this.newRow(row), updateRow);
    follow(byId('names'), this.rows, (row) => row.name, (row) => el('option', { value: row.name }), () => {});
    follow(byId('topics'), [...this.topics].sort(), (topic) => topic, (topic) => el('option', { value: topic }), () => {});
    byId('previous').disabled = this.before.length === 0;
    byId('next').disabled = this.next === null;
    setText(byId('page'), this.before.length === 0 && this.next === null ? '' : `Page ${this.before.length + 1}`);
  }

  newRow({ name, number }) {
    return el('tr', {},
      el('th', { scope: 'row', class: 'name', 'data-number': number }, name, el('small', { class: 'terms quiet' })),
      el('td', { class: 'topic' }),
      el('td', { class: 'number price' }),
      el('td', { class: 'number quantity' }),
      el('td', {}, el('button', { type: 'button', class: 'cache', 'aria-label': `Look up ${name} at this node`, click: () => this.lookUp(name) })),
      el('td', { class: 'act' }, el('button', { type: 'button', 'aria-label': `Order ${name}`, click: () => this.onPick(name) }, 'Order')));
  }
}

/** What an event adds to the quantities of items, {item, quantity, held}: available, and held. */
function stockChanges(kind, data) {
  const each = (lines, sign, heldSign = 0) =>
    lines.map(({ item, quantity }) => ({ item, quantity: sign * quantity, held: heldSign * quantity }));
  switch (kind) {
    case 'order': return data.hold === undefined ? each(data.lines, data.type === 'sell' ? 1 : -1) : each(data.lines, 0, -1);
    case 'cancellation': return each(data.lines, 1);
    case 'restock': return each([data], 1);
    case 'hold': return each(data.lines, -1, 1);
    case 'hold-released': return each(data.lines, 1, -1);
    case 'holds-expired': return data.holds.flatMap(({ lines }) => each(lines, 1, -1));
    default: return [];
  }
}

/** The newer one of an item that was read and its row. */
const merged = (item, row) =>
  row !== undefined && row.version > item.version ? row : { ...item, cache: row?.version === item.version ? row.cache : null };

function updateRow(tr, row) {
  const part = (name) => tr.querySelector(`.${name}`);
  setText(part('topic'), row.topic ?? '');
  setText(part('terms'), termsOf(row).join(', '));
  setText(part('price'), money(row.price));
  const held = row.held > 0 ? ` (${whole(row.held)} held)` : '';
  setText(part('quantity'), whole(row.quantity) + held);
  part('quantity').classList.toggle('none', row.quantity === 0);
  if (row.changed) {
    row.changed = false;
    flash(part('quantity'));
  }
  const button = part('cache');
  button.className = `cache ${row.cache?.kind ?? ''}`;
  setText(button, row.cache === null ? 'look up' : cacheText(row.cache));
}

const dayAndTime = (time) => new Date(time).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });

/** The terms on which an item is sold, as short sentences. */
export const termsOf = ({ limitPerCustomer, onSaleFrom, onSaleUntil }) => [
  onSaleFrom === undefined ? null : `on sale from ${dayAndTime(onSaleFrom)}`,
  onSaleUntil === undefined ? null : `on sale until ${dayAndTime(onSaleUntil)}`,
  limitPerCustomer === undefined ? null : `at most ${whole(limitPerCustomer)} for each customer`,
].filter((term) => term !== null);

export const cacheText = (cache) => (cache.millis === undefined ? cache.text : `${cache.text} ${cache.millis.toFixed(1)} ms`);

/** Shows the result of a lookup by name; the item may be on another page. */
export function showLookup({ item, cache }, onPick) {
  say(`${item.name}: ${money(item.price)}, ${whole(item.quantity)} available.`);
  show(byId('looked-up'),
    el('strong', {}, item.name), ` ${money(item.price)}, ${whole(item.quantity)} available, version ${whole(item.version)}`,
    item.topic === null ? '' : `, topic ${item.topic}`, ' ',
    el('span', { class: `badge ${cache.kind === 'hit' ? 'good' : 'warn'}` }, `cache ${cacheText(cache)}`), ' ',
    el('button', { type: 'button', click: () => onPick(item.name) }, 'Order'));
}
