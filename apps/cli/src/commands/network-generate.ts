import type { Problem } from '@breakwater/model';
import {
  type Cluster,
  describeUnknown,
  findNeeds,
  findWorkloads,
  generatePolicies,
  type Need,
  type NetworkWorkload,
  resolveFlows,
  toFlowNeeds,
} from '@breakwater/network';
import { isUncertain, renderAnswer } from '../answer.ts';
import { listOption } from '../check/judge-options.ts';
import { type CommandDefinition, type CommandInput, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { PATH_ARGUMENT, toFormatOption } from '../network/network-options.ts';
import { readFlowFile } from '../network/read-flow-file.ts';
import { readNetwork } from '../network/read-network.ts';
import { writePolicies } from '../network/write-policies.ts';
import { RENDER_OPTIONS } from '../render/render-options.ts';

export const command: CommandDefinition = {
  name: 'network generate',
  summary: 'Write the policies that allow what workloads need and deny the rest, from their manifests or from flows that were seen',
  arguments: [PATH_ARGUMENT],
  options: [
    {
      name: 'flows',
      value: 'file',
      doc: 'Flows that were seen, one JSON object a line, in our shape or in that of `hubble observe -o jsonpb`; instead of what manifests say',
    },
    { name: 'namespace', value: 'name', doc: 'Only for workloads of this namespace; may be repeated', repeatable: true },
    { name: 'workload', value: 'name', doc: 'Only for this workload, as `shop/web`; may be repeated', repeatable: true },
    {
      name: 'existing',
      value: 'mode',
      doc: 'Whether NetworkPolicies that are there are kept beside the new ones, or given up for them',
      choices: ['keep', 'replace'],
      default: 'keep',
    },
    ...RENDER_OPTIONS,
    { ...toFormatOption(['yaml', 'json', 'table', 'csv', 'markdown']), default: 'yaml' },
  ],
  examples: [
    {
      command: 'breakwater network generate manifests/ > policies.yaml',
      doc: 'Policies for what the manifests say that workloads connect to',
    },
    {
      command: 'breakwater network generate --flows flows.jsonl --namespace shop manifests/',
      doc: 'For one namespace, from what was seen',
    },
  ],
  run: async (input, terminal) => {
    const { cluster, problems } = await readNetwork(input.arguments, input, terminal);
    const scope = readScope(input, cluster);
    const found = await readNeeds(input.options['flows'], cluster);
    const existing = input.options['existing'] === 'replace' ? 'replace' : 'keep';
    const generated = generatePolicies(cluster, found.needs, { ...scope, existing });
    const all = [...problems, ...found.problems, ...generated.problems];
    const { format } = input.options;
    if (format === 'yaml') {
      if (generated.problems.length === 0) await terminal.stdout(writePolicies(generated));
      await terminal.stderr(all.map(({ code, source, message }) => `${code}  ${source}: ${message}\n`).join(''));
    } else {
      const { policies, ...rest } = generated;
      await terminal.stdout(
        renderAnswer(format, {
          schema: 'breakwater/network-generate',
          results: [{ policies, ...rest, problems: undefined }],
          heading: `${policies.length} policies, tightness ${generated.tightness.score.toFixed(3)}`,
          columns: ['policy', 'workload', 'rule', 'because'],
          rows: policies.flatMap(({ object, workload = '', reasons }) => {
            const name = `${object.metadata.namespace}/${object.metadata.name}`;
            return reasons.length === 0
              ? [[name, workload, '', '']]
              : reasons.map(({ rule, because }) => [name, workload, rule, because.join('; ')]);
          }),
          problems: all,
        }),
      );
    }
    return isUncertain(all) ? EXIT.couldNotLook : EXIT.nothing;
  },
};

interface Needs {
  readonly needs: readonly Need[];
  readonly problems: readonly Problem[];
}

async function readNeeds(file: unknown, cluster: Cluster): Promise<Needs> {
  if (file === undefined) return findNeeds(cluster);
  const read = await readFlowFile(String(file));
  const resolved = resolveFlows(read.flows, cluster);
  return { needs: toFlowNeeds(resolved.flows), problems: [...read.problems, ...resolved.problems] };
}

/** Throws UsageError for a workload or namespace that is not there. */
function readScope(input: CommandInput, { workloads }: Cluster): { isWanted: (workload: NetworkWorkload) => boolean; denyRest: boolean } {
  const [namespaces, names] = [listOption(input, 'namespace'), listOption(input, 'workload')];
  for (const name of namespaces) {
    if (!workloads.some(({ pod }) => pod.namespace === name))
      throw new UsageError(`--namespace: there is no workload in namespace '${name}'`);
  }
  const chosen = new Set(
    names.flatMap(name => {
      const found = findWorkloads(name, workloads);
      if (found.length === 0) throw new UsageError(`--workload: ${describeUnknown(name, workloads)}`);
      return found;
    }),
  );
  const isOfScope = (workload: NetworkWorkload): boolean => {
    if (chosen.has(workload)) return true;
    if (namespaces.length > 0) return namespaces.includes(workload.pod.namespace);
    // The cluster's own pods are not cut off by accident.
    return chosen.size === 0 && !workload.pod.namespace.startsWith('kube-');
  };
  return { isWanted: isOfScope, denyRest: chosen.size === 0 };
}
