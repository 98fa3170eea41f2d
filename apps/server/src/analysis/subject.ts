import { type AttackGraph, AttackModel, GraphBuilder, type Weakness } from '@breakwater/attack';
import { Inventory, type SourceObject } from '@breakwater/inventory';
import { type Cluster, readCluster } from '@breakwater/network';
import { NEWEST_MINOR } from '@breakwater/policy';
import type { Weaknesses } from './store.ts';

export interface SubjectOptions {
  readonly cluster: string;
  readonly kubeMinor: number;
  /** Nothing that exists is missing. */
  readonly complete: boolean;
  /** By workload; absent where nobody knows which images are vulnerable: then every entry is taken for one. */
  readonly weaknesses?: Weaknesses;
}

/** A cluster that is asked about, with what was computed for earlier questions. */
export class Subject {
  readonly inventory: Inventory;
  #network: Cluster | undefined;
  #attack: AttackGraph | undefined;

  readonly #weaknesses: ReadonlyMap<string, readonly Weakness[]> | undefined;

  constructor(sources: readonly SourceObject[], { cluster, kubeMinor, complete, weaknesses }: SubjectOptions) {
    const minor = Number.isNaN(kubeMinor) ? NEWEST_MINOR : kubeMinor;
    this.#weaknesses = weaknesses === undefined ? undefined : new Map(weaknesses);
    this.inventory = new Inventory(sources, { cluster, kubeMinor: minor, complete, namespace: 'default' });
  }

  get network(): Cluster {
    this.#network ??= readCluster(this.inventory);
    return this.#network;
  }

  get attack(): AttackGraph {
    const weaknesses = this.#weaknesses;
    const facts = { kubeMinor: this.inventory.options.kubeMinor, ...(weaknesses === undefined ? {} : { weaknesses }) };
    this.#attack ??= new GraphBuilder(new AttackModel(this.network, facts)).build();
    return this.#attack;
  }
}
