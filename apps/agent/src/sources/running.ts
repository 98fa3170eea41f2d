import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EventSource, SourceSurroundings } from '../event-source.ts';
import { type FoundProcess, readProcess } from '../processes/read-process.ts';
import { sortByDescent } from '../processes/sort-by-descent.ts';

/** Processes that run when the agent starts, read from /proc once: whoever was there before has no exec to be seen by. */
export const source: EventSource = {
  name: 'running',
  privileges: ['root, and the process namespace of the host'],
  yields: ['process-exec'],
  capabilities: ['running-processes'],
  start: surroundings => {
    const found = readAll(join(surroundings.options.root, 'proc'));
    surroundings.tellCapability('running-processes', found.length > 1 ? undefined : 'the processes of the host cannot be read in /proc');
    for (const one of sortByDescent(found)) tell(one, surroundings);
    return async () => undefined;
  },
};

function readAll(proc: string): readonly FoundProcess[] {
  try {
    return readdirSync(proc)
      .filter(name => /^\d+$/.test(name))
      .flatMap(pid => readProcess(join(proc, pid)) ?? []);
  } catch {
    return [];
  }
}

function tell(found: FoundProcess, { options, maker, emit }: SourceSurroundings): void {
  if (found.head.pid === options.pid) return;
  const event = maker.makeRunning(found);
  if (event !== undefined) emit(event, found.head.start);
}
