import type { ResponseAction } from '@breakwater/model';

/** What `install manifest` is told. */
export interface InstallOptions {
  readonly image: string;
  readonly namespace: string;
  /** Roles to install; a server alone watches nothing, a sensor alone needs a server elsewhere. */
  readonly roles: readonly Role[];
  /** Whether the sensor may list Secrets. It drops their values, and still whoever takes it over reads them. */
  readonly secrets: boolean;
  /** Namespaces whose pull secrets the scanner may read, each as `namespace` or `namespace/secret`. */
  readonly pullSecrets: readonly string[];
  /** Whether the sensor makes the API server enforce by itself what settings want refused. */
  readonly nativeEnforcement: boolean;
  /** Ids of policies of one's own that it may write for, beside those of the catalogue. */
  readonly nativePolicies: readonly string[];
  /** Of the volumes of sensor and scanner; the cluster's default where none is named. */
  readonly storageClass: string | undefined;
  /** What the responder may do; it gets no right that none of these needs. */
  readonly actions: readonly ResponseAction[];
  /** Namespaces that the responder may act in; everywhere when empty. */
  readonly respondIn: readonly string[];
  /** What the API server answers while admission does not. */
  readonly failurePolicy: 'Ignore' | 'Fail';
  /** Namespaces that admission is not asked about, beside our own and those of Kubernetes. */
  readonly sparedNamespaces: readonly string[];
  /** Labels as `key=value` of objects that it is not asked about. */
  readonly sparedLabels: readonly string[];
  /** Seconds that the API server waits for it. */
  readonly webhookTimeout: number;
  /** Whether the sensor takes what the API server and others recorded. */
  readonly takesEvents: boolean;
  /** Audit log of the API server, as the machines of the control plane name it; agents there tell it. */
  readonly auditLog: string | undefined;
}

export const ROLES = ['server', 'sensor', 'scanner', 'admission', 'responder', 'agent'] as const;
export type Role = (typeof ROLES)[number];
/** Those that are installed without being named: a role that acts is meant, or it is not there. */
export const USUAL_ROLES: readonly Role[] = ['server', 'sensor', 'scanner'];

/** Ports of the server: console and API, and that of sensors and scanners; of the sensor: that of roles, and that of events of others; of admission. */
export const PORTS = { console: 8080, sensors: 8443, roles: 8444, events: 8445, admission: 9443 } as const;
/** ConfigMap in which the sensor publishes its authority, and Service behind which roles find it. */
export const ROLE_PORT_NAME = 'breakwater-sensor-roles';
/** Service behind which the API server and others find the event port. */
export const EVENT_PORT_NAME = 'breakwater-sensor-events';
/** Secret with what senders of events are known by, a key for each. */
export const EVENT_SECRETS = 'breakwater-event-senders';
/** User of the release image. */
export const USER = 10001;

export const PART_OF = { 'app.kubernetes.io/name': 'breakwater', 'app.kubernetes.io/part-of': 'breakwater' } as const;

export function toLabels(role: Role): Readonly<Record<string, string>> {
  return { ...PART_OF, 'app.kubernetes.io/component': role };
}

export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** An object as it is applied. */
export type Manifest = Readonly<Record<string, unknown>> & {
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>> & { readonly name: string };
};

/** Agents look below their node's containers, which no namespace of others allows: they have one of their own. */
export function toAgentNamespace({ namespace }: InstallOptions): string {
  return `${namespace}-agents`;
}

/** Roles that ask the sensor for something. */
export const ASKING = ['admission', 'responder', 'agent'] as const satisfies readonly Role[];

/** Whether roles ask the sensor for something. */
export function hasRolePort({ roles }: InstallOptions): boolean {
  return ASKING.some(role => roles.includes(role));
}
