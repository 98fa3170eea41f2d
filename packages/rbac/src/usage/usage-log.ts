import { isUrlRequest } from '../request.ts';
import { readUse, type Use } from './read-use.ts';

/** Distinct pairs of user and request that are kept; a cluster of 10,000 pods has fewer. */
const MAX_USES = 500_000;
const MAX_FAULTS = 20;

/** What was used, each pair of user and request once. */
export interface Usage {
  readonly uses: readonly (Use & { readonly count: number })[];
  /** First and last time of all events; empty when none had one. */
  readonly from: string;
  readonly to: string;
  readonly events: number;
  readonly refused: number;
  readonly faults: readonly { readonly line: number; readonly message: string }[];
  /** Whether there was more than is kept, so that what is missing may have been used. */
  readonly isTruncated: boolean;
}

/** Collects audit events one by one, in bounded memory. */
export class UsageLog {
  readonly #uses = new Map<string, Use & { count: number }>();
  readonly #faults: { line: number; message: string }[] = [];
  #lines = 0;
  #events = 0;
  #refused = 0;
  #from = '';
  #to = '';
  #isTruncated = false;

  add(line: string): void {
    this.#lines++;
    if (line.trim() === '') return;
    const use = readUse(line);
    if (use === 'not-complete') return;
    if (use === 'refused') this.#refused++;
    else if ('fault' in use) this.#addFault(use.fault);
    else this.#addUse(use);
  }

  #addFault(message: string): void {
    if (this.#faults.length < MAX_FAULTS) this.#faults.push({ line: this.#lines, message });
  }

  #addUse(use: Use): void {
    this.#events++;
    if (use.time !== '') {
      if (this.#from === '' || use.time < this.#from) this.#from = use.time;
      if (use.time > this.#to) this.#to = use.time;
    }
    const key = toKey(use);
    const known = this.#uses.get(key);
    if (known === undefined && this.#uses.size >= MAX_USES) this.#isTruncated = true;
    else
      this.#uses.set(key, {
        ...use,
        time: known !== undefined && known.time > use.time ? known.time : use.time,
        count: (known?.count ?? 0) + 1,
      });
  }

  finish(): Usage {
    return {
      uses: [...this.#uses.values()],
      from: this.#from,
      to: this.#to,
      events: this.#events,
      refused: this.#refused,
      faults: this.#faults,
      isTruncated: this.#isTruncated,
    };
  }
}

function toKey({ user, request }: Use): string {
  const what = isUrlRequest(request)
    ? [request.verb, request.url]
    : [request.verb, request.group, request.resource, request.subresource, request.name, request.namespace];
  return JSON.stringify([user.name, user.groups, what]);
}
