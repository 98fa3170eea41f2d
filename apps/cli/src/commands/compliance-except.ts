import { userInfo } from 'node:os';
import { checks } from '@breakwater/compliance';
import { type Exception, nearestName } from '@breakwater/model';
import { builtInPolicies, builtInStandards } from '../catalogue.ts';
import { listOption } from '../check/judge-options.ts';
import { type CommandDefinition, type CommandInput, UsageError } from '../command.ts';
import { appendToProject, INTO_OPTION } from '../compliance/append-to-project.ts';
import { readEnd } from '../compliance/read-end.ts';
import { EXIT } from '../exit-code.ts';

export const command: CommandDefinition = {
  name: 'compliance except',
  summary: 'Accept what a policy, check or control finds, with a reason and an end; it is written into breakwater.yaml',
  arguments: [{ name: 'target', doc: 'Policy or check by its id, or a control, as 1.2.15 or cis-1.12/1.2.15', required: true }],
  options: [
    { name: 'reason', value: 'text', doc: 'Why it may stay' },
    { name: 'until', value: 'date', doc: 'Day from which its findings count again, as 2027-03-31' },
    { name: 'approver', value: 'name', doc: 'Who agreed' },
    { name: 'by', value: 'name', doc: 'Who asks for it (default: who is logged in)' },
    { name: 'cluster', value: 'id', doc: 'Only in this cluster; may be repeated', repeatable: true },
    { name: 'namespace', value: 'name', doc: 'Only in this namespace; may be repeated', repeatable: true },
    { name: 'object', value: 'kind/name', doc: 'Only this object, as Node/node-1 or DaemonSet/cilium*; may be repeated', repeatable: true },
    INTO_OPTION,
  ],
  examples: [
    {
      command:
        'breakwater compliance except kubelet-protect-kernel-defaults-off --object "Node/edge-*" --reason "the vendor sets these sysctls itself" --until 2027-06-30',
      doc: 'A check, on some nodes',
    },
    {
      command: 'breakwater compliance except cis-1.12/1.1.12 --reason "etcd runs as root under kubeadm" --until 2027-12-31',
      doc: 'A control',
    },
  ],
  run: async (input, terminal) => {
    const [target = ''] = input.arguments;
    const { options } = input;
    const file = String(options['into']);
    refuseUnknown(target);
    if (typeof options['reason'] !== 'string' || options['reason'].trim() === '') throw new UsageError('say by --reason why it may stay');
    const exception: Exception = {
      target,
      scope: readScope(input),
      reason: options['reason'],
      requester: typeof options['by'] === 'string' ? options['by'] : userInfo().username,
      ...(typeof options['approver'] === 'string' ? { approver: options['approver'] } : {}),
      expiry: readEnd(options['until']),
    };
    await appendToProject(file, 'exceptions', exception);
    await terminal.stdout(`${target} is accepted until ${exception.expiry} in ${file}\n`);
    if (Object.keys(exception.scope).length === 0)
      await terminal.stderr(`it names no object, so it accepts whatever comes next: narrow it by --namespace or --object\n`);
    return EXIT.nothing;
  },
};

function refuseUnknown(target: string): void {
  const controls = builtInStandards.flatMap(({ id, controls: own }) => own.flatMap(control => [control.id, `${id}/${control.id}`]));
  const known = [...builtInPolicies.map(({ id }) => id), ...checks.map(({ id }) => id), ...controls];
  if (known.includes(target)) return;
  const nearest = nearestName(target, known);
  throw new UsageError(
    `no policy, check or control is called '${target}'; ${nearest === undefined ? 'compliance run names them' : `did you mean '${nearest}'?`}`,
  );
}

function readScope(input: CommandInput): Exception['scope'] {
  const lists = {
    clusters: listOption(input, 'cluster'),
    namespaces: listOption(input, 'namespace'),
    workloads: listOption(input, 'object'),
  };
  return Object.fromEntries(
    Object.entries(lists)
      .filter(([, names]) => names.length > 0)
      .map(([key, names]) => [key, [...names]]),
  );
}
