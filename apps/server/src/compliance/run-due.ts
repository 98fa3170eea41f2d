import { toHead } from '@breakwater/compliance';
import type { Log } from '@breakwater/daemon';
import { type Exception, toErrorMessage } from '@breakwater/model';
import { parseMinor } from '@breakwater/policy';
import type { ChangeFeed } from '../changes/listen-changes.ts';
import { lookAgain } from '../changes/look-again.ts';
import type { Db, Pool } from '../database/connection.ts';
import type { DeliveryOptions } from '../notifiers/notifier.ts';
import { readPolicySet } from '../policy-set/store.ts';
import type { Seal } from '../security/seal.ts';
import type { Auditor } from './auditor.ts';
import { deliverRuns } from './deliver-runs.ts';
import { loadSigningKey } from './key/store.ts';
import { findNextTime } from './next-time.ts';
import {
  dropUpTo,
  failRun,
  findOldest,
  finishRun,
  leaseRun,
  readAttestations,
  readFacts,
  readLastRecord,
  readObjects,
  readVersion,
  startDueSchedules,
  type WaitingRun,
} from './queue/store.ts';
import { toSigner } from './signing.ts';

export interface RunContext {
  readonly query: Db;
  readonly pool: Pool;
  readonly seal: Seal;
  readonly auditor: Auditor;
  readonly version: string;
  readonly log: Log;
  readonly options: DeliveryOptions;
}

const PAGE = 500;
/** Runs take as long as they take: what waits behind one need not wait longer. */
const REST = 0;

/** Runs what is asked for and what is due, until it is stopped; several servers share the work. */
export function startRuns(context: RunContext, changes: ChangeFeed): () => Promise<void> {
  const look = async (): Promise<void> => {
    await startDueSchedules(context.query, ({ pattern, timeZone }) => findNextTime(pattern, timeZone, new Date()));
    for (let run = await leaseRun(context.query); run !== undefined; run = await leaseRun(context.query)) await runOne(context, run);
    await deliverRuns(context);
    await dropOldRuns(context);
  };
  const failure = 'runs of compliance wait; trying again';
  return lookAgain({ topics: ['compliance-asked', '*'], failure, rest: REST, look }, changes, context.log);
}

async function runOne(context: RunContext, run: WaitingRun): Promise<void> {
  const { query, log } = context;
  try {
    await finishRun(query, run, await judge(context, run));
  } catch (cause) {
    log.warn({ run: run.id, error: toErrorMessage(cause) }, 'a run of compliance failed');
    await failRun(query, run, toErrorMessage(cause));
  }
}

async function judge({ query, pool, seal, auditor, version }: RunContext, run: WaitingRun) {
  const cluster = await readVersion(query, run.cluster);
  if (cluster === undefined) throw new Error('the cluster is not there any more');
  const [attestations, before, key, exceptions] = await Promise.all([
    readAttestations(query),
    readLastRecord(query, run.cluster),
    loadSigningKey(query, seal),
    readExceptions(pool, run.cluster),
  ]);
  const { outcome } = await auditor.ask(
    {
      type: 'run',
      ...run,
      startedAt: new Date().toISOString(),
      kubeMinor: parseMinor(cluster.version),
      complete: cluster.isWhole,
      exceptions,
      attestations,
      before,
      key: key.privateKey,
      version,
    },
    async send => {
      for await (const texts of readObjects(query, run.cluster, PAGE)) send({ type: 'objects', texts });
      for await (const text of readFacts(query, run.cluster)) send({ type: 'facts', texts: [text] });
    },
  );
  return outcome;
}

async function readExceptions(pool: Pool, cluster: string): Promise<readonly Exception[]> {
  return (await readPolicySet(pool, cluster)).exceptions;
}

/** What is older than it has to be kept goes; its signed end stays and begins what is left. */
async function dropOldRuns({ query, seal }: RunContext): Promise<void> {
  const oldest = await findOldest(query);
  if (oldest.length === 0) return;
  const signer = toSigner((await loadSigningKey(query, seal)).privateKey);
  for (const { cluster, ...end } of oldest) await dropUpTo(query, cluster, toHead(end, signer));
}
