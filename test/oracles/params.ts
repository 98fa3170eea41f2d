import type { OracleCase } from './agreement.ts';

/**
 * Parameters that a line was made with: some checks of other tools have other defaults, and some lines carry a configuration.
 * Without a configuration the rules of regolibrary ran with empty lists.
 */
const OF_CHECK: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'kube-linter.jsonl:minimum-three-replicas': { minimum: 3 },
  'kube-linter.jsonl:hpa-minimum-three-replicas': { minimum: 3 },
  'kube-linter.jsonl:restart-policy': { accepted: ['Always', 'OnFailure'], byKind: false },
  'polaris.jsonl:missingPodDisruptionBudget': { minimum: 1 },
};

/** Lists of regolibrary's configuration and the parameters that they are. */
const OF_CONFIG: Readonly<Record<string, readonly { readonly key: string; readonly param: string; readonly single?: true }[]>> = {
  'sandbox-runtime-class-weak': [{ key: 'hardenedSandboxRuntimeClasses', param: 'hardened' }],
  'sandbox-without-limits': [
    { key: 'sandbox_cpu_limit_max', param: 'maximumCpu', single: true },
    { key: 'sandbox_memory_limit_max', param: 'maximumMemory', single: true },
  ],
  'image-not-pinned': [{ key: 'imageDigestExemptRepositories', param: 'exemptRepositories' }],
  'latest-tag-pulled-once': [{ key: 'floatingImageTags', param: 'floatingTags' }],
};

/** Parameters that all lines of a policy are run with: the corpora name no namespace where they mean default. */
const OF_POLICY: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { 'default-namespace-used': { strict: true } };

/** Parameters of one policy for one line. */
export function paramsOf({ file, check, config }: OracleCase, policy: string): Readonly<Record<string, unknown>> {
  const lists = (config as { postureControlInputs?: Record<string, unknown> } | undefined)?.postureControlInputs ?? {};
  const configured = (OF_CONFIG[policy] ?? []).flatMap(({ key, param, single }) => {
    const list = lists[key];
    return Array.isArray(list) ? [[param, single === true ? list[0] : list] as const] : [];
  });
  return { ...OF_POLICY[policy], ...OF_CHECK[`${file}:${check}`], ...Object.fromEntries(configured) };
}
