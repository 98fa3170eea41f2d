import { keepNewest } from '@breakwater/model';

const MAX_CGROUPS = 4096;

/** The last set of system calls of each container, so that it is only told when it has grown. */
export class SyscallSets {
  readonly #last = new Map<string, string>();

  /** Whether a set is another one than the last of its cgroup. */
  note(cgroup: string, bits: Buffer): boolean {
    const text = bits.toString('latin1');
    if (this.#last.get(cgroup) === text) return false;
    keepNewest(this.#last, cgroup, text, MAX_CGROUPS);
    return true;
  }
}
