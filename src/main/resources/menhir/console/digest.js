// Compares the logs of the replicas of a store by their digests.
import { call, storePath } from './api.js';
import { byId, el, show, timeOfDay, whole } from './dom.js';

const TIMEOUT_MILLIS = 20_000;

function compare({ replicas }) {
  const answered = replicas.filter((replica) => replica.digest !== null);
  const same = new Set(answered.map((replica) => `${replica.index} ${replica.digest}`)).size === 1;
  const indexes = new Set(answered.map((replica) => replica.index)).size;
  if (answered.length === 0) return ['warn', 'No replica responded in time.'];
  if (same && answered.length === replicas.length) {
    const who = replicas.length === 1 ? 'The only replica has' : `All ${replicas.length} replicas have the same`;
    return ['good', `${who} ${whole(answered[0].index)} entries.`];
  }
  if (same) return ['warn', `${answered.length} of ${replicas.length} replicas have the same ${whole(answered[0].index)} entries; the others did not respond.`];
  if (indexes > 1) return ['warn', 'The digests are for different entries and cannot be compared: try again.'];
  return ['bad', 'The logs of the replicas differ. This must never happen: keep all data, and see the operating guide.'];
}

export async function compareDigests(store) {
  const box = byId('digest');
  byId('compare').disabled = true;
  show(box, el('p', { class: 'quiet' }, 'Each replica computes the hash of its log.'));
  try {
    const { data } = await call(storePath(store, 'digest'), { timeoutMillis: TIMEOUT_MILLIS });
    const [kind, text] = compare(data);
    const rows = data.replicas.map((replica) =>
      el('tr', {},
        el('th', { scope: 'row' }, `slot ${replica.slot}`),
        el('td', { class: 'number' }, replica.digest === null ? '' : whole(replica.index)),
        el('td', {}, replica.digest === null ? 'no response in time' : el('code', {}, replica.digest))));
    show(box, el('p', { class: `outcome ${kind}` }, `At ${timeOfDay(Date.now())}: `, text), el('div', { class: 'scroll' }, el('table', { class: 'digests' }, el('tbody', {}, ...rows))));
  } catch (failure) {
    show(box, el('p', { class: 'outcome bad' }, `The digests are not available: ${failure.message}.`));
  } finally {
    byId('compare').disabled = false;
  }
}
