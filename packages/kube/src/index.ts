export type { Authorization, Credentials } from './authorization.ts';
export { chooseProxy, type Proxies } from './choose-proxy.ts';
export {
  type Change,
  type ClientTimeouts,
  type ClusterVersion,
  createClient,
  createWriter,
  type GetOptions,
  type KubeClient,
  type KubeWriter,
} from './client.ts';
export { type ClusterOptions, connectCluster, connectWriter } from './connect-cluster.ts';
export { KubeError, type KubeErrorCode } from './errors.ts';
export { findKind, type KindName } from './find-kind.ts';
export { type KindDefinition, toCollectionPath, toResourceName } from './kind.ts';
export { kinds } from './kinds.generated.ts';
export { type KindAnswer, type ReadKindOptions, readKind } from './read-kind.ts';
export { readPullSecret } from './read-pull-secret.ts';
export { type Reflector, type ReflectorListener, type ReflectorOptions, startReflector } from './reflector.ts';
export type { ReflectorTiming } from './timing.ts';
export type { TokenUser } from './token-review.ts';
