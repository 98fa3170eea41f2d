import { keepNewest } from '@breakwater/model';
export interface SurgeOptions {
  readonly windowMs: number;
  /** Different values within the window from which on it is told. */
  readonly threshold: number;
}

/** Subjects that are watched at once; those that did nothing for longest are forgotten. */
const MAX_SUBJECTS = 2000;
/** Values are counted up to so many times the threshold. */
const MAX_TIMES = 16;

interface Account {
  startedAt: number;
  earlier: ReadonlySet<string>;
  recent: Set<string>;
  /** From how many on it is told again. */
  next: number;
}

/** Counts different values of each subject within a window that slides by halves, and says when they are many, and twice as many. */
export class Surge {
  readonly #accounts = new Map<string, Account>();
  readonly #options: SurgeOptions;

  constructor(options: SurgeOptions) {
    this.#options = options;
  }

  get size(): number {
    let size = this.#accounts.size;
    for (const { earlier, recent } of this.#accounts.values()) size += earlier.size + recent.size;
    return size;
  }

  /** How many there are, when it is time to say so. `now`: milliseconds. */
  add(subject: string, value: string, now: number): number | undefined {
    const account = this.#find(subject, now);
    const { threshold } = this.#options;
    if (account.earlier.has(value) || account.recent.has(value)) return undefined;
    if (account.recent.size >= threshold * MAX_TIMES) return undefined;
    account.recent.add(value);
    const count = account.earlier.size + account.recent.size;
    if (count < account.next) return undefined;
    account.next = count * 2;
    return count;
  }

  #find(subject: string, now: number): Account {
    const { windowMs, threshold } = this.#options;
    const account = this.#accounts.get(subject) ?? { startedAt: now, earlier: new Set(), recent: new Set(), next: threshold };
    keepNewest(this.#accounts, subject, account, MAX_SUBJECTS);
    const passed = now - account.startedAt;
    if (passed < windowMs / 2) return account;
    account.earlier = passed < windowMs ? account.recent : new Set();
    account.recent = new Set();
    account.startedAt = now;
    if (account.earlier.size < threshold) account.next = threshold;
    return account;
  }
}
