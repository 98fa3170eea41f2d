import type { Inventory } from '@breakwater/inventory';
import { toRecord } from '@breakwater/inventory';
import { createPodSecurity } from '@breakwater/policy';
import { isProposedLimit, PROPOSED_PARTS, type ProposedPart, proposeNamespaces } from '@breakwater/propose';
import { isUncertain } from '../answer.ts';
import { builtInPolicies, findStandard } from '../catalogue.ts';
import { describeMissingTemplates, readCustomWorkloads } from '../check/custom-workloads.ts';
import { createInventory } from '../check/judge.ts';
import { KUBE_VERSION_OPTION } from '../check/judge-options.ts';
import { CLUSTER_OPTIONS } from '../cluster/read-workloads.ts';
import { type CommandDefinition, type CommandInput, UsageError } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type Answered, dryRun } from '../propose/dry-run.ts';
import { chooseNamespaces, readPatterns, readSubject } from '../propose/read-subject.ts';
import { writeProposals } from '../propose/write-proposals.ts';
import { RENDER_OPTIONS } from '../render/render-options.ts';

export const command: CommandDefinition = {
  name: 'propose namespace',
  summary: 'Write Pod Security labels, NetworkPolicies and limits that a namespace can have without breaking what runs in it',
  arguments: [
    {
      name: 'name',
      doc: 'Namespaces, separated by commas; `*` stands for any letters, and never for namespaces of Kubernetes',
      required: true,
    },
    {
      name: 'path',
      doc: 'Files or folders with manifests, Helm charts or kustomizations, `-` for standard input; without one a cluster is asked',
      required: false,
      variadic: true,
    },
  ],
  options: [
    { name: 'for', value: 'parts', doc: `Which objects, of ${PROPOSED_PARTS.join(', ')}`, default: PROPOSED_PARTS.join(',') },
    {
      name: 'dry-run',
      value: 'where',
      doc: 'Also send each object to the API server, which keeps none, and write what it says',
      choices: ['server'],
    },
    { name: 'nodes', value: 'number', doc: 'Nodes of the cluster, for DaemonSets of manifests' },
    { name: 'namespace', short: 'n', value: 'name', doc: 'With a path: namespace of objects that name none (default: default)' },
    ...CLUSTER_OPTIONS.filter(({ name }) => name !== 'all-namespaces'),
    { ...KUBE_VERSION_OPTION, doc: `${KUBE_VERSION_OPTION.doc}; of a cluster: its own` },
    ...RENDER_OPTIONS,
  ],
  examples: [
    { command: 'breakwater propose namespace shop deploy/', doc: 'What a namespace could have, by its manifests' },
    {
      command: 'breakwater propose namespace shop --dry-run=server',
      doc: 'By what runs in the cluster, and what its API server says of it',
    },
    { command: "breakwater propose namespace 'team-*' --for labels", doc: 'Only the labels, of many namespaces' },
  ],
  run: async (input, terminal) => {
    const patterns = readPatterns(input.arguments[0] ?? '');
    const parts = readParts(input);
    const nodes = readNodes(input);
    const customWorkloads = await readCustomWorkloads();
    const { objects, problems: unread, minor } = await readSubject(input, terminal, { patterns, parts }, customWorkloads);
    const inventory = createInventory(
      objects.filter(({ value }) => !isProposedLimit(toRecord(value))),
      {
        cluster: 'propose',
        kubeMinor: minor,
        complete: false,
        namespace: String(input.options['namespace'] ?? 'default'),
        customWorkloads,
      },
    );
    const reading = [...unread, ...describeMissingTemplates(inventory)];
    const isWhole = !isUncertain(reading);
    const known = listNamespaces(inventory);
    const namespaces = known.length === 0 && !isWhole ? [] : chooseNamespaces(patterns, known);
    const podSecurity = createPodSecurity(findStandard('pod-security'), builtInPolicies);
    const subject = { inventory, podSecurity, namespaces, isWhole, isLive: input.arguments.length === 1, nodes };
    const { proposals, problems: found } = proposeNamespaces(subject, parts);
    const answered = input.options['dry-run'] === 'server' ? await dryRun(input, proposals) : proposals.map(proposal => ({ proposal }));
    const problems = [...reading, ...found];
    await terminal.stdout(writeProposals(answered));
    await terminal.stderr(problems.map(({ code, source, message }) => `${code}  ${source}: ${message}\n`).join(''));
    return toExit(answered, isUncertain(problems));
  },
};

function listNamespaces(inventory: Inventory): readonly string[] {
  const names = [...inventory.listKind('Namespace').map(({ name }) => name), ...inventory.workloads.map(({ object }) => object.namespace)];
  return [...new Set(names)].toSorted();
}

/** What is found is certain; the rest is only as far as everything could be read and asked. */
function toExit(answered: readonly Answered[], isReadingUncertain: boolean): ExitCode {
  const answers = answered.flatMap(({ answer }) => answer ?? []);
  if (answers.some(({ state, warnings }) => state === 'refused' || warnings.length > 0)) return EXIT.findings;
  return isReadingUncertain || answers.some(({ state }) => state === 'unanswered') ? EXIT.couldNotLook : EXIT.nothing;
}

function readParts({ options }: CommandInput): ReadonlySet<ProposedPart> {
  const parts = String(options['for']).split(',');
  const wrong = parts.find(part => !PROPOSED_PARTS.some(known => known === part));
  if (wrong !== undefined)
    throw new UsageError(`--for takes ${PROPOSED_PARTS.join(', ')}, separated by commas, not '${wrong.slice(0, 64)}'`);
  return new Set(PROPOSED_PARTS.filter(part => parts.includes(part)));
}

function readNodes({ options }: CommandInput): number | undefined {
  if (options['nodes'] === undefined) return undefined;
  const nodes = Number(options['nodes']);
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > 100_000)
    throw new UsageError(`--nodes takes a number of nodes, not '${options['nodes']}'`);
  return nodes;
}
