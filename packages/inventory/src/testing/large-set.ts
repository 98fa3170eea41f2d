import type { Raw } from '../raw.ts';
import { buildDeployment, buildObject } from './build.ts';

const RBAC = 'rbac.authorization.k8s.io/v1';

/** What a team deploys for one application: objects that all refer to each other. */
function buildApplication(name: string, namespace: string): readonly Raw[] {
  const metadata = { namespace, labels: { app: name, tier: 'front' } };
  const selector = { matchLabels: { app: name } };
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', name };
  const object = (apiVersion: string, kind: string, rest: Raw) => buildObject(apiVersion, kind, name, rest, metadata);
  const env = [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name, key: 'token' } } }];
  const backend = { service: { name, port: { number: 80 } } };
  return [
    buildDeployment(name, {
      metadata,
      labels: { app: name, tier: 'front' },
      spec: { selector },
      pod: {
        serviceAccountName: name,
        containers: [{ name: 'app', image: `${name}:1`, ports: [{ name: 'http', containerPort: 80 }], env }],
      },
    }),
    object('v1', 'Service', { spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 'http' }] } }),
    object('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: selector, ingress: [{ from: [{ podSelector: selector }] }] } }),
    object('policy/v1', 'PodDisruptionBudget', { spec: { selector, minAvailable: 1 } }),
    object('autoscaling/v2', 'HorizontalPodAutoscaler', { spec: { scaleTargetRef: target } }),
    object('networking.k8s.io/v1', 'Ingress', {
      spec: { rules: [{ host: `${name}.example`, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] },
    }),
    object('v1', 'ServiceAccount', {}),
    object('v1', 'Secret', { data: { token: 'eA==' } }),
    object('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', { spec: { targetRef: target } }),
    object('monitoring.coreos.com/v1', 'ServiceMonitor', { spec: { selector } }),
    object('cilium.io/v2', 'CiliumNetworkPolicy', { spec: { endpointSelector: selector, ingress: [{ fromEndpoints: [selector] }] } }),
    object('gateway.networking.k8s.io/v1', 'HTTPRoute', { spec: { hostnames: [name], rules: [{ backendRefs: [{ name, port: 80 }] }] } }),
    object('v1', 'ConfigMap', { data: { key: 'value' } }),
    object(RBAC, 'ClusterRole', { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] }),
    object(RBAC, 'Role', { rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: [name], verbs: ['get'] }] }),
    object(RBAC, 'RoleBinding', { roleRef: { kind: 'Role', name }, subjects: [{ kind: 'ServiceAccount', name, namespace }] }),
  ];
}

const OBJECTS_OF_APPLICATION = buildApplication('app', 'shop').length;

/** About `count` objects of applications, all in one namespace or each application in its own. */
export function buildLargeSet(count: number, spread: 'one namespace' | 'many namespaces'): readonly Raw[] {
  return Array.from({ length: Math.floor(count / OBJECTS_OF_APPLICATION) }, (_, index) =>
    buildApplication(`app-${index}`, spread === 'one namespace' ? 'shop' : `team-${index}`),
  ).flat();
}
