import { isAbsolute, join } from 'node:path';
import { type CommandDefinition, type CommandInput, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { ADMISSION } from '../install/admission.ts';
import { toYamlComment } from '../yaml-comment.ts';

const FILES = {
  configuration: 'admission.yaml',
  kubeconfig: 'admission.kubeconfig',
  certificate: 'client.crt',
  key: 'client.key',
} as const;

/** A part of a host name, or of an IPv4 address, and a port. */
const HOST = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:\d{1,5})?$/;

export const command: CommandDefinition = {
  name: 'install admission-config',
  summary: 'Print the files by which the API server proves to admission who it is, and how they are put in place',
  arguments: [],
  options: [
    {
      name: 'print',
      value: 'file',
      choices: ['configuration', 'kubeconfig'],
      default: 'configuration',
      doc: 'Which of the two: the AdmissionConfiguration, or the kubeconfig that it names',
    },
    { name: 'namespace', value: 'name', doc: 'Namespace of admission', default: 'breakwater' },
    {
      name: 'host',
      value: 'host',
      doc: `Host of the webhook, with its port unless that is 443 (default: that of its Service, ${ADMISSION.service}.NAMESPACE.svc)`,
    },
    { name: 'folder', value: 'path', doc: 'Where the files lie on the machine of the API server', default: '/etc/kubernetes/breakwater' },
  ],
  examples: [
    {
      command: `breakwater install admission-config > ${FILES.configuration}`,
      doc: 'For admission as `install manifest` prints it, started with --client-ca',
    },
    { command: `breakwater install admission-config --print kubeconfig > ${FILES.kubeconfig}`, doc: 'And what that one names' },
  ],
  run: async (input, terminal) => {
    const { isKubeconfig, host, toPath } = readOptions(input);
    const { toYaml } = await import('@breakwater/policy');
    const text = isKubeconfig ? toYaml(toKubeconfig(host, toPath)) : toYaml(toConfiguration(toPath));
    await terminal.stdout([...(isKubeconfig ? [] : listSteps(toPath).map(toYamlComment)), text].join(''));
    return EXIT.nothing;
  },
};

type ToPath = (file: keyof typeof FILES) => string;

/** Throws UsageError. */
function readOptions({ options }: CommandInput) {
  const folder = String(options['folder']);
  if (!isAbsolute(folder)) throw new UsageError(`--folder is a folder of the machine of the API server, from its root on, not '${folder}'`);
  const host = String(options['host'] ?? `${ADMISSION.service}.${String(options['namespace'])}.svc`);
  if (!HOST.test(host)) throw new UsageError(`'${host}' is no host, as ${ADMISSION.service}.breakwater.svc or 10.0.0.4:9443`);
  return {
    isKubeconfig: options['print'] === 'kubeconfig',
    host,
    toPath: (file: keyof typeof FILES) => join(folder, FILES[file]),
  };
}

/** https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#authenticate-apiservers */
function toConfiguration(toPath: ToPath): object {
  const kind = { apiVersion: 'apiserver.config.k8s.io/v1', kind: 'WebhookAdmissionConfiguration' };
  const configuration = { ...kind, kubeConfigFile: toPath('kubeconfig') };
  return {
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'AdmissionConfiguration',
    plugins: [{ name: 'ValidatingAdmissionWebhook', configuration }],
  };
}

function toKubeconfig(host: string, toPath: ToPath): object {
  const user = { 'client-certificate': toPath('certificate'), 'client-key': toPath('key') };
  return { apiVersion: 'v1', kind: 'Config', users: [{ name: host, user }] };
}

function listSteps(toPath: ToPath): readonly string[] {
  return [
    'On each machine with an API server:',
    `  1. ${toPath('certificate')} and ${toPath('key')}: what it proves itself by, its own authority here, for a year:`,
    '       openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 -subj /CN=kube-apiserver \\',
    `         -addext extendedKeyUsage=clientAuth -keyout ${FILES.key} -out ${FILES.certificate}`,
    `  2. ${toPath('configuration')}: this file; ${toPath('kubeconfig')}: what --print kubeconfig prints (of a static Pod: mount the folder)`,
    '  3. flag of the API server:',
    `       --admission-control-config-file=${toPath('configuration')}`,
    `Then start admission with --client-ca ${FILES.certificate}: who does not prove to be the API server only hears whether it is well.`,
    'Where the API server has an AdmissionConfiguration already, add the plugin below to it.',
  ];
}
