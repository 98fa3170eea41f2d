import { type Raw, toRecord, toText } from './raw.ts';
import { isOlder } from './resource-version.ts';

/** What tells one version of an object from another. */
export interface Identity {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
}

export function readIdentity(object: Raw): Identity {
  const metadata = toRecord(object['metadata']);
  return {
    namespace: toText(metadata['namespace']),
    name: toText(metadata['name']),
    uid: toText(metadata['uid']),
    resourceVersion: toText(metadata['resourceVersion']),
  };
}

/** Deletions that are remembered, so that a late event does not bring back what is gone. */
const MAX_GONE = 2000;

/**
 * Which objects of a kind were seen, in which version. Decides what an event means when events come twice, late or in the wrong
 * order: of one object only a newer version counts, and of one name only the newest object.
 */
export class KnownObjects {
  readonly #known = new Map<string, { readonly uid: string; readonly resourceVersion: string }>();
  readonly #gone = new Set<string>();

  get size(): number {
    return this.#known.size;
  }

  /** An event says that the object is so; whether that is news. */
  put(identity: Identity): boolean {
    const known = this.#known.get(toKey(identity));
    if (this.#gone.has(identity.uid) || (known !== undefined && !isNews(known, identity))) return false;
    return this.list(identity);
  }

  /**
   * A list says that the object is so; whether that is news. What a list says holds, even where it is older than what was
   * known: a cluster may have been restored from a backup.
   */
  list(identity: Identity): boolean {
    const { uid, resourceVersion } = identity;
    const key = toKey(identity);
    const known = this.#known.get(key);
    if (known !== undefined && known.uid === uid && known.resourceVersion === resourceVersion) return false;
    this.#known.set(key, { uid, resourceVersion });
    return true;
  }

  /** Whether something that was known is gone by that. */
  delete(identity: Identity): boolean {
    const key = toKey(identity);
    this.#bury(identity);
    const known = this.#known.get(key);
    // The end of an object that had the name before says nothing about the one that has it now.
    if (known === undefined || known.uid !== identity.uid || isOlder(identity.resourceVersion, known.resourceVersion) === true)
      return false;
    return this.#known.delete(key);
  }

  /** Forgets what a complete list did not hold; gives the keys of it. */
  retain(listed: ReadonlySet<string>): readonly string[] {
    this.#gone.clear();
    const missing = [...this.#known.keys()].filter(key => !listed.has(key));
    for (const key of missing) this.#known.delete(key);
    return missing;
  }

  #bury({ uid }: Identity): void {
    this.#gone.add(uid);
    const [oldest] = this.#gone;
    if (this.#gone.size > MAX_GONE && oldest !== undefined) this.#gone.delete(oldest);
  }
}

/** Key of an object among those of its kind. */
export function toKey({ namespace, name }: Pick<Identity, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

/** Where versions cannot be compared, everything that differs is taken as it comes. */
function isNews(known: { readonly uid: string; readonly resourceVersion: string }, { uid, resourceVersion }: Identity): boolean {
  if (known.uid === uid && known.resourceVersion === resourceVersion) return false;
  return isOlder(resourceVersion, known.resourceVersion) !== true;
}
