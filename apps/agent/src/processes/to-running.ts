import type { ProcessRecord } from './process-record.ts';
import { extendAncestors, type ProcessTable } from './process-table.ts';
import type { FoundProcess } from './read-process.ts';

/** What is known of a process that ran when the agent started; those before it in its line have to be in the table already. */
export function toRunning({ head, exe, argv, argvTruncated, cwd, isDeleted }: FoundProcess, processes: ProcessTable): ProcessRecord {
  const parent = processes.findRunning(head.parentPid);
  const { ancestors, truncated } = parent === undefined ? { ancestors: [], truncated: head.parentPid !== 0 } : extendAncestors(parent);
  const isFirst = head.containerPid === 1 && head.pid !== 1;
  return {
    id: processes.toId(head.pid, head.start),
    pid: head.pid,
    start: head.start,
    parentId: parent?.id,
    exe,
    called: undefined,
    interpreter: undefined,
    argv,
    argvTruncated,
    cwd,
    tty: undefined,
    layer: undefined,
    traits: ['running', ...(isDeleted ? (['deleted'] as const) : [])],
    entry: isFirst ? 'init' : parent?.entry,
    capabilities: undefined,
    environment: undefined,
    uid: head.uid,
    name: head.name,
    ancestors,
    ancestorsTruncated: truncated,
  };
}
