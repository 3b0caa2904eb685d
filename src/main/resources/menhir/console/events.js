// The event stream of a store. It reconnects by itself, because browsers give up after some responses. It continues after the last
// event, so that none is missed, unless there are so many that a fresh start is better.
import { storePath, parse } from './api.js';

const KINDS = ['order', 'rejection', 'restock', 'price', 'item', 'leader', 'score', 'medal', 'terms', 'cancellation',
  'hold', 'hold-extended', 'hold-released', 'holds-expired', 'retired', 'leader-placed'];
const SHOWN_AT_START = 60;
const MAX_CATCH_UP = 5000;
const FIRST_PAUSE_MILLIS = 500;
const MAX_PAUSE_MILLIS = 8000;

export class EventFeed {
  /**
   * @param onEvent (kind, index, data) for each event
   * @param onGap called if events were skipped, so that the state built from them must be read again
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

  /** Whether the stream is connected: what it has not sent has not happened. */
  get isOpen() {
    return this.source?.readyState === EventSource.OPEN;
  }

  /** The end of the released log. The first call starts the stream a little before it. */
  reached(released) {
    this.released = released;
    if (this.source === null && this.timer === null && !this.closed) {
      this.connect();
    }
  }

  /** Closes the connection, which may be dead without an error, or of a page that is left. The next call of reached opens another. */
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
    // A log that ends before the last event is a new one: the store was started again with empty disks.
    if (this.last !== null && (this.last > this.released || this.released - this.last > MAX_CATCH_UP)) {
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
        this.pauseMillis = Math.min(MAX_PAUSE_MILLIS, this.pauseMillis * 2);
      }
    });
  }
}
