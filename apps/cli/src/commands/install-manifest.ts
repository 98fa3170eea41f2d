import { RESPONSE_ACTIONS } from '@breakwater/model';
import { POLICY_ID, toYaml } from '@breakwater/policy';
import { listOption } from '../check/judge-options.ts';
import { type CommandDefinition, type CommandInput, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { EVENT_SECRETS, type InstallOptions, ROLES, type Role, USUAL_ROLES } from '../install/install-options.ts';
import { requireAction } from '../respond/responder-options.ts';
import { toYamlComment } from '../yaml-comment.ts';

export const command: CommandDefinition = {
  name: 'install manifest',
  summary:
    'Print what runs Breakwater in a cluster, as YAML for kubectl: accounts with the rights that each role uses, workloads, policies for ourselves',
  arguments: [],
  options: [
    { name: 'image', value: 'reference', doc: 'Release image, best by its digest' },
    { name: 'namespace', value: 'name', doc: 'Namespace to install into', default: 'breakwater' },
    {
      name: 'role',
      value: 'role',
      doc: `Only these: ${ROLES.join(', ')}; may be repeated (default: server, sensor and scanner)`,
      repeatable: true,
    },
    {
      name: 'action',
      value: 'action',
      doc: `What the responder may do, with the rights for exactly that: ${RESPONSE_ACTIONS.join(', ')}; may be repeated (default: nothing)`,
      repeatable: true,
    },
    {
      name: 'respond-in',
      value: 'namespace',
      doc: 'Namespace that the responder may act in; may be repeated (default: all)',
      repeatable: true,
    },
    {
      name: 'failure-policy',
      value: 'policy',
      choices: ['Ignore', 'Fail'],
      default: 'Ignore',
      doc: 'What the API server does while admission does not answer: let through, or refuse',
    },
    {
      name: 'spare-namespace',
      value: 'namespace',
      doc: 'Namespace that admission is not asked about, beside our own and those of Kubernetes; may be repeated',
      repeatable: true,
    },
    {
      name: 'spare-label',
      value: 'key=value',
      doc: 'Objects with this label are not judged by admission, whoever gave it to them; may be repeated',
      repeatable: true,
    },
    {
      name: 'webhook-timeout',
      value: 'seconds',
      default: '10',
      doc: 'How long the API server waits for admission, which answers two seconds before that in any case',
    },
    {
      name: 'with-secrets',
      doc: 'The sensor may list Secrets, whose values it drops: whoever takes it over can read them. Without it what depends on Secrets is not evaluated',
    },
    {
      name: 'pull-secrets',
      value: 'place',
      doc: 'Namespace, or namespace/secret, whose pull secrets the scanner may read; may be repeated',
      repeatable: true,
    },
    {
      name: 'native-enforcement',
      doc: 'The sensor writes ValidatingAdmissionPolicies for what settings want refused or warned of: the API server enforces them also while Breakwater is away',
    },
    {
      name: 'native-policy',
      value: 'id',
      doc: 'Policy of your own that it may write for, beside those that come with Breakwater; may be repeated',
      repeatable: true,
    },
    {
      name: 'event-port',
      doc: 'The sensor takes what the audit webhook of the API server, Falco, Tetragon and log shippers deliver',
    },
    {
      name: 'audit-log',
      value: 'file',
      doc: 'Audit log of the API server, as the machines of the control plane name it: agents there tell what is written to it',
    },
    { name: 'storage-class', value: 'name', doc: "Of the volumes of sensor and scanner (default: the cluster's)" },
  ],
  examples: [
    {
      command: 'breakwater install manifest --image registry.example/breakwater@sha256:… > breakwater.yaml',
      doc: 'Server, sensor and scanner in one cluster; read it before it is applied',
    },
    {
      command: 'breakwater install manifest --role sensor --image registry.example/breakwater:0.1.0 | kubectl apply -f -',
      doc: 'Another cluster that reports to the same server',
    },
  ],
  run: async (input, terminal) => {
    const options = readOptions(input);
    const { listManifests } = await import('../install/list-manifests.ts');
    const documents = listManifests(options).map(manifest => toYaml(manifest));
    await terminal.stdout([listSteps(options).map(toYamlComment).join(''), ...documents].join('---\n'));
    return EXIT.nothing;
  },
};

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const LABEL =
  /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?=(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?$/;
const PLACE = /^[a-z0-9][a-z0-9-]{0,62}(?:\/[a-z0-9][a-z0-9.-]{0,252})?$/;

/** Throws UsageError. */
function readOptions(input: CommandInput): InstallOptions {
  const { options } = input;
  const { image, namespace, 'storage-class': storageClass } = options;
  if (typeof image !== 'string' || image === '' || /\s/.test(image))
    throw new UsageError('--image names the release image, as registry.example/breakwater@sha256:…; `make image` writes one');
  if (!NAME.test(String(namespace))) throw new UsageError(`--namespace: '${String(namespace)}' is no name of a namespace`);
  const pullSecrets = listOption(input, 'pull-secrets');
  const wrong = pullSecrets.find(place => !PLACE.test(place));
  if (wrong !== undefined) throw new UsageError(`--pull-secrets takes a namespace, or namespace/secret, not '${wrong}'`);
  const nativePolicies = listOption(input, 'native-policy');
  const noId = nativePolicies.find(id => !POLICY_ID.test(id));
  if (noId !== undefined) throw new UsageError(`--native-policy takes the id of a policy, not '${noId}'`);
  const asked = listOption(input, 'role');
  const unknown = asked.find(role => !(ROLES as readonly string[]).includes(role));
  if (unknown !== undefined) throw new UsageError(`--role takes ${ROLES.join(', ')}, not '${unknown}'`);
  const roles = asked.length === 0 ? USUAL_ROLES : ROLES.filter((role: Role) => asked.includes(role));
  if (options['event-port'] === true && !roles.includes('sensor'))
    throw new UsageError('--event-port is of the sensor: name it with --role sensor');
  return {
    image,
    namespace: String(namespace),
    ...readResponder(input, asked),
    ...readWebhook(input),
    roles,
    secrets: options['with-secrets'] === true,
    nativeEnforcement: options['native-enforcement'] === true || nativePolicies.length > 0,
    nativePolicies,
    pullSecrets,
    takesEvents: options['event-port'] === true,
    auditLog: readAuditLog(input, roles),
    storageClass: typeof storageClass === 'string' ? storageClass : undefined,
  };
}

/** Throws UsageError. */
function readResponder(input: CommandInput, roles: readonly string[]): Pick<InstallOptions, 'actions' | 'respondIn'> {
  const actions = listOption(input, 'action').map(requireAction);
  const respondIn = listOption(input, 'respond-in');
  if (actions.length + respondIn.length > 0 && !roles.includes('responder'))
    throw new UsageError(
      '--action and --respond-in are for the responder: name it with --role responder, beside the sensor of the cluster',
    );
  const wrong = respondIn.find(name => !NAME.test(name));
  if (wrong !== undefined) throw new UsageError(`--respond-in: '${wrong}' is no name of a namespace`);
  if (respondIn.length > 0 && actions.includes('cordon'))
    throw new UsageError('nodes are in no namespace: cordon cannot be limited by --respond-in');
  return { actions, respondIn };
}

/** Throws UsageError. */
function readWebhook(input: CommandInput): Pick<InstallOptions, 'failurePolicy' | 'sparedNamespaces' | 'sparedLabels' | 'webhookTimeout'> {
  const sparedNamespaces = listOption(input, 'spare-namespace');
  const wrong = sparedNamespaces.find(name => !NAME.test(name));
  if (wrong !== undefined) throw new UsageError(`--spare-namespace: '${wrong}' is no name of a namespace`);
  const sparedLabels = listOption(input, 'spare-label');
  const noLabel = sparedLabels.find(label => !LABEL.test(label));
  if (noLabel !== undefined) throw new UsageError(`--spare-label takes a label as example.com/unjudged=true, not '${noLabel}'`);
  const webhookTimeout = Number(input.options['webhook-timeout']);
  if (!Number.isInteger(webhookTimeout) || webhookTimeout < 3 || webhookTimeout > 30)
    throw new UsageError(`--webhook-timeout takes whole seconds from 3 to 30, not '${String(input.options['webhook-timeout'])}'`);
  return {
    failurePolicy: input.options['failure-policy'] === 'Fail' ? 'Fail' : 'Ignore',
    sparedNamespaces,
    sparedLabels,
    webhookTimeout,
  };
}

/** Throws UsageError. */
function readAuditLog({ options }: CommandInput, roles: readonly Role[]): string | undefined {
  const path = options['audit-log'];
  if (typeof path !== 'string') return undefined;
  if (!path.startsWith('/')) throw new UsageError(`--audit-log takes a path that begins with /, not '${path}'`);
  if (!roles.includes('agent')) throw new UsageError('--audit-log is read by agents: name them with --role agent');
  return path;
}

/** What somebody has to make by hand: secrets are in no file that is printed. */
function listSteps({ namespace, roles, takesEvents }: InstallOptions): readonly string[] {
  const create = `kubectl -n ${namespace} create secret generic`;
  const server = [
    'Secrets that it wants, made once:',
    `  ${create} breakwater-database --from-literal=url=postgres://USER:PASSWORD@HOST/DATABASE`,
    `  ${create} breakwater-keys --from-literal=seal="$(openssl rand -base64 32)"`,
    'The first password of admin stands in the log of the server.',
  ];
  const joining = roles.filter(role => role === 'sensor' || role === 'scanner');
  const join = [
    `Join tokens, one for each (console: Clusters, Add a cluster): good for an hour, once`,
    `  ${create} breakwater-join ${joining.map(role => `--from-literal=${role}=bwj1.…`).join(' ')}`,
  ];
  const events = [
    'Secrets that senders of events present, one for each by its name; `breakwater install audit-webhook` says how the API server does',
    `  ${create} ${EVENT_SECRETS} --from-literal=kube-apiserver="$(openssl rand -hex 32)" --from-literal=falco="$(openssl rand -hex 32)"`,
  ];
  return [...(roles.includes('server') ? server : []), ...(joining.length > 0 ? join : []), ...(takesEvents ? events : [])];
}
