import { nameObject } from '@breakwater/inventory';
import type { Problem } from '@breakwater/model';
import type { NetworkErrorCode } from '../errors.ts';
import type { PolicySource } from './normal-form.ts';

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

  #add(code: NetworkErrorCode, path: string, what: string): void {
    this.problems.push({ code, message: `${path}: ${what}`, source: nameObject(this.#source) });
  }
}
