import { setTimeout } from 'node:timers/promises';
import type { Log } from '@breakwater/daemon';
import { type Requester, type ResponseRecord, type ResponseRequest, toErrorMessage } from '@breakwater/model';
import type { Action, ResponderEdge, ResponsePlan, StepResult } from './contract.ts';
import { ResponderError } from './errors.ts';
import type { EvidenceStore } from './evidence/evidence-store.ts';
import { findAction } from './find-action.ts';
import { type GuardSettings, isCounted, listRefusals, type Refusal } from './guards.ts';
import { type Entry, type Journal, toWorkloadKey } from './journal.ts';
import { retryPassing } from './retry-passing.ts';
import { findRevert } from './reverts.ts';
import { applyStep, undoStep } from './steps/run-step.ts';
import type { StepContext } from './steps/step-runner.ts';
import { createRecord, toPlannedSteps, withStep } from './write-record.ts';

export interface ResponderOptions {
  readonly edge: ResponderEdge;
  readonly journal: Journal;
  readonly evidence: EvidenceStore;
  readonly settings: GuardSettings;
  readonly log: Log;
  readonly now?: () => number;
  /** How long the effect of a response is waited for, in milliseconds. */
  readonly patienceMs?: number;
  /** How long an API server that is away is waited for within one response. */
  readonly retryMs?: number;
  /** A record has changed. */
  readonly onRecord?: (record: ResponseRecord) => void;
}

const PATIENCE_MS = 60_000;
const RETRY_MS = 120_000;

/**
 * Plans, guards, does, verifies and takes back responses. Each step is in the journal before it is done, is recognised in the cluster as done, and is
 * written under preconditions: whenever this ends, the next one goes on where it was, and does nothing twice.
 */
export class Responder {
  readonly #options: ResponderOptions;
  readonly #now: () => number;
  readonly #stop = new AbortController();
  /** The last work on each object, so that there is one at a time. */
  readonly #lanes = new Map<string, Promise<unknown>>();

  constructor(options: ResponderOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Does what is asked for once, however often it is asked. Never throws, but for an end of the responder. */
  respond(request: ResponseRequest): Promise<ResponseRecord> {
    return this.#inLane(toLane(request), () => this.#respond(request));
  }

  /** Takes a response back. Throws ResponderError `response-unknown`, `undo-impossible`. */
  undo(id: string, requestedBy: Requester, reason: string): Promise<ResponseRecord> {
    const entry = this.#options.journal.read(id);
    if (entry === undefined) throw new ResponderError('response-unknown', `there is no response ${id} in the journal of this responder`);
    return this.#inLane(toLane(entry.record.request), () => this.#undo(id, { requestedBy, reason }));
  }

  /** Goes on with what was under way when the last responder ended. */
  async resume(): Promise<void> {
    const open = this.#options.journal.listIn(['running']);
    await Promise.all(open.map(({ record: { request } }) => this.#inLane(toLane(request), () => this.#goOn(request.id))));
  }

  /** Takes back what was meant for some time only, and says what somebody else has taken back. */
  async look(): Promise<void> {
    for (const { record, plan } of this.#options.journal.listIn(['done'])) {
      if (this.#stop.signal.aborted) return;
      if (record.request.dryRun || plan === undefined) continue;
      const isOver = record.undoAt !== undefined && Date.parse(record.undoAt) <= this.#now();
      if (isOver)
        await this.undo(record.request.id, record.request.requestedBy, `its time of ${record.request.undoAfterSeconds} s is over`);
      else if (record.reverted === undefined) await this.#lookForRevert(record.request.id);
    }
  }

  /** What is under way is left as it is, for the next one. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#lanes.values());
  }

  async #inLane<T>(lane: string, work: () => Promise<T>): Promise<T> {
    const before = this.#lanes.get(lane) ?? Promise.resolve();
    const running = before.then(work, work);
    const ended = running.catch(() => undefined);
    this.#lanes.set(lane, ended);
    try {
      return await running;
    } finally {
      if (this.#lanes.get(lane) === ended) this.#lanes.delete(lane);
    }
  }

  async #respond(asked: ResponseRequest): Promise<ResponseRecord> {
    const known = this.#options.journal.read(asked.id);
    if (known !== undefined) return known.record.state === 'running' ? this.#goOn(asked.id) : known.record;
    const request = this.#toAllowed(asked);
    // What is not enabled has no rights either: nothing is read for it.
    const early = this.#checkEarly(request);
    if (early.length > 0) return this.#write({ ...toEmpty(request), record: this.#refuse(createRecord(request), early) });
    const action = findAction(request.action);
    const plan = await this.#plan(action, request);
    if ('failure' in plan) return this.#write({ ...toEmpty(request), record: this.#end(createRecord(request), 'failed', plan.failure) });
    const record = this.#describe(request.dryRun ? withUid(request, plan) : request, action, plan);
    const refusals = this.#check(request, plan);
    if (request.dryRun) {
      const message = refusals.length === 0 ? 'dry run: nothing was changed' : 'dry run: nothing was changed, and nothing would be';
      return this.#write({ ...toEmpty(request), plan, record: { ...this.#end(record, 'done', message), refusals, isUndoable: false } });
    }
    if (refusals.length > 0) return this.#write({ ...toEmpty(request), plan, record: this.#refuse(record, refusals) });
    // The first step is begun with the response: the disk is waited for once.
    const begun = withStep(record, 0, { state: 'started', at: this.#time() });
    const running = { ...begun, state: 'running' as const, message: 'under way', startedAt: this.#time() };
    this.#write({
      record: running,
      plan,
      results: plan.steps.map(() => null),
      actedAt: isCounted(request.action) ? this.#now() : undefined,
    });
    return this.#goOn(request.id);
  }

  /** What can be said before anything is looked at; a plan is refused only where nothing may be looked at. */
  #checkEarly(request: ResponseRequest): Refusal[] {
    const facts = { now: this.#now(), workload: undefined, recent: { all: 0, workload: 0 }, holder: undefined };
    const found = listRefusals(request, this.#options.settings, facts);
    return [...(request.dryRun ? found.filter(({ guard }) => guard === 'action-enabled') : found)];
  }

  #refuse(record: ResponseRecord, refusals: Refusal[]): ResponseRecord {
    const [first] = refusals;
    const state = first?.guard === 'expired' ? 'expired' : 'refused';
    return { ...this.#end(record, state, first?.message ?? ''), refusals, isUndoable: false };
  }

  /** Where policies only say what they would do, that is what they are asked for. */
  #toAllowed(request: ResponseRequest): ResponseRequest {
    const isDry = request.requestedBy.type === 'policy' && this.#options.settings.automatic === 'dry-run';
    return isDry ? { ...request, dryRun: true } : request;
  }

  async #plan(action: Action, request: ResponseRequest): Promise<ResponsePlan | { readonly failure: string }> {
    try {
      return await this.#retry(() => action.plan(request, this.#options.edge));
    } catch (cause) {
      this.#rethrowStop(cause);
      return { failure: `it could not be planned: ${toErrorMessage(cause)}` };
    }
  }

  #describe(request: ResponseRequest, action: Action, plan: ResponsePlan): ResponseRecord {
    return {
      ...createRecord(request),
      steps: toPlannedSteps(plan),
      warnings: plan.warnings.slice(0, 50),
      isUndoable: action.undoable && plan.steps.every(step => step.type !== 'end-pod'),
    };
  }

  #check(request: ResponseRequest, plan: ResponsePlan): Refusal[] {
    const { journal, settings } = this.#options;
    const now = this.#now();
    const refusals = listRefusals(request, settings, {
      now,
      workload: plan.workload,
      recent: journal.countActed(now - settings.windowSeconds * 1000, toWorkloadKey(plan)),
      holder: findAction(request.action).undoable && plan.uid !== '' ? this.#findHolder(request, plan) : undefined,
    });
    return [...(plan.obstacle === undefined ? [] : [{ guard: 'target', message: plan.obstacle }]), ...refusals].slice(0, 50);
  }

  /** Labels may be set by several: which, the plan has found out. */
  #findHolder({ action, id }: ResponseRequest, { uid }: ResponsePlan): string | undefined {
    return action === 'label' || action === 'annotate' ? undefined : this.#options.journal.findHolder(action, uid, id);
  }

  async #goOn(id: string): Promise<ResponseRecord> {
    const entry = this.#require(id);
    if (entry.record.undo !== undefined) return this.#takeBack(id);
    const plan = entry.plan as ResponsePlan;
    for (const [index, step] of plan.steps.entries()) {
      const { state } = this.#require(id).record.steps[index] ?? { state: 'planned' };
      if (state === 'done') continue;
      if (state !== 'started') this.#setStep(id, index, { state: 'started', at: this.#time() });
      try {
        const result = await this.#retry(() => applyStep(step, this.#toContext(id)));
        this.#setStep(id, index, { state: 'done', at: this.#time(), message: result.message, ...pickChanges(result) }, result);
      } catch (cause) {
        this.#rethrowStop(cause);
        return this.#fail(id, index, toErrorMessage(cause));
      }
    }
    return this.#verify(id);
  }

  /** Half of a response is worse than none: what was done before the step that failed is taken back. */
  async #fail(id: string, index: number, message: string): Promise<ResponseRecord> {
    this.#setStep(id, index, { state: 'failed', at: this.#time(), message: message.slice(0, 2000) });
    const { record } = this.#require(id);
    const undo = {
      requestedBy: record.request.requestedBy,
      reason: `step '${record.steps[index]?.name}' failed: ${message}`.slice(0, 2000),
      at: this.#time(),
    };
    this.#write({ ...this.#require(id), record: { ...record, undo } });
    return this.#takeBack(id);
  }

  async #verify(id: string): Promise<ResponseRecord> {
    const entry = this.#require(id);
    const { request } = entry.record;
    const verification = await this.#askWhether(entry);
    const ended = this.#end(entry.record, 'done', verification.message);
    const undoAt =
      request.undoAfterSeconds === undefined || !ended.isUndoable
        ? {}
        : { undoAt: new Date(this.#now() + request.undoAfterSeconds * 1000).toISOString() };
    return this.#write({ ...this.#require(id), record: { ...ended, verification, ...undoAt } });
  }

  async #askWhether({ record: { request }, plan, results }: Entry): Promise<NonNullable<ResponseRecord['verification']>> {
    try {
      return await findAction(request.action).verify({
        request,
        plan: plan as ResponsePlan,
        results: results.map(result => result ?? undefined),
        edge: this.#options.edge,
        pause: milliseconds => this.#pause(milliseconds),
        patienceMs: this.#options.patienceMs ?? PATIENCE_MS,
      });
    } catch (cause) {
      this.#rethrowStop(cause);
      return { state: 'requested', message: `requested, not verified: ${toErrorMessage(cause)}`.slice(0, 2000) };
    }
  }

  async #undo(id: string, { requestedBy, reason }: { readonly requestedBy: Requester; readonly reason: string }): Promise<ResponseRecord> {
    const entry = this.#require(id);
    const { record } = entry;
    if (record.state === 'undone') return record;
    if (record.state === 'running') return this.#goOn(id).then(() => this.#undo(id, { requestedBy, reason }));
    if (!record.isUndoable || (record.state !== 'done' && record.undo === undefined))
      throw new ResponderError('undo-impossible', describeNoUndo(record));
    const undo = { requestedBy, reason: reason.slice(0, 2000), at: this.#time() };
    this.#write({ ...entry, record: { ...record, state: 'running', message: 'it is taken back', undo } });
    return this.#takeBack(id);
  }

  /** The last step first. */
  async #takeBack(id: string): Promise<ResponseRecord> {
    const { plan, record } = this.#require(id);
    const failed = record.steps.find(({ state }) => state === 'failed');
    const left: string[] = [];
    for (const [index, step] of [...(plan?.steps ?? []).entries()].reverse()) {
      const { state } = this.#require(id).record.steps[index] ?? { state: 'planned' };
      // One that failed may have happened all the same: an answer can be lost.
      if (state === 'planned' || state === 'undone') continue;
      try {
        const message = await this.#retry(() => undoStep(step, this.#toContext(id, index)));
        if (state !== 'failed') this.#setStep(id, index, { state: 'undone', at: this.#time(), message });
      } catch (cause) {
        this.#rethrowStop(cause);
        left.push(`step '${step.name}' could not be taken back: ${toErrorMessage(cause)}`);
      }
    }
    const after = this.#require(id).record;
    if (left.length > 0)
      return this.#write({ ...this.#require(id), record: { ...this.#end(after, 'failed', left.join('; ')), isUndoable: true } });
    if (failed !== undefined) {
      const message = `${failed.message ?? failed.name}${plan !== undefined && plan.steps.length > 1 ? '; what was done before that was taken back' : ''}`;
      return this.#write({ ...this.#require(id), record: { ...this.#end(after, 'failed', message), isUndoable: false } });
    }
    const notes = after.steps.flatMap(({ state, message = '' }) => (state === 'undone' && message !== 'undone' ? [message] : []));
    const message = notes.filter(note => note !== 'nothing was changed').join('; ') || 'everything is as it was before';
    return this.#write({ ...this.#require(id), record: { ...this.#end(after, 'undone', message), isUndoable: false } });
  }

  async #lookForRevert(id: string): Promise<void> {
    const entry = this.#require(id);
    try {
      const found = await findRevert(this.#options.edge, entry);
      if (found === undefined || this.#require(id).record.state !== 'done') return;
      const reverted = { at: this.#time(), ...found };
      this.#options.log.warn({ response: id, by: found.by }, 'somebody has taken a response back');
      this.#write({ ...this.#require(id), record: { ...this.#require(id).record, reverted } });
    } catch (cause) {
      this.#options.log.debug({ response: id, error: toErrorMessage(cause) }, 'it could not be looked whether a response still holds');
    }
  }

  #toContext(id: string, index?: number): StepContext {
    const { edge, evidence } = this.#options;
    const { record, results } = this.#require(id);
    const result = index === undefined ? undefined : (results[index] ?? undefined);
    return { id, action: record.request.action, edge, evidence, result, pause: milliseconds => this.#pause(milliseconds) };
  }

  #setStep(id: string, index: number, change: Partial<ResponseRecord['steps'][number]>, result?: StepResult): void {
    const entry = this.#require(id);
    const results = result === undefined ? entry.results : entry.results.with(index, result);
    const evidence = result?.evidence === undefined ? entry.record.evidence : [...entry.record.evidence, ...result.evidence].slice(0, 200);
    this.#write({ ...entry, results, record: { ...withStep(entry.record, index, change), evidence } });
  }

  #end(record: ResponseRecord, state: ResponseRecord['state'], message: string): ResponseRecord {
    return { ...record, state, message: message.slice(0, 2000), finishedAt: this.#time() };
  }

  #write(entry: Entry): ResponseRecord {
    const record = this.#options.journal.write(entry);
    this.#options.onRecord?.(record);
    return record;
  }

  #require(id: string): Entry {
    const entry = this.#options.journal.read(id);
    if (entry === undefined) throw new ResponderError('response-unknown', `response ${id} is not in the journal any more`);
    return entry;
  }

  #retry<T>(work: () => Promise<T>): Promise<T> {
    return retryPassing(work, { pause: milliseconds => this.#pause(milliseconds), retryMs: this.#options.retryMs ?? RETRY_MS });
  }

  async #pause(milliseconds: number): Promise<void> {
    await setTimeout(milliseconds, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    if (this.#stop.signal.aborted) throw new ResponderError('responder-stopped', 'the responder stops; it goes on after its next start');
  }

  #rethrowStop(cause: unknown): void {
    if (this.#stop.signal.aborted || (cause instanceof ResponderError && cause.code === 'responder-stopped')) throw cause;
  }

  #time(): string {
    return new Date(this.#now()).toISOString();
  }
}

function toEmpty(request: ResponseRequest): Entry {
  return { record: createRecord(request), plan: undefined, results: [], actedAt: undefined };
}

function pickChanges({ changes }: StepResult): { readonly changes?: ResponseRecord['steps'][number]['changes'] } {
  return changes === undefined ? {} : { changes: [...changes] };
}

/** One thing at a time is done to an object. */
function toLane({ target: { apiVersion, kind, namespace, name } }: ResponseRequest): string {
  return [apiVersion, kind, namespace, name].join('|');
}

function describeNoUndo({ request, state, isUndoable }: ResponseRecord): string {
  if (state === 'done' && !isUndoable)
    return request.dryRun ? 'it was a dry run: nothing was changed' : `${request.action} cannot be taken back: what it ended is gone`;
  return `it is ${state}: there is nothing to take back`;
}

/** A plan names the very object that it was made for, so that what is done afterwards can be done to no other one of that name. */
function withUid(request: ResponseRequest, { uid }: ResponsePlan): ResponseRequest {
  return uid === '' ? request : { ...request, target: { ...request.target, uid } };
}
