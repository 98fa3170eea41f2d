import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { STATES } from '@breakwater/model';
import type { Evaluation } from '@breakwater/policy';
import type { InputSet } from '../../render/read-inputs.ts';
import { concludeJudging, type Judgement, type JudgeOptions, judge, type PreparedJudging, prepareJudging } from '../judge.ts';
import { orRefuse } from '../judge-options.ts';
import type { createProgress } from '../progress.ts';
import { judgeShare } from './judge-share.ts';
import { type Pack, PackedResults } from './packed-results.ts';
import { BLOCK, type Claims, createClaims, type SharedSet, type ShareReport } from './share.ts';

/** Objects from which on a second thread pays, also where two processors share a core: it reads everything again, and packs what it finds. */
const LARGE = 10_000;
/** Each thread holds the whole set. */
const MAX_THREADS = 4;
/**
 * MiB. Judging makes much that is gone at once: a young generation of this size is collected less often. The old one is bounded so that a
 * set without end is refused by name rather than by the system.
 */
const HEAP = { maxYoungGenerationSizeMb: 48, maxOldGenerationSizeMb: 8192 };
/** Each heap holds the set and little else; left alone, V8 lets garbage grow to as much again and more. */
const TIGHT_HEAPS = '--heap-growing-percent=45';

type Progress = Pick<ReturnType<typeof createProgress>, 'show' | 'clear'>;

/** Judges what was read; a large set of plain files in several threads. Throws UsageError for a policy or preset that does not exist. */
export async function judgeInputs(read: InputSet, options: JudgeOptions, progress: Progress): Promise<Judgement> {
  const threads = Math.min(availableParallelism(), MAX_THREADS);
  const isShared = read.objects.length >= LARGE && threads > 1 && read.rendered.objects.length === 0;
  return isShared ? await judgeInShares(read, options, progress, threads) : orRefuse(() => judge(read.objects, options));
}

/** As `judge`, in this thread and others: the results are the same, in the same order. */
export async function judgeInShares(
  read: Pick<InputSet, 'objects' | 'sources'>,
  options: JudgeOptions,
  progress: Progress,
  threads: number,
): Promise<Judgement> {
  const now = new Date().toISOString();
  const prepared = orRefuse(() => prepareJudging(read.objects, options, now));
  const claims = createClaims(read.objects.length);
  const gathered = new Gathered(blocks => progress.show(Math.min(blocks * BLOCK, read.objects.length), read.objects.length));
  setFlagsFromString(TIGHT_HEAPS);
  const set: SharedSet = { sources: read.sources, options, now, claims };
  const others = Array.from({ length: threads - 1 }, () => startThread(set, gathered));
  await Promise.all([...others, judgeHere(prepared, claims, gathered)]);
  progress.clear();
  prepared.evaluation.exceptions.markUsed(gathered.usedExceptions);
  return concludeJudging(prepared, { results: new PackedResults(gathered.listPacks()), states: gathered.states }, options);
}

/** What the threads have said so far. */
class Gathered {
  readonly states = Object.fromEntries(STATES.map(state => [state, 0])) as Record<keyof Evaluation['states'], number>;
  readonly usedExceptions: number[] = [];
  readonly #packs: Pack[] = [];
  readonly #report: (blocks: number) => void;
  #blocks = 0;

  constructor(report: (blocks: number) => void) {
    this.#report = report;
  }

  take(report: ShareReport): void {
    if (report.type === 'done') return void this.usedExceptions.push(...report.usedExceptions);
    for (const state of STATES) this.states[state] += report.states[state];
    this.#packs[report.block] = report.pack;
    this.#report(++this.#blocks);
  }

  /** In the order of the objects. A block without an object has none. */
  listPacks(): readonly Pack[] {
    return this.#packs.filter(pack => pack !== undefined);
  }
}

/** Between blocks the other threads are heard, and whoever waits is told. */
async function judgeHere(prepared: PreparedJudging, claims: Claims, gathered: Gathered): Promise<void> {
  for (const report of judgeShare(prepared, claims)) {
    gathered.take(report);
    await setImmediate();
  }
}

function startThread(set: SharedSet, gathered: Gathered): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(findThread(), { workerData: set, resourceLimits: HEAP, name: 'judge' });
    let isDone = false;
    worker.on('message', (report: ShareReport) => {
      isDone ||= report.type === 'done';
      gathered.take(report);
    });
    worker.once('error', reject);
    worker.once('exit', code => (isDone ? resolve() : reject(new Error(`a judging thread ended with ${code}`))));
  });
}

/** The source, or what stands for it beside a bundle. */
function findThread(): URL {
  const source = new URL('./thread.ts', import.meta.url);
  return existsSync(source) ? source : new URL('./check-thread.mjs', import.meta.url);
}
