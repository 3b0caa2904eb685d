// The active holds of a store: what is held, for whom and until when. The card is there only while something is held.
import { call, storePath } from './api.js';
import { byId, el, follow, setText, timeOfDay, whole } from './dom.js';
import { confirm, forget } from './live.js';

const SHOWN = 20;
const REREAD_MILLIS = 5000;
const SOON_MILLIS = 500;

const linesOf = (hold) => hold.lines.map((line) => `${whole(line.quantity)} × ${line.item}`).join(', ');

export class Holds {
  constructor(store) {
    this.store = store;
    this.reads = 0;
    this.timer = null;
    this.closed = false;
    forget('holds-age');
    this.draw([], 0);
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
  }

  async read() {
    const read = ++this.reads;
    clearTimeout(this.timer);
    this.timer = null;
    try {
      const { data } = await call(storePath(this.store, `holds?limit=${SHOWN}`));
      if (this.closed || read !== this.reads) return;
      this.draw(data.holds, data.active);
      confirm('holds-age');
      if (data.active > 0) this.readIn(REREAD_MILLIS);
    } catch {
      // What was shown stays, and its age tells.
      if (!this.closed && read === this.reads) this.readIn(REREAD_MILLIS);
    }
  }

  readIn(millis) {
    this.timer ??= setTimeout(() => this.read(), millis);
  }

  /** Events that begin, prolong or end holds. */
  apply(kind, data) {
    if (this.closed || !(kind.startsWith('hold') || (kind === 'order' && data.hold !== undefined))) return;
    clearTimeout(this.timer);
    this.timer = null;
    this.readIn(SOON_MILLIS);
  }

  draw(holds, active) {
    byId('holds-card').hidden = active === 0;
    setText(byId('holds-count'), whole(active));
    setText(byId('holds-note'), active > holds.length ? `The oldest ${whole(holds.length)} of ${whole(active)}.` : '');
    byId('holds-note').hidden = active <= holds.length;
    follow(byId('holds'), holds, (hold) => String(hold.id), newRow, updateRow);
  }
}

const newRow = (hold) =>
  el('tr', {},
    el('th', { scope: 'row' }, String(hold.id)),
    el('td', { class: 'lines' }, linesOf(hold)),
    el('td', {}, hold.customer ?? ''),
    el('td', { class: 'number until' }));

function updateRow(tr, hold) {
  setText(tr.querySelector('.until'), timeOfDay(hold.expires));
}
