import { keepNewest } from '@breakwater/model';
import { type CgroupOwner, parseCgroup } from './parse-cgroup.ts';
import type { ContainerNames } from './read-bundle.ts';

export type Container = Pick<CgroupOwner, 'containerId'> & ContainerNames;

interface Known {
  container: Container;
  /** Looks for its names that are left. */
  looks: number;
  nextLook: number;
}

const MAX_CGROUPS = 16_384;
/** A runtime writes down what it runs before it runs it; what is not there soon is nowhere. */
const LOOKS = 5;
const LOOK_AGAIN_MS = 1000;

/** Containers by the number of their cgroup, which is never used again. Bounded. */
export class ContainerBook {
  readonly #byCgroup = new Map<string, Known>();
  readonly #read: (containerId: string) => ContainerNames | undefined;
  readonly #now: () => number;

  /** @param read what a runtime says of a container @param now milliseconds that never jump */
  constructor(read: (containerId: string) => ContainerNames | undefined, now: () => number = () => performance.now()) {
    this.#read = read;
    this.#now = now;
  }

  /** The kernel has told the names of a cgroup. */
  hear(cgroup: string, path: string): void {
    const owner = parseCgroup(path);
    if (owner === undefined) return;
    keepNewest(this.#byCgroup, cgroup, { container: withPod(owner.containerId, {}, owner.podUid), looks: LOOKS, nextLook: 0 }, MAX_CGROUPS);
  }

  /** The container of a cgroup, with the names that are known by now. */
  find(cgroup: string): Container | undefined {
    const known = this.#byCgroup.get(cgroup);
    if (known !== undefined && known.looks > 0 && this.#now() >= known.nextLook) this.#look(known);
    return known?.container;
  }

  #look(known: Known): void {
    const { containerId, podUid } = known.container;
    const names = this.#read(containerId);
    known.looks = names === undefined ? known.looks - 1 : 0;
    known.nextLook = this.#now() + LOOK_AGAIN_MS;
    if (names !== undefined) known.container = withPod(containerId, names, podUid);
  }
}

/** The cgroup knows the pod better than what the runtime was told. */
function withPod(containerId: string, names: ContainerNames, podUid: string | undefined): Container {
  return { containerId, ...names, ...(podUid === undefined ? {} : { podUid }) };
}
