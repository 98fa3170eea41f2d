import type { Problem } from '@breakwater/model';
import type { PolicySource } from './normal-form.ts';

/**
 * - `policy-refused`: the API server would refuse the object. It is left out: what it was meant to allow or deny is not known.
 * - `policy-range-imprecise`: a CIDR has bits set beyond its prefix. Stored objects may; the prefix counts.
 * - `policy-unsupported`: a kind of policy that is not read, by a network plug-in that may enforce it.
 */
export type NetworkProblemCode = 'policy-refused' | 'policy-range-imprecise' | 'policy-unsupported';

/** What is wrong with one object, with the path of each field. */
export class Faults {
  readonly problems: Problem[] = [];
  readonly #source: PolicySource;
  #refused = false;

  constructor(source: PolicySource) {
    this.#source = source;
  }

  get isRefused(): boolean {
    return this.#refused;
  }

  refuse(path: string, what: string): void {
    this.#refused = true;
    this.#add('policy-refused', path, `${what}; the API server refuses it, so the policy is left out`);
  }

  remark(path: string, what: string): void {
    this.#add('policy-range-imprecise', path, what);
  }

  #add(code: NetworkProblemCode, path: string, what: string): void {
    this.problems.push({ code, message: `${path}: ${what}`, source: namePolicy(this.#source) });
  }
}

/** `NetworkPolicy shop/web`. */
export function namePolicy({ kind, namespace, name }: PolicySource): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}
