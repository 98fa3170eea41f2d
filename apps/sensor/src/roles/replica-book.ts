import { keepNewest } from '@breakwater/model';
import { type AdmissionReplica, MAX_REPLICAS, REPLICA_SILENT_SECONDS, type ReplicaWord } from '@breakwater/protocol';

/** Longer silent than so many seconds, a replica is forgotten: it was taken away. */
const FORGOTTEN_SECONDS = 3600;

interface Heard {
  readonly word: ReplicaWord;
  readonly at: number;
}

/** The admission replicas that asked this sensor. `onNews` is called when one came, came back, or says something else. `now` counts milliseconds, and never jumps. */
export class ReplicaBook {
  readonly #heard = new Map<string, Heard>();
  readonly #onNews: () => void;
  readonly #now: () => number;

  constructor(onNews: () => void, now: () => number = () => performance.now()) {
    this.#onNews = onNews;
    this.#now = now;
  }

  readonly hear = (word: ReplicaWord): void => {
    const at = this.#now();
    const before = this.#heard.get(word.id);
    // Whoever was heard of last stands last.
    keepNewest(this.#heard, word.id, { word, at }, MAX_REPLICAS);
    if (before === undefined || isSilent(at - before.at) || JSON.stringify(before.word) !== JSON.stringify(word)) this.#onNews();
  };

  list(): AdmissionReplica[] {
    const now = this.#now();
    for (const [id, { at }] of this.#heard) if (now - at > FORGOTTEN_SECONDS * 1000) this.#heard.delete(id);
    return [...this.#heard.values()]
      .map(({ word, at }) => ({ ...word, silentSeconds: Math.floor((now - at) / 1000) }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }
}

function isSilent(milliseconds: number): boolean {
  return milliseconds > REPLICA_SILENT_SECONDS * 1000;
}
