import { compliance } from '@breakwater/api';
import { CLUSTER_KINDS, describeResponsibility, listResponsibilityFrameworks, toHead } from '@breakwater/compliance';
import { builtInStandards } from '../../catalogue/catalogue.ts';
import { loadSigningKey } from '../../compliance/key/store.ts';
import { toSigner } from '../../compliance/signing.ts';
import type { ServerContext } from '../../context.ts';
import { RequestError, refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { ThreadFailure } from '../../thread/asked-thread.ts';
import { findEnd, findKind, listPoints, listStands, readAnchors, readChain, readNewestControls, type StandRecord } from './store.ts';

export function createComplianceFeature({ query, seal, auditor }: ServerContext): Feature {
  return defineFeature(compliance, {
    coverage: async ({ principal }) => {
      const rows = await listStands(query, principal);
      const clusters = [...Map.groupBy(rows, ({ cluster }) => cluster)].map(([cluster, own]) => ({
        cluster,
        clusterName: own[0]?.clusterName ?? cluster,
        frameworks: own.flatMap(toPoint),
      }));
      return { clusters };
    },
    frameworks: ({ language }) => ({
      frameworks: builtInStandards.map(({ id, title, ja, controls }) => ({
        id,
        title: language === 'ja' ? ja : title,
        controls: controls.length,
      })),
    }),
    trend: async ({ principal, query: { cluster, framework } }) => ({
      points: (await listPoints(query, principal, cluster, framework)).flatMap(toPoint),
    }),
    responsibility: async ({ principal, query: { cluster }, language }) => {
      const { distribution } = (await findKind(query, principal, cluster)) ?? refuseUnknown('cluster');
      const kind = CLUSTER_KINDS.find(known => known === distribution) ?? 'self-managed';
      const wanted = listResponsibilityFrameworks(kind);
      const controls = await readNewestControls(query, cluster, wanted);
      return {
        kind,
        missing: wanted.filter(id => !controls.some(({ framework }) => framework === id)),
        areas: describeResponsibility(kind, controls).map(({ area, title, owner, share, state, controls: own }) => ({
          area,
          title: title[language],
          owner,
          share: share[language],
          ...(state === undefined ? {} : { state }),
          states: Object.fromEntries([...Map.groupBy(own, one => one.state)].map(([each, some]) => [each, some.length])),
        })),
      };
    },
    head: async ({ principal, query: { cluster } }) => {
      const end = (await findEnd(query, principal, cluster)) ?? refuseUnknown('run of this cluster');
      const { privateKey, publicKey } = await loadSigningKey(query, seal);
      return { head: toHead(end, toSigner(privateKey)), publicKey };
    },
    verification: async ({ principal, body: { cluster, heads = [] } }) => {
      if ((await findEnd(query, principal, cluster)) === undefined) refuseUnknown('run of this cluster');
      const [{ publicKey }, anchors] = await Promise.all([loadSigningKey(query, seal), readAnchors(query, cluster)]);
      const asked = auditor.ask({ type: 'verify', publicKey, heads: [...heads, ...anchors] }, async send => {
        for await (const record of readChain(query, cluster)) send({ type: 'records', records: [record] });
      });
      const { verdict } = await asked.catch((cause: unknown) => {
        throw cause instanceof ThreadFailure
          ? new RequestError('unavailable', `The runs could not be looked at: ${cause.message}.`)
          : cause;
      });
      const { problems, records, provenTo } = verdict;
      return { isIntact: problems.length === 0, records, problems: [...problems], ...(provenTo === undefined ? {} : { provenTo }) };
    },
  });
}

function toPoint({ run, sequence, finishedAt, score }: StandRecord) {
  if (run === null || sequence === null || finishedAt === null || score === null) return [];
  return [{ run, sequence, finishedAt, score: { ...score, states: { ...score.states } as Record<string, number> } }];
}
