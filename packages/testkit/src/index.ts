export { ApiServer, type ApiServerOptions, type SeenRequest } from './api-server.ts';
export { buildApplication, buildCluster, buildPod, type ClusterSize } from './build-cluster.ts';
export type { Faults } from './faults.ts';
export { ImageRegistry, type PushedImage } from './registry/image-registry.ts';
export type { Raw } from './resources.ts';
export { waitFor } from './wait-for.ts';
