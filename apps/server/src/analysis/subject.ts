import { type AttackGraph, AttackModel, GraphBuilder } from '@breakwater/attack';
import { Inventory, type SourceObject } from '@breakwater/inventory';
import { type Cluster, readCluster } from '@breakwater/network';
import { NEWEST_MINOR } from '@breakwater/policy';

export interface SubjectOptions {
  readonly cluster: string;
  readonly kubeMinor: number;
  /** Nothing that exists is missing. */
  readonly complete: boolean;
}

/** A cluster that is asked about, with what was computed for earlier questions. */
export class Subject {
  readonly inventory: Inventory;
  #network: Cluster | undefined;
  #attack: AttackGraph | undefined;

  constructor(sources: readonly SourceObject[], { cluster, kubeMinor, complete }: SubjectOptions) {
    const minor = Number.isNaN(kubeMinor) ? NEWEST_MINOR : kubeMinor;
    this.inventory = new Inventory(sources, { cluster, kubeMinor: minor, complete, namespace: 'default' });
  }

  get network(): Cluster {
    this.#network ??= readCluster(this.inventory);
    return this.#network;
  }

  get attack(): AttackGraph {
    this.#attack ??= new GraphBuilder(new AttackModel(this.network, { kubeMinor: this.inventory.options.kubeMinor })).build();
    return this.#attack;
  }
}
