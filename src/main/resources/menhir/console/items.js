// The items of a store, a page at a time, kept up to date by its events.
import { call, storePath } from './api.js';
import { byId, el, flash, follow, setText, show, whole } from './dom.js';
import { money } from './money.js';

const PAGE = 20;
const REREAD_MILLIS = 5000;
const MOST_TOPICS = 200;

export class Items {
  /** @param onPick (name) when somebody wants to order an item */
  constructor(store, onPick) {
    this.store = store;
    this.onPick = onPick;
    this.rows = [];
    this.before = [];
    this.after = null;
    this.next = null;
    this.topic = '';
    this.topics = new Set();
    this.reading = 0;
    this.timer = null;
    this.redraw = null;
    this.hasList = true;
    this.closed = false;
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.redraw);
  }

  /** Reads the page again. An answer that a later question has overtaken is dropped. */
  async read() {
    const turn = ++this.reading;
    clearTimeout(this.timer);
    this.timer = null;
    const query = new URLSearchParams({ limit: PAGE });
    if (this.after !== null) query.set('after', this.after);
    if (this.topic !== '') query.set('topic', this.topic);
    try {
      const { data } = await call(storePath(this.store, `items?${query}`));
      if (this.closed || turn !== this.reading) return;
      const known = new Map(this.rows.map((row) => [row.name, row]));
      this.rows = data.items.map((item) => merged(item, known.get(item.name)));
      this.next = data.next;
      this.hasList = true;
      this.rows.forEach((row) => row.topic !== null && this.topics.size < MOST_TOPICS && this.topics.add(row.topic));
      this.note(this.rows.length > 0 ? '' : this.topic === '' ? 'This store has no items.' : 'No item has this topic.');
    } catch (failure) {
      if (this.closed || turn !== this.reading) return;
      // A kind of store whose items are no items for sale.
      this.hasList = ![400, 404, 405].includes(failure.status);
      this.note(this.hasList ? `The items could not be read (${failure.message}); this goes on trying.` : 'This store has no list of items.', 'bad');
      if (this.hasList) this.readSoon();
    }
    this.draw();
  }

  /** Forgets what was shown: it may be of another log. */
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
    this.before = [];
    this.after = null;
    this.read();
  }

  turnOn() {
    if (this.next !== null) {
      this.before.push(this.after);
      this.after = this.next;
      this.read();
    }
  }

  turnBack() {
    if (this.before.length > 0) {
      this.after = this.before.pop();
      this.read();
    }
  }

  find(name) {
    return this.rows.find((row) => row.name === name);
  }

  /**
   * An event is a log entry, and an item's version is the index of the last one in it, so that each is counted once. What
   * an event says is enough for a row that is shown; the page is read again later in any case, as a belt to these braces.
   */
  apply(kind, index, data) {
    const lines = kind === 'order' ? data.lines : ['leader', 'refusal'].includes(kind) ? [] : [data];
    const sign = kind === 'restock' || data.type === 'sell' ? 1 : data.type === 'buy' ? -1 : 0;
    const touched = lines.map((line) => this.find(line.item)).filter((row) => row !== undefined && row.version < index);
    for (const row of new Set(touched)) {
      if (kind === 'price') {
        row.price = data.price;
        row.topic = data.topic;
      } else if (kind === 'order' || kind === 'restock') {
        lines.filter((line) => line.item === row.name).forEach((line) => (row.quantity += sign * line.quantity));
        row.changed = true;
      }
      row.version = index;
      row.cache = row.cache === null ? null : { kind: 'gone', text: 'dropped' };
    }
    if (touched.length > 0) {
      this.redraw ??= setTimeout(() => this.draw(), 100);
    }
    if (touched.length > 0 || kind === 'item') {
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
      return null;
    }
  }

  draw() {
    clearTimeout(this.redraw);
    this.redraw = null;
    if (this.closed) return;
    const card = byId('items-card');
    card.classList.toggle('no-topics', this.topics.size === 0);
    follow(byId('items'), this.rows, (row) => row.name, (row) => this.newRow(row), updateRow);
    follow(byId('names'), this.rows, (row) => row.name, (row) => el('option', { value: row.name }), () => {});
    follow(byId('topics'), [...this.topics].sort(), (topic) => topic, (topic) => el('option', { value: topic }), () => {});
    byId('previous').disabled = this.before.length === 0;
    byId('next').disabled = this.next === null;
    setText(byId('page'), this.before.length === 0 && this.next === null ? '' : `Page ${this.before.length + 1}`);
  }

  newRow({ name, number }) {
    return el('tr', {},
      el('th', { scope: 'row', class: 'name', 'data-number': number }, name),
      el('td', { class: 'topic' }),
      el('td', { class: 'number price' }),
      el('td', { class: 'number quantity' }),
      el('td', {}, el('button', { type: 'button', class: 'cache', 'aria-label': `Look ${name} up at this node`, click: () => this.lookUp(name) })),
      el('td', { class: 'act' }, el('button', { type: 'button', 'aria-label': `Order ${name}`, click: () => this.onPick(name) }, 'Order')));
  }
}

/** The newer of what was read and what is shown. */
const merged = (item, row) =>
  row !== undefined && row.version > item.version ? row : { ...item, cache: row?.version === item.version ? row.cache : null };

function updateRow(tr, row) {
  const part = (name) => tr.querySelector(`.${name}`);
  setText(part('topic'), row.topic ?? '');
  setText(part('price'), money(row.price));
  setText(part('quantity'), whole(row.quantity));
  part('quantity').classList.toggle('none', row.quantity === 0);
  if (row.changed) {
    row.changed = false;
    flash(part('quantity'));
  }
  const button = part('cache');
  button.className = `cache ${row.cache?.kind ?? ''}`;
  setText(button, row.cache === null ? 'look up' : cacheText(row.cache));
}

export const cacheText = (cache) => (cache.millis === undefined ? cache.text : `${cache.text} ${cache.millis.toFixed(1)} ms`);

/** The answer to a look-up by name, for an item that may be on another page. */
export function showLookUp({ item, cache }, onPick) {
  byId('items-note').className = 'note quiet';
  show(byId('items-note'),
    el('strong', {}, item.name), ` ${money(item.price)}, ${whole(item.quantity)} there, version ${whole(item.version)}`,
    item.topic === null ? '' : `, topic ${item.topic}`, ' ',
    el('span', { class: `badge ${cache.kind === 'hit' ? 'good' : 'warn'}` }, `cache ${cacheText(cache)}`), ' ',
    el('button', { type: 'button', click: () => onPick(item.name) }, 'Order'));
}
