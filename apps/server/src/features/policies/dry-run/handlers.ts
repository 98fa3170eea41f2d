import type { Body, policies } from '@breakwater/api';
import type { PolicyDefinition } from '@breakwater/model';
import { parseMinor } from '@breakwater/policy';
import type { PolicySet } from '@breakwater/protocol';
import type { Principal } from '../../../access/principal.ts';
import { seesWholeClusters } from '../../../access/visible.ts';
import type { Language } from '../../../catalogue/catalogue.ts';
import type { ServerContext } from '../../../context.ts';
import { RequestError, refuseUnknown } from '../../../http/request-error.ts';
import type { Handlers } from '../../../http/route.ts';
import type { Answer, Command } from '../../../judge/messages.ts';
import { readPolicySet, readPresets } from '../../../policy-set/store.ts';
import { type Talk, ThreadFailure } from '../../../thread/asked-thread.ts';
import { checkSettings } from '../check-settings.ts';
import { checkText, refuse } from '../own/check-text.ts';
import { type DryRun, Report } from './report.ts';
import { type JudgedCluster, listJudgedClusters, readObjects } from './store.ts';
import { applyWhatIf, readsUnstored, toRegimes, type WhatIf } from './what-if.ts';

/** Time that an answer may take, in milliseconds; the thread itself stops earlier and says what it left out. */
const TOTAL_MS = 12_000;
const GRACE_MS = 8000;
/** Objects that are read for one answer, and their JSON in UTF-16 units. */
const MAX_OBJECTS = 60_000;
const MAX_TEXT = 300_000_000;
const PAGE = 500;

interface Question {
  readonly whatIf: WhatIf;
  readonly principal: Principal;
  readonly language: Language;
  readonly before: PolicySet;
  readonly presets: ReadonlyMap<string, string>;
}

/** Answers what a change would open and close. Nothing here is the sensors' business: they decide, this only asks. */
export function createDryRunHandlers(context: ServerContext): Pick<Handlers<typeof policies>, 'dryRun'> {
  const { pool, catalogue } = context;
  return {
    dryRun: async ({ principal, body, language }) => {
      const known = await catalogue.read();
      const whatIf = await readWhatIf(context, body, id => known.find(id));
      return tryChange(context, { whatIf, principal, language, before: await readPolicySet(pool) });
    },
  };
}

/** What a change would open and close on the clusters that a principal sees, compared with a policy set. */
export async function tryChange(context: ServerContext, asked: Omit<Question, 'presets'>): Promise<DryRun> {
  const { query, trier, catalogue } = context;
  const start = performance.now();
  const [known, presets, clusters] = await Promise.all([catalogue.read(), readPresets(query), listJudgedClusters(query, asked.principal)]);
  const report = new Report();
  const policy = asked.whatIf.policy ?? known.find(asked.whatIf.id);
  if (policy !== undefined) tellBounds(policy, report);
  if (clusters.length === 0) report.limit('no-clusters', 'No cluster is connected, so nothing was judged.');
  const question = { ...asked, presets: new Map(presets.clusters.map(({ cluster, preset }) => [cluster, preset])) };
  const reader = new Reader(context, question, report, start + TOTAL_MS);
  await trier.use(async talk => {
    for (const cluster of clusters) await reader.judge(cluster, talk);
  });
  return report.read(performance.now() - start);
}

export async function readWhatIf(
  { checker }: ServerContext,
  { text, id, settings, remove = false }: Body<typeof policies.endpoints.dryRun>,
  find: (id: string) => PolicyDefinition | undefined,
): Promise<WhatIf> {
  if (text === undefined && id === undefined) throw new RequestError('bad-request', 'body: a text or an id is needed.');
  if (text === undefined) {
    const policy = find(id ?? '') ?? refuseUnknown('policy');
    if (settings !== undefined) checkSettings(policy, settings);
    return { id: policy.id, policy: undefined, settings, remove };
  }
  const { policy, issues } = await checkText(checker, text, id);
  // What its examples say does not matter for what it would find.
  const faults = issues.filter(({ code }) => code !== 'example');
  if (policy === undefined || faults.length > 0) throw refuse(faults);
  if (settings !== undefined) checkSettings(policy, settings);
  return { id: policy.id, policy, settings, remove: false };
}

function tellBounds(policy: PolicyDefinition, report: Report): void {
  if (!policy.stages.includes('deploy'))
    report.limit('not-deployed', "The policy is not for stage 'deploy', so sensors do not judge by it.");
  if (readsUnstored(policy))
    report.limit('not-stored', 'It reads EndpointSlices or Endpoints, which only sensors hold: they may decide otherwise.');
}

type JudgeTalk = Talk<Command, Answer>;

class Reader {
  readonly #context: ServerContext;
  readonly #question: Question;
  readonly #report: Report;
  readonly #end: number;
  #objects = 0;
  #text = 0;

  constructor(context: ServerContext, question: Question, report: Report, end: number) {
    this.#context = context;
    this.#question = question;
    this.#report = report;
    this.#end = end;
  }

  async judge(cluster: JudgedCluster, { send, ask }: JudgeTalk): Promise<void> {
    const { whatIf, principal, language, before: all, presets } = this.#question;
    if (performance.now() > this.#end) return this.#report.limit('time', 'It was not judged: the others took too long.', cluster.name);
    if (!cluster.synced) this.#report.limit('not-synced', 'Its sensor has not sent everything yet.', cluster.name);
    for (const message of cluster.unreadable) this.#report.limit('unreadable', message, cluster.name);
    const isWhole = await this.#send(cluster, send);
    const before = { ...all, preset: presets.get(cluster.id) ?? all.preset };
    const left = Math.max(this.#end - performance.now(), 0);
    try {
      const answer = await ask(
        {
          type: 'compare',
          cluster: cluster.id,
          kubeMinor: parseMinor(cluster.version),
          complete: isWhole && cluster.synced && cluster.unreadable.length === 0 && seesWholeClusters(principal),
          ...toRegimes(before, applyWhatIf(before, whatIf), whatIf.id),
          language,
          milliseconds: left,
        },
        left + GRACE_MS,
      );
      if (answer.type === 'compare') this.#report.add(cluster, answer.comparison);
      else this.#report.limit('undecided', 'message' in answer ? answer.message : 'It could not be judged.', cluster.name);
    } catch (cause) {
      if (!(cause instanceof ThreadFailure)) throw cause;
      this.#report.limit('time', `It was not judged: ${cause.message}.`, cluster.name);
    }
  }

  /** Hands the objects over, as many as are allowed; gives whether these were all. */
  async #send({ id, name }: JudgedCluster, send: JudgeTalk['send']): Promise<boolean> {
    const { query } = this.#context;
    for await (const texts of readObjects(query, this.#question.principal, id, PAGE)) {
      this.#objects += texts.length;
      this.#text += texts.reduce((sum, text) => sum + text.length, 0);
      if (performance.now() > this.#end || this.#objects > MAX_OBJECTS || this.#text > MAX_TEXT) {
        this.#report.limit('objects', 'Not all of its objects were looked at: there are too many for one answer.', name);
        return false;
      }
      send({ type: 'objects', texts });
    }
    return true;
  }
}
