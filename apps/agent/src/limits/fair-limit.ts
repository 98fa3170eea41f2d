import { type Event, keepNewest } from '@breakwater/model';
import { toBehaviour } from './to-behaviour.ts';

export interface LimitOptions {
  /** Events a second of one container, and how many it may save up. */
  readonly rate: number;
  readonly burst: number;
}

/** What one container has done. */
interface Account {
  tokens: number;
  at: number;
  /** Behaviours that were told. */
  readonly seen: Set<string>;
  limited: number;
}

/** Behaviours that are remembered of a container. One that invents more has used up what makes it special. */
const MAX_SEEN = 2000;
const MAX_ACCOUNTS = 4096;

/**
 * Lets so many events of each container through, so that one that does too much hides neither itself nor others: what it has not done before is let through
 * at any rate, and everything else is counted.
 */
export class FairLimit {
  readonly #options: LimitOptions;
  readonly #now: () => number;
  readonly #accounts = new Map<string, Account>();

  /** @param now milliseconds that never jump */
  constructor(options: LimitOptions, now: () => number = () => performance.now()) {
    this.#options = options;
    this.#now = now;
  }

  /** Whether an event is told. */
  take(event: Event): boolean {
    const account = this.#find(event.containerId ?? '');
    this.#refill(account);
    // What a container has done is only worth knowing where it may come to be limited.
    const isNew = account.tokens < this.#options.burst / 2 && remember(account.seen, toBehaviour(event));
    if (account.tokens >= 1) account.tokens -= 1;
    else if (!isNew) {
      account.limited += 1;
      return false;
    }
    return true;
  }

  /** Containers of which events were left out since the last call, and how many. */
  drain(): ReadonlyMap<string, number> {
    const limited = new Map<string, number>();
    for (const [id, account] of this.#accounts) {
      if (account.limited > 0) limited.set(id, account.limited);
      account.limited = 0;
    }
    return limited;
  }

  #find(id: string): Account {
    const known = this.#accounts.get(id);
    const account = known ?? { tokens: this.#options.burst, at: this.#now(), seen: new Set<string>(), limited: 0 };
    // Whoever did something last stands last.
    keepNewest(this.#accounts, id, account, MAX_ACCOUNTS);
    return account;
  }

  #refill(account: Account): void {
    const now = this.#now();
    account.tokens = Math.min(this.#options.burst, account.tokens + ((now - account.at) / 1000) * this.#options.rate);
    account.at = now;
  }
}

/** Whether it was not there before. */
function remember(seen: Set<string>, behaviour: string): boolean {
  if (seen.has(behaviour) || seen.size >= MAX_SEEN) return false;
  seen.add(behaviour);
  return true;
}
