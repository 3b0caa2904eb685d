// A store's event stream. The browser's own reconnecting gives up at some answers, so this does it: after the last event
// seen, so that none is missed, unless so many were that a fresh start is better.
import { storePath, parse } from './api.js';

const KINDS = ['order', 'refusal', 'restock', 'price', 'item', 'leader'];
const SHOWN_AT_START = 60;
const MOST_TO_CATCH_UP = 5000;
const FIRST_PAUSE_MILLIS = 500;
const LONGEST_PAUSE_MILLIS = 8000;

export class EventFeed {
  /**
   * @param onEvent (kind, index, data) for each event
   * @param onGap when events were left out, so that what was built from them must be read anew
   */
  constructor(store, onEvent, onGap) {
    this.store = store;
    this.onEvent = onEvent;
    this.onGap = onGap;
    this.last = null;
    this.released = null;
    this.source = null;
    this.timer = null;
    this.pauseMillis = FIRST_PAUSE_MILLIS;
    this.closed = false;
  }

  /** How far the store's log is; the first time, this starts the stream a little before that. */
  reached(released) {
    this.released = released;
    if (this.source === null && this.timer === null && !this.closed) {
      this.connect();
    }
  }

  /** After a time without answers: the old connection may be dead without a word. */
  reconnect() {
    this.source?.close();
    this.source = null;
    clearTimeout(this.timer);
    this.timer = null;
  }

  close() {
    this.closed = true;
    this.reconnect();
  }

  connect() {
    this.timer = null;
    const recent = Math.max(0, this.released - SHOWN_AT_START);
    // A log that ends before what was seen is another one: somebody began anew, with empty disks.
    if (this.last !== null && (this.last > this.released || this.released - this.last > MOST_TO_CATCH_UP)) {
      this.last = null;
      this.onGap();
    }
    const source = new EventSource(storePath(this.store, `events?after=${this.last ?? recent}`));
    this.source = source;
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => {
        if (this.source === source) {
          this.pauseMillis = FIRST_PAUSE_MILLIS;
          this.last = Number(event.lastEventId);
          this.onEvent(kind, this.last, parse(event.data));
        }
      });
    }
    source.addEventListener('error', () => {
      if (this.source === source) {
        source.close();
        this.source = null;
        this.timer = setTimeout(() => this.connect(), this.pauseMillis);
        this.pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, this.pauseMillis * 2);
      }
    });
  }
}
