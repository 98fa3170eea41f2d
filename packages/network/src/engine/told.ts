import type { Policy } from '../policy/normal-form.ts';
import { listRanges, nameRange } from './address-atoms.ts';
import { listLabelKeys, listRules } from './classes.ts';
import { listPortMatches } from './port-atoms.ts';

/** What some policies tell apart: another one that asks for no more can be answered by the same classes. */
export class Told {
  readonly #keys: ReadonlySet<string>;
  readonly #names: ReadonlySet<string>;
  readonly #ranges: ReadonlySet<string>;
  readonly #hasNodes: boolean;

  constructor(policies: readonly Policy[]) {
    this.#keys = listLabelKeys(policies);
    this.#names = listPortNames(policies);
    this.#ranges = new Set(listRanges(policies).map(nameRange));
    this.#hasNodes = asksForNodes(policies);
  }

  /** Ports by number are no matter: atoms can be cut at any time. */
  holds(policy: Policy): boolean {
    return (
      [...listLabelKeys([policy])].every(key => this.#keys.has(key)) &&
      [...listPortNames([policy])].every(name => this.#names.has(name)) &&
      listRanges([policy]).every(range => this.#ranges.has(nameRange(range))) &&
      (this.#hasNodes || !asksForNodes([policy]))
    );
  }
}

function listPortNames(policies: readonly Policy[]): ReadonlySet<string> {
  return new Set([...listPortMatches(policies)].flatMap(port => (port.kind === 'named' ? [port.name] : [])));
}

function asksForNodes(policies: readonly Policy[]): boolean {
  return listRules(policies).some(({ peers = [] }) => peers.some(({ kind }) => kind === 'nodes'));
}
