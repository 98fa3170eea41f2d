import type { SensorOptions } from '@breakwater/sensor';
import type { CommandInput, OptionDefinition } from '../command.ts';
import { readPort } from './read-port.ts';

/** How the roles admission, agent and responder reach the sensor of their cluster. */
export const ROLE_PORT_OPTIONS: readonly OptionDefinition[] = [
  { name: 'role-port', value: 'number', doc: 'Port for the roles admission, agent and responder of this cluster (default: none)' },
  { name: 'role-host', value: 'address', doc: 'Address of that port', default: '127.0.0.1' },
  { name: 'role-name', value: 'name', doc: 'Name that its certificate is for, as that of a Service; may be repeated', repeatable: true },
  {
    name: 'role-namespace',
    value: 'name',
    doc: 'Namespace of the service accounts breakwater-admission, breakwater-agent and breakwater-responder (default: that of this pod)',
  },
  {
    name: 'role-ca-config-map',
    value: 'name',
    doc: 'ConfigMap of that namespace, or namespace/name, that is given the authority behind its certificate, for the pods of roles; it has to be there; may be repeated',
    repeatable: true,
  },
  { name: 'role-agent-namespace', value: 'name', doc: 'Namespace of the service account breakwater-agent, where it is another' },
  {
    name: 'role-secrets',
    value: 'folder',
    doc: 'Know roles by secrets that are shared with them, a file for each by its name, instead of by service account tokens',
  },
];

/** Undefined when no role port is asked for. Throws UsageError. */
export function readRolePort({ options }: Pick<CommandInput, 'options'>): SensorOptions['rolePort'] {
  const {
    'role-port': port,
    'role-host': host,
    'role-name': names,
    'role-namespace': namespace,
    'role-secrets': secrets,
    'role-ca-config-map': caConfigMaps,
    'role-agent-namespace': agentNamespace,
  } = options;
  if (port === undefined) return undefined;
  return {
    port: readPort('role-port', port),
    host: String(host),
    names: (names as readonly string[] | undefined) ?? [],
    ...(typeof namespace === 'string' ? { namespace } : {}),
    ...(typeof secrets === 'string' ? { secrets } : {}),
    ...(Array.isArray(caConfigMaps) ? { caConfigMaps: caConfigMaps as readonly string[] } : {}),
    ...(typeof agentNamespace === 'string' ? { agentNamespace } : {}),
  };
}
