import type { BehaviorBaseline, BehaviorSubject, Event, EventContext } from '@breakwater/model';
import type { Sighting } from '../sighting.ts';
import { describeNews } from './describe-news.ts';
import { toProcessText } from './list-entries.ts';
import { PatternBook } from './pattern-book.ts';
import { ProcessBook } from './process-book.ts';
import { CALLS, FILES, LISTENERS, NAMES, PEERS } from './sections.ts';
import { SyscallBook } from './syscall-book.ts';
import { type Element, type PatternElement, toElement } from './to-element.ts';

type BaselineContext = NonNullable<EventContext['baseline']>;

const MAX_PODS = 100;
const NEW_OF = { peers: 'new-peer', listeners: 'new-listener', files: 'new-file', names: 'new-name', calls: 'new-call' } as const;
const SECTIONS = { peers: PEERS, listeners: LISTENERS, files: FILES, names: NAMES, calls: CALLS } as const;

/** A baseline of which nothing is known yet. */
export function createBaseline(subject: BehaviorSubject, time: string): BehaviorBaseline {
  return {
    schema: 'breakwater/behavior-baseline',
    version: '1',
    subject,
    state: 'learning',
    coverage: 'partial',
    since: time,
    lastSeen: time,
    lastNew: time,
    events: 0,
    pods: [],
    processes: [],
    peers: [],
    listeners: [],
    files: [],
    names: [],
    calls: [],
    removed: [],
    suppressed: { processes: 0, arguments: 0, peers: 0, files: 0, names: 0, calls: 0 },
  };
}

/** A baseline that is at work: it takes events in while it learns, and says of each how it stands to what is known. */
export class Behavior {
  #head: BehaviorBaseline;
  readonly #processes: ProcessBook;
  readonly #books;
  readonly #syscalls: SyscallBook;
  readonly #pods: Set<string>;
  readonly #removed: ReadonlySet<string>;
  readonly #removedBooks;
  #revision = 0;

  constructor(baseline: BehaviorBaseline) {
    this.#head = { ...baseline, suppressed: { ...baseline.suppressed } };
    this.#processes = new ProcessBook(baseline.processes);
    this.#books = openBooks(baseline);
    this.#syscalls = new SyscallBook(baseline.syscalls);
    this.#pods = new Set(baseline.pods);
    this.#removed = new Set(baseline.removed);
    this.#removedBooks = openBooks(readRemoved(baseline.removed));
  }

  get state(): BehaviorBaseline['state'] {
    return this.#head.state;
  }

  /** What says whether it may be locked. */
  get progress(): Pick<BehaviorBaseline, 'since' | 'lastNew' | 'events'> {
    return this.#head;
  }

  /** Grows with each event that it learned from. */
  get revision(): number {
    return this.#revision;
  }

  /** How an event stands to what is known; undefined for events that baselines do not speak of. */
  judge(sighting: Sighting): BaselineContext | undefined {
    const found = toElement(sighting);
    if (found === undefined) return undefined;
    const element = found.section === 'syscalls' ? { ...found, names: this.#syscalls.listNew(found.names) } : found;
    const verdict = this.#isRemoved(element) ? 'removed' : this.#compare(element);
    const { state, coverage } = this.#head;
    return { state, coverage, verdict, ...(verdict === 'known' ? {} : { detail: describeNews(verdict, element) }) };
  }

  /** Takes an event in; a locked baseline takes nothing. Whether something was new. */
  learn(sighting: Sighting): boolean {
    const head = this.#head;
    if (head.state === 'locked') return false;
    const { event } = sighting;
    const element = toElement(sighting);
    if (element === undefined || this.#isRemoved(element)) return false;
    head.events += 1;
    this.#revision += 1;
    if (event.time > head.lastSeen) head.lastSeen = event.time;
    if (event.time < head.since) head.since = event.time;
    if (event.podUid !== undefined && this.#pods.size < MAX_PODS) this.#pods.add(event.podUid);
    if (isStart(event)) head.coverage = 'full';
    if (!this.#add(element, event.time)) return false;
    if (event.time > head.lastNew) head.lastNew = event.time;
    return true;
  }

  toBaseline(): BehaviorBaseline {
    const { peers, listeners, files, names, calls } = this.#books;
    const syscalls = this.#syscalls.list();
    return {
      ...this.#head,
      suppressed: { ...this.#head.suppressed },
      pods: [...this.#pods].toSorted(),
      processes: [...this.#processes.list()],
      peers: peers.list(),
      listeners: listeners.list(),
      files: files.list(),
      names: names.list(),
      calls: calls.list(),
      ...(syscalls === undefined ? {} : { syscalls }),
    };
  }

  #compare(element: Element): BaselineContext['verdict'] {
    if (element.section === 'processes') return this.#processes.judge(element);
    if (element.section === 'syscalls') return element.names.length === 0 ? 'known' : 'new-syscall';
    const book = this.#books[element.section];
    return element.ways.some(way => book.has(way)) ? 'known' : NEW_OF[element.section];
  }

  #isRemoved(element: Element): boolean {
    if (this.#removed.size === 0) return false;
    if (element.section === 'processes') return this.#removed.has(toProcessText(element.entry, element.path));
    if (element.section === 'syscalls') return false;
    const book = this.#removedBooks[element.section];
    return element.ways.some(way => book.has(way));
  }

  #add(element: Element, time: string): boolean {
    const { suppressed } = this.#head;
    if (element.section === 'processes') {
      const added = this.#processes.learn(element, time);
      if (added === 'full-processes') suppressed.processes += 1;
      if (added === 'full-arguments') suppressed.arguments += 1;
      return added === 'new';
    }
    if (element.section === 'syscalls') return this.#syscalls.add(element.names);
    const added = this.#addPattern(element, time);
    // Ports are few: what does not fit of them counts with the ends of connections.
    if (added === 'full') suppressed[element.section === 'listeners' ? 'peers' : element.section] += 1;
    return added === 'new';
  }

  #addPattern({ section, ways }: PatternElement, time: string): 'known' | 'new' | 'full' {
    const book = this.#books[section];
    const [first = []] = ways;
    const isKnown = ways.some(way => book.has(way));
    // The first way is learned also where another is known: it does not matter which came first.
    const added = book.add(first, time);
    return isKnown ? 'known' : added;
  }
}

/** What a baseline knows after some events. */
export function learnAll(baseline: BehaviorBaseline, sightings: Iterable<Sighting>): BehaviorBaseline {
  const behavior = new Behavior(baseline);
  for (const sighting of sightings) behavior.learn(sighting);
  return behavior.toBaseline();
}

/** The first process of a container, seen when it started. */
function isStart({ type, process }: Event): boolean {
  if (type !== 'process-exec' || process?.entry !== 'init') return false;
  return process.containerPid === 1 && process.traits?.includes('running') !== true;
}

type Patterns = Pick<BehaviorBaseline, 'peers' | 'listeners' | 'files' | 'names' | 'calls'>;

function openBooks({ peers, listeners, files, names, calls }: Patterns) {
  return {
    peers: new PatternBook(PEERS, peers),
    listeners: new PatternBook(LISTENERS, listeners),
    files: new PatternBook(FILES, files),
    names: new PatternBook(NAMES, names),
    calls: new PatternBook(CALLS, calls),
  };
}

/** What was removed, as entries; programs are looked up by their line. */
function readRemoved(removed: readonly string[]): Patterns {
  const read = <K extends keyof typeof SECTIONS>(section: K): BehaviorBaseline[K] =>
    removed.flatMap(text => {
      const entry = SECTIONS[section].parse(text);
      return entry === undefined ? [] : [{ ...entry, firstSeen: '' }];
    }) as BehaviorBaseline[K];
  return { peers: read('peers'), listeners: read('listeners'), files: read('files'), names: read('names'), calls: read('calls') };
}
