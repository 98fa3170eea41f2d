import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { nearestName, RESPONSE_ACTIONS, type ResponseAction, toErrorMessage } from '@breakwater/model';
import type { GuardSettings, ResponderRoleOptions } from '@breakwater/sensor/responder';
import { type CommandInput, UsageError } from '../command.ts';
import { readConfig } from '../config.ts';
import { readWhole } from './respond-options.ts';

const NAMESPACE_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/namespace';
const ALWAYS_PROTECTED = ['kube-system', 'kube-public', 'kube-node-lease'];
const WINDOW_SECONDS = 600;

/** Throws UsageError. */
export function readResponderOptions(options: CommandInput['options']): Omit<ResponderRoleOptions, 'log'> {
  const { dataDir, proxies } = readConfig();
  const text = (name: string): string | undefined => (typeof options[name] === 'string' ? options[name] : undefined);
  const rebuild = text('rebuild-url');
  const kubeconfig = text('kubeconfig');
  return {
    sensor: {
      url: requireUrl('sensor', text('sensor')),
      caFile: resolve(text('sensor-ca') ?? join(dataDir, 'sensor', 'roles', 'ca.pem')),
      tokenFile: resolve(requireText('token-file', text('token-file'))),
    },
    dataDir: resolve(text('data') ?? join(dataDir, 'responder')),
    settings: readSettings(options),
    proxies,
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(rebuild === undefined
      ? {}
      : { rebuild: { url: requireUrl('rebuild-url', rebuild), authorization: readSecret(text('rebuild-authorization')) } }),
  };
}

function readSettings(options: CommandInput['options']): GuardSettings {
  const list = (name: string): readonly string[] => (options[name] as readonly string[] | undefined) ?? [];
  return {
    actions: list('action').map(requireAction),
    protectedNamespaces: [...ALWAYS_PROTECTED, ...list('protect-namespace')],
    protectedKinds: list('protect-kind'),
    ownNamespace: typeof options['own-namespace'] === 'string' ? options['own-namespace'] : readNamespace(),
    minHealthy: readWhole('min-healthy', options['min-healthy'], 10_000) ?? 1,
    maxPerWindow: readWhole('max-responses', options['max-responses'], 10_000) ?? 20,
    maxPerWorkload: readWhole('max-per-workload', options['max-per-workload'], 10_000) ?? 3,
    windowSeconds: WINDOW_SECONDS,
    automatic: options['automatic'] as GuardSettings['automatic'],
    leastConfidence: options['confidence'] as GuardSettings['leastConfidence'],
  };
}

/** Throws UsageError. */
export function requireAction(name: string): ResponseAction {
  const action = RESPONSE_ACTIONS.find(known => known === name);
  if (action !== undefined) return action;
  const nearest = nearestName(name, RESPONSE_ACTIONS);
  throw new UsageError(
    `--action: nothing is called '${name}'; ${nearest === undefined ? `known are ${RESPONSE_ACTIONS.join(', ')}` : `did you mean '${nearest}'?`}`,
  );
}

function requireText(option: string, value: string | undefined): string {
  if (value === undefined) throw new UsageError(`--${option} is needed`);
  return value;
}

function requireUrl(option: string, value: string | undefined): string {
  const text = requireText(option, value);
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new UsageError(`--${option} takes a URL that begins with https://, not '${text}'`);
}

function readSecret(file: string | undefined): string {
  if (file === undefined) return '';
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new UsageError(`--rebuild-authorization ${file}: ${toErrorMessage(cause)}`);
  }
}

function readNamespace(): string {
  return existsSync(NAMESPACE_FILE) ? readFileSync(NAMESPACE_FILE, 'utf8').trim() : '';
}
