export type { Authorization, Credentials } from './authorization.ts';
export { chooseProxy, type Proxies } from './choose-proxy.ts';
export { type ClientTimeouts, type ClusterVersion, createClient, type GetOptions, type KubeClient } from './client.ts';
export { type ClusterOptions, connectCluster } from './connect-cluster.ts';
export { KubeError, type KubeErrorCode } from './errors.ts';
export { type KindDefinition, toResourceName } from './kind.ts';
export { kinds } from './kinds.generated.ts';
export { type Reflector, type ReflectorListener, type ReflectorOptions, startReflector } from './reflector.ts';
export type { ReflectorTiming } from './timing.ts';
