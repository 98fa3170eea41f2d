import { createHash } from 'node:crypto';
import { keepNewest } from '@breakwater/model';
import type { Head } from '../frames/frame.ts';
import { FLAG } from '../frames/layout.ts';
import type { ProcessRecord } from './process-record.ts';

export const MAX_ANCESTORS = 8;
/** Arguments that are told of an ancestor, and the characters of each. */
const ANCESTOR_ARGV = 8;
const ANCESTOR_TEXT = 200;
/** Processes that are known at once; a node runs fewer. */
const MAX_PROCESSES = 65_536;
/** Of those that have ended: answers of name servers and the like come late. */
const MAX_ENDED = 1024;

/** Processes by their pid and start. Bounded: the oldest are forgotten first. */
export class ProcessTable {
  readonly #node: string;
  readonly #bootId: string;
  readonly #most: number;
  readonly #byPid = new Map<number, ProcessRecord>();
  readonly #ended: { readonly pid: number; readonly start: number }[] = [];

  constructor(node: string, bootId: string, most = MAX_PROCESSES) {
    this.#node = node;
    this.#bootId = bootId;
    this.#most = most;
  }

  get size(): number {
    return this.#byPid.size;
  }

  /** The process that the kernel speaks of; pids are used again, and starts are not. */
  find(pid: number, start: number): ProcessRecord | undefined {
    const record = this.#byPid.get(pid);
    return record?.start === start ? record : undefined;
  }

  /** The process that has this pid now. */
  findRunning(pid: number): ProcessRecord | undefined {
    return this.#byPid.get(pid);
  }

  put(record: ProcessRecord): ProcessRecord {
    keepNewest(this.#byPid, record.pid, record, this.#most);
    return record;
  }

  /** A child has everything of its parent but its number, until it executes something. */
  fork(parent: Head, child: { readonly pid: number; readonly start: number; readonly containerPid: number }): ProcessRecord {
    const of = this.resolve(parent);
    const { ancestors, truncated } = extendAncestors(of);
    const id = this.toId(child.pid, child.start);
    const entry = child.containerPid === 1 ? 'init' : of.entry;
    return this.put({ ...of, ...child, id, parentId: of.id, ancestors, ancestorsTruncated: truncated, entry });
  }

  end(pid: number, start: number): void {
    this.#ended.push({ pid, start });
    if (this.#ended.length <= MAX_ENDED) return;
    const oldest = this.#ended.shift();
    if (oldest !== undefined && this.find(oldest.pid, oldest.start) !== undefined) this.#byPid.delete(oldest.pid);
  }

  /** What is known of who did it; one that was never heard of is made from what the head says. */
  resolve(head: Head): ProcessRecord {
    return this.find(head.pid, head.start) ?? this.put(this.#toUnknown(head));
  }

  toId(pid: number, start: number): string {
    return createHash('sha256').update(`${this.#node}\0${this.#bootId}\0${start}\0${pid}`).digest('base64url').slice(0, 16);
  }

  #toUnknown(head: Head): ProcessRecord {
    const parent = this.find(head.parentPid, head.parentStart);
    const { ancestors, truncated } = parent === undefined ? { ancestors: [], truncated: true } : extendAncestors(parent);
    return {
      id: this.toId(head.pid, head.start),
      pid: head.pid,
      start: head.start,
      parentId: head.parentPid === 0 ? undefined : this.toId(head.parentPid, head.parentStart),
      exe: '',
      called: undefined,
      interpreter: undefined,
      argv: [],
      argvTruncated: false,
      cwd: undefined,
      tty: undefined,
      layer: undefined,
      // What a container executes is seen: who came in from outside and has executed nothing there is the runtime.
      traits: (head.flags & FLAG.entered) === 0 ? [] : ['runtime'],
      entry: parent?.entry,
      capabilities: undefined,
      environment: undefined,
      uid: head.uid,
      name: head.name,
      ancestors,
      ancestorsTruncated: truncated,
    };
  }
}

/** The line of a process with itself before it, which all its children share. */
const lines = new WeakMap<ProcessRecord, ProcessLine>();

interface ProcessLine {
  readonly ancestors: ProcessRecord['ancestors'];
  readonly truncated: boolean;
}

/** The ancestors of a child of this process. */
export function extendAncestors(parent: ProcessRecord): ProcessLine {
  const known = lines.get(parent);
  if (known !== undefined) return known;
  const { id, exe, uid, name } = parent;
  const argv = parent.argv.slice(0, ANCESTOR_ARGV).map(text => text.slice(0, ANCESTOR_TEXT));
  const ancestors = [{ id, exe, argv, uid, name }, ...parent.ancestors];
  const line = { ancestors: ancestors.slice(0, MAX_ANCESTORS), truncated: parent.ancestorsTruncated || ancestors.length > MAX_ANCESTORS };
  lines.set(parent, line);
  return line;
}
