// The last five minutes of this node: its samples and its timeline, kept up to date by asking for what is new.
import { call } from './api.js';

const COLUMNS = ['orders', 'rejections', 'failures', 'orderP50Micros', 'orderP99Micros', 'lookups', 'hits', 'lookupP50Micros', 'lookupP99Micros', 'released', 'lag'];
const MAX_ENTRIES = 200;

/** A store without a sample. */
const empty = () => Object.fromEntries(COLUMNS.map((name) => [name, []]));

export class Stats {
  constructor() {
    this.clear(null);
  }

  clear(started) {
    this.started = started;
    this.lastSample = 0;
    this.lastEntry = 0;
    this.times = [];
    this.lengths = [];
    this.stores = new Map();
    this.timeline = [];
    this.silentMillis = new Map();
    /** How much this machine's clock is ahead of the node's. */
    this.aheadMillis = 0;
  }

  async read() {
    let { data } = await call(`/v1/stats?after=${this.lastSample}&afterEntry=${this.lastEntry}`);
    if (data.started !== this.started) {
      if (this.started !== null) data = (await call('/v1/stats')).data;
      this.clear(data.started);
    }
    this.add(data);
  }

  add(data) {
    const keep = (list, more) => [...list, ...more].slice(-data.maxSamples);
    this.aheadMillis = Date.now() - Date.parse(data.time);
    this.times = keep(this.times, data.times.map((time) => Date.parse(time)));
    this.lengths = keep(this.lengths, data.lengthsMillis);
    for (const store of data.stores) {
      const known = this.stores.get(store.store) ?? empty();
      COLUMNS.forEach((name) => (known[name] = keep(known[name], store[name])));
      this.stores.set(store.store, known);
      this.silentMillis.set(store.store, store.silentMillis ?? 0);
    }
    this.timeline = [...this.timeline, ...data.timeline.filter((entry) => entry.number > this.lastEntry)].slice(-MAX_ENTRIES);
    this.lastSample = data.lastSample;
    this.lastEntry = data.lastEntry;
  }

  /** Numbers of a store per second. */
  rate(store, name) {
    const counts = this.stores.get(store)?.[name] ?? [];
    return counts.map((count, i) => (count * 1000) / this.lengths[i]);
  }

  column(store, name) {
    return this.stores.get(store)?.[name] ?? [];
  }

  /** The part of the lookups that the cache answered, in percent; null without lookups. */
  hitRatio(store) {
    const hits = this.column(store, 'hits');
    return this.column(store, 'lookups').map((count, i) => (count === 0 ? null : (100 * hits[i]) / count));
  }

  /** The changes of a store's leader while there were samples: [{at, text}]. */
  leaderChanges(store) {
    return this.timeline.filter((entry) => entry.kind === 'leader' && entry.store === store)
      .map((entry) => ({ at: Date.parse(entry.time), text: `${entry.node} leads` }));
  }

  /** Orders per second of all stores, and the worst p99 of a store, of the newest sample; null without one. */
  now() {
    if (this.times.length === 0) return null;
    const last = this.times.length - 1;
    const all = [...this.stores.values()];
    const orders = all.reduce((sum, store) => sum + store.orders[last], 0);
    const p99s = all.map((store) => store.orderP99Micros[last]).filter((micros) => micros !== null);
    return { orders: Math.round((orders * 1000) / this.lengths[last]), p99: p99s.length === 0 ? null : millisText(Math.max(...p99s)) };
  }
}

/** Microseconds for people: 0.12 ms, 6.3 ms, 1.4 s. */
export function millisText(micros) {
  const millis = micros / 1000;
  if (millis >= 1000) return `${(millis / 1000).toFixed(1)} s`;
  return `${millis.toFixed(millis < 1 ? 2 : millis < 10 ? 1 : 0)} ms`;
}
