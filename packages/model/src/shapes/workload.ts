import { type Static, Type } from 'typebox';

/** Where an effective setting comes from. */
export const SETTING_SOURCES = ['container', 'pod', 'namespace', 'image', 'default', 'unknown'] as const;

/** One setting as it takes effect, with where it was decided: `runAsUser` `1000` `pod`. */
export const Setting = Type.Object({
  name: Type.String(),
  value: Type.String({ description: 'As people write it: true, 1000, RuntimeDefault, NET_ADMIN, SYS_TIME; empty for nothing' }),
  source: Type.Enum([...SETTING_SOURCES]),
});
export type Setting = Static<typeof Setting>;

export const CONTAINER_TYPES = ['regular', 'init', 'sidecar', 'ephemeral'] as const;

export const ContainerSummary = Type.Object({
  name: Type.String(),
  type: Type.Enum([...CONTAINER_TYPES]),
  image: Type.String({ description: 'Reference as written' }),
  digests: Type.Array(Type.String(), { description: 'Digests that running pods report for it, sha256:…' }),
  settings: Type.Array(Setting),
  ports: Type.Array(Type.Object({ name: Type.String(), port: Type.Integer(), protocol: Type.String() })),
});
export type ContainerSummary = Static<typeof ContainerSummary>;

export const PodSummary = Type.Object({
  name: Type.String(),
  node: Type.String(),
  phase: Type.String(),
  startedAt: Type.String({ description: 'RFC 3339, empty when not started' }),
});
export type PodSummary = Static<typeof PodSummary>;

/** From where a workload can be reached, the widest first. */
export const EXPOSURES = ['external', 'node', 'cluster', 'none'] as const;

/** One reason of a risk score. The console has words for each factor; detail names what is meant. */
export const RiskReason = Type.Object({
  factor: Type.String({ description: 'exposure, privileges, violations, permissions, secrets, …' }),
  points: Type.Number(),
  detail: Type.String(),
});
export type RiskReason = Static<typeof RiskReason>;

export const Risk = Type.Object({ score: Type.Number({ minimum: 0, maximum: 100 }), reasons: Type.Array(RiskReason) });
export type Risk = Static<typeof Risk>;

/** A workload as people look at it: everything joined to it, computed from facts by the sensor. */
export const WorkloadSummary = Type.Object(
  {
    apiVersion: Type.String(),
    kind: Type.String(),
    namespace: Type.String(),
    name: Type.String(),
    uid: Type.String(),
    labels: Type.Record(Type.String(), Type.String()),
    owner: Type.String({ description: 'Team or person of the owner label, annotation or namespace; empty when nobody is named' }),
    createdAt: Type.String(),
    replicas: Type.Optional(Type.Integer()),
    podCount: Type.Integer(),
    pods: Type.Array(PodSummary, { maxItems: 100 }),
    containers: Type.Array(ContainerSummary),
    settings: Type.Array(Setting, { description: 'Those of the pod: hostNetwork, hostPID, serviceAccountToken, …' }),
    exposure: Type.Enum([...EXPOSURES]),
    exposedBy: Type.Array(Type.String(), { description: 'Services, ingresses and host ports: `Service web: LoadBalancer 80/TCP`' }),
    services: Type.Array(Type.Object({ name: Type.String(), type: Type.String(), ports: Type.Array(Type.String()) })),
    networkPolicies: Type.Object({
      ingress: Type.Boolean({ description: 'Whether some policy selects it for ingress' }),
      egress: Type.Boolean(),
      names: Type.Array(Type.String()),
    }),
    serviceAccount: Type.Object({
      name: Type.String(),
      tokenMounted: Type.Boolean(),
      permissions: Type.Array(Type.String(), { description: 'Short: `ClusterRole view: get, list, watch pods`', maxItems: 100 }),
    }),
    secrets: Type.Array(Type.Object({ name: Type.String(), use: Type.Enum(['env', 'file', 'pull']), keys: Type.Array(Type.String()) })),
    configMaps: Type.Array(Type.String()),
    volumes: Type.Array(
      Type.Object({
        name: Type.String(),
        type: Type.String(),
        source: Type.String(),
        mounts: Type.Array(Type.String()),
        readOnly: Type.Boolean(),
      }),
    ),
    risk: Risk,
  },
  { $id: 'workload', description: 'A workload with everything joined to it' },
);
export type WorkloadSummary = Static<typeof WorkloadSummary>;
