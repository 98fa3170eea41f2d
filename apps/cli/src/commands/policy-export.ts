import type { PolicyDefinition } from '@breakwater/model';
import {
  ACTIONS,
  type Action,
  type ExportOptions,
  exportDefault,
  exportPolicy,
  listPresets,
  NEWEST_MINOR,
  type Obstacle,
  type Requirement,
  selectPreset,
  toYaml,
} from '@breakwater/policy';
import { builtInPolicies, findStandard } from '../catalogue.ts';
import { findPolicy } from '../check/judge.ts';
import { listOption, orRefuse, PARAMS_OPTION, readKubeVersion } from '../check/judge-options.ts';
import { readEnforcement, withEnforcement } from '../check/policy-enforcement.ts';
import { readPolicyParams } from '../check/policy-params.ts';
import { readOwnPolicies } from '../check/read-own.ts';
import { type CommandDefinition, type CommandInput, type Terminal, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';

export const command: CommandDefinition = {
  name: 'policy export',
  summary: 'Write policies as ValidatingAdmissionPolicies, which the API server enforces by itself',
  arguments: [{ name: 'id', doc: 'Policy to export (default: all of the preset)', required: false, variadic: true }],
  options: [
    { name: 'vap', doc: 'Write ValidatingAdmissionPolicies and their bindings, as YAML to standard output' },
    {
      name: 'map',
      doc: 'Instead write MutatingAdmissionPolicies that fill in what the named policies miss in pods, where their fix only sets a field that nobody wrote',
    },
    { name: 'list', doc: 'Instead say of each policy whether it can be exported, and why not' },
    {
      name: 'kube-version',
      value: 'version',
      doc: `Oldest Kubernetes version that has to take them, as 1.34 (default: 1.${NEWEST_MINOR}, the newest known)`,
    },
    {
      name: 'action',
      value: 'action',
      doc: "What a violation leads to (default: the enforcement agreed on in breakwater.yaml, else the policy's own, else audit and warn)",
      choices: ACTIONS,
    },
    { name: 'preset', value: 'name', doc: 'Set of policies to export', choices: listPresets(builtInPolicies), default: 'recommended' },
    PARAMS_OPTION,
    { name: 'policies', value: 'path', doc: 'Export the policies of this file or folder as well; may be repeated', repeatable: true },
  ],
  examples: [
    {
      command: 'breakwater policy export --vap --preset baseline --action deny | kubectl apply -f -',
      doc: 'Let the API server refuse what Pod Security baseline refuses',
    },
    { command: 'breakwater policy export privileged-container --vap --kube-version 1.33', doc: 'One policy, for a cluster that is older' },
    {
      command: 'breakwater policy export --map privilege-escalation-not-denied root-filesystem-writable',
      doc: 'Let the API server complete pods that leave these fields out',
    },
    { command: 'breakwater policy export --list --preset all', doc: 'What can be exported, and what stands in the way of the rest' },
  ],
  run: async (input, terminal) => {
    const { options } = input;
    if (options['vap'] !== true && options['list'] !== true && options['map'] !== true)
      throw new UsageError('say what to write: --vap, --map, or --list');
    // What completes pods changes how they run: nobody gets it by default.
    if (options['map'] === true && input.arguments.length === 0)
      throw new UsageError('--map changes pods: name the policies that it is to satisfy');
    const convert = options['map'] === true ? exportDefaults : exportPolicies;
    const kubeMinor = readKubeVersion(options['kube-version']);
    const entries = (await selectPolicies(input)).map(({ policy, params }) => ({
      policy,
      outcome: checkVersion(convert(policy, { kubeMinor, params, ...readAction(options['action']) }), kubeMinor),
    }));
    if (options['list'] === true) await terminal.stdout(renderList(entries));
    else await writePolicies(entries, terminal);
    const asked = new Set(input.arguments);
    return entries.some(({ policy, outcome }) => asked.has(policy.id) && !outcome.exportable) ? EXIT.couldNotLook : EXIT.nothing;
  },
};

interface Selected {
  readonly policy: PolicyDefinition;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What came of a policy: documents to apply, or why there are none. */
type Outcome =
  | { readonly exportable: true; readonly documents: readonly object[]; readonly needs: Requirement }
  | { readonly exportable: false; readonly obstacles: readonly Obstacle[] };

interface Entry {
  readonly policy: PolicyDefinition;
  readonly outcome: Outcome;
}

function exportPolicies(policy: PolicyDefinition, options: ExportOptions): Outcome {
  const outcome = exportPolicy(policy, options);
  if (!outcome.exportable) return outcome;
  return { exportable: true, documents: outcome.pairs.flatMap(pair => [pair.policy, pair.binding]), needs: outcome.needs };
}

function exportDefaults(policy: PolicyDefinition, options: ExportOptions): Outcome {
  const outcome = exportDefault(policy, options);
  return outcome.exportable ? { exportable: true, documents: [outcome.policy, outcome.binding], needs: outcome.needs } : outcome;
}

async function selectPolicies({ arguments: ids, options }: CommandInput): Promise<readonly Selected[]> {
  const own = await readOwnPolicies(listOption({ arguments: ids, options }, 'policies'));
  const replaced = new Set(own.map(policy => policy.id));
  const known = [...builtInPolicies.filter(policy => !replaced.has(policy.id)), ...own];
  const selected = ids.length > 0 ? orRefuse(() => ids.map(id => findPolicy(id, known))) : undefined;
  const selection = selectPreset(String(options['preset']), builtInPolicies, findStandard('pod-security'));
  const given = await readPolicyParams(options['params'], known);
  const agreed = await readEnforcement(known);
  // A preset speaks only for those that were not named one by one.
  const paramsOf = ({ id }: PolicyDefinition) => ({ ...(selected === undefined ? selection.params[id] : {}), ...given[id] });
  const policies =
    selected ?? known.filter(policy => selection.ids.has(policy.id) || replaced.has(policy.id) || Object.hasOwn(given, policy.id));
  return policies.map(policy => ({ policy: withEnforcement(policy, agreed), params: paramsOf(policy) }));
}

function readAction(value: unknown): { readonly action?: Action } {
  const action = ACTIONS.find(known => known === value);
  return action === undefined ? {} : { action };
}

/** An expression that the oldest server does not know would make the whole policy be refused there. */
function checkVersion(outcome: Outcome, kubeMinor: number): Outcome {
  if (!outcome.exportable || outcome.needs.minor <= kubeMinor) return outcome;
  const { minor, feature } = outcome.needs;
  return { exportable: false, obstacles: [{ reason: `${feature} needs Kubernetes 1.${minor}` }] };
}

async function writePolicies(entries: readonly Entry[], terminal: Terminal): Promise<void> {
  const documents = entries.flatMap(({ outcome }) => (outcome.exportable ? outcome.documents : []));
  await terminal.stdout(documents.map(document => `---\n${toYaml(document)}`).join(''));
  const refused = entries.filter(({ outcome }) => !outcome.exportable);
  if (refused.length === 0) return;
  await terminal.stderr(
    `${refused.length} of ${entries.length} policies cannot be exported; Breakwater's own admission enforces them:\n${renderList(refused, 'refused')}`,
  );
}

function renderList(entries: readonly Entry[], only?: 'refused'): string {
  const width = Math.max(0, ...entries.map(({ policy }) => policy.id.length));
  const lines = entries.map(({ policy, outcome }) => {
    const answer = outcome.exportable ? 'yes' : 'no ';
    const why = outcome.exportable ? `since Kubernetes 1.${outcome.needs.minor}` : outcome.obstacles.map(describeObstacle).join('; ');
    return `${policy.id.padEnd(width)}  ${only === undefined ? `${answer}  ` : ''}${why}\n`;
  });
  const possible = entries.filter(({ outcome }) => outcome.exportable).length;
  return only === undefined ? `${lines.join('')}\n${possible} of ${entries.length} policies can be exported\n` : lines.join('');
}

function describeObstacle({ fact, reason }: Obstacle): string {
  return fact === undefined ? reason : `${fact}: ${reason}`;
}
