import { setTimeout } from 'node:timers/promises';
import { type Answer, ApiError, type Client, responses } from '@breakwater/api';
import type { CommandInput, Terminal } from '../command.ts';
import { readWhole } from './respond-options.ts';
import type { Outcome } from './responses.ts';

type Detail = Answer<typeof responses.endpoints.get>;

/** Between two looks, in milliseconds: often at first, since most responses take a moment. */
const PAUSE_MS = { first: 200, longest: 2000, growth: 1.3 };
/** A responder that is there takes up at once what it is to do. */
const UNTAKEN_MS = 30_000;
const MOST_SECONDS = 86_400;
const DEFAULT_SECONDS = 600;

/** Longest wait for the end, in milliseconds. Throws UsageError. */
export function readPatience({ options }: Pick<CommandInput, 'options'>): number {
  return (readWhole('wait', options['wait'], MOST_SECONDS) ?? DEFAULT_SECONDS) * 1000;
}

/** Waits until a response has ended, with each change said to who watches, and tells how it stands when that takes too long. Throws ApiError. */
export async function followResponse(client: Client, asked: Detail, patienceMs: number, terminal: Terminal): Promise<Outcome> {
  const begun = performance.now();
  let found = asked;
  let said = '';
  for (let pause = PAUSE_MS.first; isOpen(found); pause = Math.min(pause * PAUSE_MS.growth, PAUSE_MS.longest)) {
    const waited = performance.now() - begun;
    if (waited >= (isUntaken(found) ? Math.min(UNTAKEN_MS, patienceMs) : patienceMs))
      return { record: found.record, notes: [explain(found, waited)] };
    const progress = describeProgress(found);
    if (terminal.interactive && progress !== said) await terminal.stderr(`${progress}\n`);
    said = progress;
    await setTimeout(Math.max(1, Math.min(pause, patienceMs - waited)));
    found = await look(client, found);
  }
  const record = found.state === found.record.state ? found.record : { ...found.record, state: found.state, message: describeEnd(found) };
  const notes = record.evidence.length === 0 ? [] : ['evidence lies in the data folder of the responder of the cluster'];
  return { record, notes };
}

/** A server that is away for a moment still knows afterwards. */
async function look(client: Client, before: Detail): Promise<Detail> {
  try {
    return await client.call(responses.endpoints.get, { params: { id: before.id } });
  } catch (cause) {
    if (cause instanceof ApiError && (cause.code === 'unavailable' || cause.code === 'too-many-requests')) return before;
    throw cause;
  }
}

function isOpen({ state, undoing }: Detail): boolean {
  return undoing || state === 'pending-approval' || state === 'approved' || state === 'running';
}

/** The responder has not said anything of it. */
function isUntaken({ state, undoing }: Detail): boolean {
  return state === 'approved' || (undoing && state !== 'running');
}

function describeProgress({ state, undoing, record }: Detail): string {
  if (undoing && state !== 'running') return 'it is to be taken back: waiting for the responder of the cluster';
  const step = record.steps.find(each => each.state === 'started');
  return `${state}: ${step === undefined ? record.message : step.name}`;
}

/** The server ends by itself what nobody began. */
function describeEnd({ state, record }: Detail): string {
  return state === 'expired' ? 'nobody began it in time: it is not done any more' : record.message;
}

function explain(found: Detail, waitedMs: number): string {
  const { clusterName, state, record } = found;
  const seconds = Math.max(1, Math.round(waitedMs / 1000));
  const look = '`breakwater respond list --server …` shows how it stands';
  if (isUntaken(found)) {
    const still = record.request.dryRun ? '' : describeStill(found);
    return `no responder of '${clusterName}' has taken it up within ${seconds} s: see that one runs beside its sensor (breakwater responder)${still}`;
  }
  if (state === 'pending-approval')
    return `nobody has approved it within ${seconds} s: another administrator does so in the console; ${look}`;
  return `it has not ended within ${seconds} s: ${look}; --wait waits longer`;
}

function describeStill({ undoing, record: { request } }: Detail): string {
  if (undoing) return '; it is taken back as soon as one does';
  return `; one that comes until ${request.expiresAt ?? 'then'} still does it`;
}
