import type { OracleCase } from './agreement.ts';

type Params = Readonly<Record<string, unknown>>;

/**
 * Parameters that a line was made with: some checks of other tools have other defaults, or are templates that a user fills in, and some lines
 * carry a configuration. Without a configuration the rules of regolibrary ran with empty lists.
 */
const OF_CHECK: Readonly<Record<string, Params>> = {
  'kube-linter.jsonl:hpa-minimum-three-replicas': { minimum: 3 },
  'kube-linter.jsonl:minimum-three-replicas': { minimum: 3 },
  'kube-linter.jsonl:priority-class-name': { allowed: ['', 'system-cluster-critical', 'system-node-critical'] },
  'kube-linter.jsonl:restart-policy': { accepted: ['Always', 'OnFailure'], byKind: false },
  'kube-linter.jsonl:statefulset-volumeclaimtemplate-annotation': { annotations: { 'required-annotation': '.*' }, onClaimTemplates: true },
  'kube-linter.jsonl:template-forbidden-annotation': { denied: { 'reloader.stakater.com/auto': 'true' } },
  'polaris.jsonl:missingPodDisruptionBudget': { minimum: 1 },
  'polaris.jsonl:resourceRange': {
    minimumLimits: { cpu: '100m', memory: '100Mi' },
    maximumLimits: { cpu: '2', memory: '6G' },
    mustBeSet: true,
  },
};

/** Parameters that all lines of a policy are run with. */
const OF_POLICY: Readonly<Record<string, Params>> = {
  // The corpora name no namespace where they mean default.
  'default-namespace-used': { strict: true },
  'recommended-labels-missing': { labels: [] },
};

type Lists = Readonly<Record<string, readonly string[] | undefined>>;

/** What regolibrary's configuration means for a policy. */
const OF_CONFIG: Readonly<Record<string, (lists: Lists) => Params>> = {
  'image-not-pinned': lists => ({ exemptRepositories: lists['imageDigestExemptRepositories'] }),
  'latest-tag-pulled-once': lists => ({ floatingTags: lists['floatingImageTags'] }),
  'recommended-labels-missing': lists => ({ labels: lists['recommendedLabels'] ?? lists['k8sRecommendedLabels'] }),
  'registry-denied': lists => ({ denied: [...(lists['untrustedRegistries'] ?? []), ...(lists['publicRegistries'] ?? [])] }),
  'registry-not-allowed': lists => ({ allowed: lists['imageRepositoryAllowList'] }),
  'resource-outside-range': lists => ({
    minimumRequests: toQuantities({ cpu: lists['cpu_request_min'], memory: lists['memory_request_min'] }),
    maximumRequests: toQuantities({ cpu: lists['cpu_request_max'], memory: lists['memory_request_max'] }),
    minimumLimits: toQuantities({ cpu: lists['cpu_limit_min'], memory: lists['memory_limit_min'] }),
    maximumLimits: toQuantities({ cpu: lists['cpu_limit_max'], memory: lists['memory_limit_max'] }),
  }),
  'sandbox-image-not-allowed': lists => ({ allowed: lists['imageRepositoryAllowList'], floatingTags: lists['floatingImageTags'] }),
  'sandbox-runtime-class-weak': lists => ({ hardened: lists['hardenedSandboxRuntimeClasses'] }),
  'sandbox-without-limits': lists => ({
    maximumCpu: lists['sandbox_cpu_limit_max']?.[0],
    maximumMemory: lists['sandbox_memory_limit_max']?.[0],
  }),
};

/** The first entry of each list that is there. */
function toQuantities(lists: Lists): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(lists).flatMap(([resource, values]) => {
      const first = values?.[0];
      return first === undefined ? [] : [[resource, first] as const];
    }),
  );
}

/** Parameters of one policy for one line. */
export function paramsOf({ file, check, config }: OracleCase, policy: string): Params {
  const lists = (config as { postureControlInputs?: Lists } | undefined)?.postureControlInputs ?? {};
  const configured = Object.entries(OF_CONFIG[policy]?.(lists) ?? {}).filter(([, value]) => value !== undefined);
  return { ...OF_POLICY[policy], ...Object.fromEntries(configured), ...OF_CHECK[`${file}:${check}`] };
}
