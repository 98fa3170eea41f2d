import type { policies } from '@breakwater/api';
import { parseMinor } from '@breakwater/policy';
import type { PolicySet } from '@breakwater/protocol';
import type { Principal } from '../../../access/principal.ts';
import type { ServerContext } from '../../../context.ts';
import type { Handlers } from '../../../http/route.ts';
import { readPolicySet, readPresets } from '../../../policy-set/store.ts';
import { ThreadFailure } from '../../../thread/asked-thread.ts';
import { readWhatIf, tryChange } from '../dry-run/handlers.ts';
import { type JudgedCluster, listJudgedClusters } from '../dry-run/store.ts';
import { applyWhatIf, toRegimes, type WhatIf } from '../dry-run/what-if.ts';
import { Findings } from './findings.ts';
import { listNamespaceTexts, listReviews } from './store.ts';

const DAYS = 7;
/** Different objects that are judged for one cluster. */
const MOST = 5000;
const TOTAL_MS = 10_000;
const GRACE_MS = 8000;

/** Answers what a policy would have refused, had it been set to refuse. Nothing is saved. */
export function createWhatIfHandlers(context: ServerContext): Pick<Handlers<typeof policies>, 'whatIf'> {
  const { query, pool, catalogue } = context;
  return {
    whatIf: async ({ principal, params: { id }, body: { days = DAYS, settings, text }, language }) => {
      const known = await catalogue.read();
      const change = await readWhatIf(context, { id, ...(text === undefined ? {} : { text }), settings: settings ?? REFUSING }, name =>
        known.find(name),
      );
      const set = await readPolicySet(pool);
      // Compared with a world in which the policy says nothing, everything that it refuses is new.
      const before = applyWhatIf(set, { id, policy: undefined, settings: [{ scope: {}, enabled: false }], remove: false });
      const after = toRefusing(change);
      const now = await tryChange(context, { whatIf: after, principal, language, before });
      const findings = new Findings();
      const [presets, clusters] = await Promise.all([readPresets(query), listJudgedClusters(query, principal)]);
      const ofClusters = new Map(presets.clusters.map(({ cluster, preset }) => [cluster, preset]));
      const end = performance.now() + TOTAL_MS;
      for (const cluster of clusters) {
        const preset = ofClusters.get(cluster.id) ?? set.preset;
        await judge(context, { cluster, principal, days, end, findings, before: { ...before, preset }, after, language });
      }
      return { policy: id, days, ...findings.read(), now };
    },
  };
}

const REFUSING = [{ scope: {}, enforcement: { deploy: 'deny' as const } }];

/** Only where it would refuse does it say anything; a policy that is off would have to be on for that. */
function toRefusing(change: WhatIf): WhatIf {
  const settings = (change.settings ?? []).map(setting => {
    const action = setting.enforcement?.deploy;
    return action === undefined ? setting : { ...setting, enabled: action === 'deny' };
  });
  const isGeneral = settings.some(({ scope }) => Object.keys(scope).length === 0);
  return { ...change, settings: isGeneral ? settings : [{ scope: {}, enabled: false }, ...settings] };
}

interface Asked {
  readonly cluster: JudgedCluster;
  readonly principal: Principal;
  readonly days: number;
  readonly end: number;
  readonly findings: Findings;
  readonly before: PolicySet;
  readonly after: WhatIf;
  readonly language: 'en' | 'ja';
}

async function judge(
  { query, trier }: ServerContext,
  { cluster, principal, days, end, findings, before, after, language }: Asked,
): Promise<void> {
  const left = end - performance.now();
  if (left <= 0) return findings.limit(`Requests to ${cluster.name} were not judged: the others took too long.`);
  const { reviews, without } = await listReviews(query, principal, cluster.id, { days, most: MOST });
  if (without > 0) findings.limit(`${without} requests to ${cluster.name} were kept without their object, and were not judged.`);
  if (reviews.length === MOST) findings.limit(`Only the ${MOST} objects that were asked for most often in ${cluster.name} were judged.`);
  if (reviews.length === 0) return;
  const namespaces = await listNamespaceTexts(query, principal, cluster.id);
  const { after: regime } = toRegimes(before, applyWhatIf(before, after), after.id);
  try {
    const answer = await trier.use(async ({ send, ask }) => {
      send({ type: 'objects', texts: reviews.map(({ text }) => text) });
      const kubeMinor = parseMinor(cluster.version);
      // What mutes its finding elsewhere refuses by itself; here only this policy is asked.
      const own = { ...regime, policies: regime.policies.filter(policy => policy.id === after.id) };
      return ask(
        { type: 'review', cluster: cluster.id, kubeMinor, regime: own, namespaces, language, milliseconds: left },
        left + GRACE_MS,
      );
    });
    if (answer.type === 'review') findings.add(cluster, reviews, answer.outcome);
    else findings.limit('message' in answer ? answer.message : `Requests to ${cluster.name} could not be judged.`);
  } catch (cause) {
    if (!(cause instanceof ThreadFailure)) throw cause;
    findings.limit(`Requests to ${cluster.name} were not judged: ${cause.message}.`);
  }
}
