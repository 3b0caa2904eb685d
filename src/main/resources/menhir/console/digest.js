// Compares the logs and the catalogs of the replicas of a store by their digests.
import { call, storePath } from './api.js';
import { byId, el, show, timeOfDay, whole } from './dom.js';
import { say } from './live.js';

const TIMEOUT_MILLIS = 20_000;

const distinct = (values) => new Set(values.filter((value) => value !== null)).size;

function compare({ replicas }) {
  const answered = replicas.filter((replica) => replica.digest !== null && replica.catalog !== null);
  if (distinct(replicas.map((replica) => replica.index)) > 1) return ['warn', 'The digests are for different entries and cannot be compared: try again.'];
  if (distinct(replicas.map((replica) => replica.digest)) > 1) return ['bad', 'The logs of the replicas differ. This must never happen: keep all data, and see the operating guide.'];
  if (distinct(replicas.map((replica) => replica.catalog)) > 1) return ['bad', 'The catalogs of the replicas differ: one does not show what its log says. See the operating guide.'];
  if (answered.length === 0) return ['warn', 'No replica responded in time.'];
  const entries = whole(answered[0].index);
  if (answered.length < replicas.length) return ['warn', `${answered.length} of ${replicas.length} replicas have the same ${entries} entries and catalog; the others did not respond.`];
  const who = replicas.length === 1 ? 'The only replica has' : `All ${replicas.length} replicas have the same catalog and`;
  return ['good', `${who} ${entries} entries.`];
}

export async function compareDigests(store) {
  const box = byId('digest');
  byId('compare').disabled = true;
  show(box, el('p', { class: 'quiet' }, 'Each replica computes the hashes of its log and its catalog.'));
  try {
    const { data } = await call(storePath(store, 'digest'), { timeoutMillis: TIMEOUT_MILLIS });
    const [kind, text] = compare(data);
    say(text);
    const rows = data.replicas.map((replica) =>
      el('tr', {},
        el('th', { scope: 'row' }, `slot ${replica.slot}`),
        el('td', { class: 'number' }, replica.digest === null ? '' : whole(replica.index)),
        el('td', {}, replica.digest === null ? 'no response in time' : el('code', {}, replica.digest)),
        el('td', {}, replica.catalog === null ? 'catalog: no response in time' : el('code', {}, replica.catalog))));
    show(box, el('p', { class: `outcome ${kind}` }, `At ${timeOfDay(Date.now())}: `, text), el('div', { class: 'scroll' }, el('table', { class: 'digests' }, el('tbody', {}, ...rows))));
  } catch (failure) {
    say(`The digests are not available: ${failure.message}.`);
    show(box, el('p', { class: 'outcome bad' }, `The digests are not available: ${failure.message}.`));
  } finally {
    byId('compare').disabled = false;
  }
}
