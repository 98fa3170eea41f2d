import type { Event } from '@breakwater/model';

type EventProcess = NonNullable<Event['process']>;

/** What is known of a process; a new program is a new record with the same id. */
export interface ProcessRecord {
  readonly id: string;
  readonly pid: number;
  /** In hundredths of a second since boot. */
  readonly start: number;
  readonly parentId: string | undefined;
  readonly exe: string;
  readonly called: string | undefined;
  readonly interpreter: string | undefined;
  readonly argv: readonly string[];
  readonly argvTruncated: boolean;
  readonly cwd: string | undefined;
  readonly tty: string | undefined;
  readonly layer: 'lower' | 'upper' | undefined;
  readonly traits: readonly NonNullable<EventProcess['traits']>[number][];
  readonly entry: 'init' | 'exec' | undefined;
  readonly capabilities: readonly string[] | undefined;
  readonly environment: Readonly<Record<string, string>> | undefined;
  readonly uid: number;
  readonly name: string;
  /** The nearest first; of bounded length, so that no chain of processes holds memory for ever. */
  readonly ancestors: readonly EventProcess['ancestors'][number][];
  readonly ancestorsTruncated: boolean;
}
