import { GOALS } from '@breakwater/attack';
import { KUBE_VERSION_OPTION } from '../check/judge-options.ts';
import { SCANS_OPTION } from '../check/read-scans.ts';
import type { ArgumentDefinition, OptionDefinition } from '../command.ts';
import { RENDER_OPTIONS } from '../render/render-options.ts';

export const ATTACK_PATH_ARGUMENT: ArgumentDefinition = {
  name: 'path',
  doc: 'Files or folders with workloads, roles, bindings, Services and policies, `-` for standard input',
  required: true,
  variadic: true,
};

export const TO_OPTION: OptionDefinition = {
  name: 'to',
  value: 'goal',
  doc: `What nobody should reach: ${GOALS.map(({ name }) => name).join(', ')}, or anything that a path may lead to, as 'Secret shop/db'; may be repeated (default: those listed)`,
  repeatable: true,
};

export const FROM_OPTION: OptionDefinition = {
  name: 'from',
  value: 'start',
  doc: "Where the attacker begins: outside, a workload as shop/web, 'ServiceAccount shop/web', 'User ann', 'Group devs'; may be repeated",
  repeatable: true,
};

/** Options that say what the graph is made of. */
export const GRAPH_OPTIONS: readonly OptionDefinition[] = [
  {
    name: 'vulnerable',
    value: 'workload',
    doc: 'A workload that somebody can break into, as shop/web or shop/web=CVE-2026-1234; may be repeated. Without it every exposed one is taken for breached',
    repeatable: true,
  },
  {
    ...SCANS_OPTION,
    doc: 'File or folder with what `image scan --format json` wrote: workloads with what is exploited, or rated as remote code execution, are vulnerable; may be repeated',
  },
  {
    name: 'attenuation',
    value: 'mode',
    doc: 'Steps that something weakens: off counts them as any other, attenuate puts them behind, suppress leaves them out',
    choices: ['off', 'attenuate', 'suppress'],
    default: 'attenuate',
  },
  KUBE_VERSION_OPTION,
  ...RENDER_OPTIONS,
];

export const ASSUME_OPTION: OptionDefinition = {
  name: 'assume-breach',
  doc: 'Begin at every workload and subject that is not of Kubernetes itself, as if it were lost, beside the entries',
};

export const LIMIT_OPTION: OptionDefinition = { name: 'limit', value: 'count', doc: 'Paths to show at most', default: '500' };
