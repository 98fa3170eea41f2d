import type { Deviation } from '../deviation.ts';

const CLOUD_TLS =
  'The Ingress is served by no cloud load balancer: ingress-nginx, or whatever the default class is, ends TLS itself; ingress-without-tls judges it';
const DEFAULT_DENY = 'A direction without rules is isolated and denied: a default deny is a policy (configuration.md §8 and §13.3)';

export const deviations: readonly Deviation[] = [
  {
    file: 'regolibrary.jsonl',
    line: 'ingress-and-egress-blocked/cronjob',
    upstream: 'fail',
    ours: 'pass',
    reason: 'The pod uses the network of the node, which no NetworkPolicy isolates: not applicable',
  },
  {
    file: 'regolibrary.jsonl',
    line: 'exposed-sensitive-interfaces-v1/filter-multi-service',
    upstream: 'pass',
    ours: 'fail',
    reason: 'A LoadBalancer Service selects the dashboard; that it has no address in its status yet says nothing about a manifest',
  },
  {
    file: 'regolibrary.jsonl',
    line: 'exposure-to-internet-via-istio-ingress/failed_with_istiogw',
    upstream: 'fail',
    ours: 'pass',
    reason:
      'The Service has no namespace and the Deployment is in default: the unnamed namespace is one of its own (configuration.md §13.1)',
  },
  {
    file: 'regolibrary.jsonl',
    line: 'encrypt-traffic-to-https-load-balancers-with-tls-certificates/failed_ingress_annotation_value',
    upstream: 'fail',
    ours: 'pass',
    reason: CLOUD_TLS,
  },
  {
    file: 'regolibrary.jsonl',
    line: 'encrypt-traffic-to-https-load-balancers-with-tls-certificates/failed_ingress_tls_not_set',
    upstream: 'fail',
    ours: 'pass',
    reason: CLOUD_TLS,
  },
  {
    file: 'regolibrary.jsonl',
    line: 'encrypt-traffic-to-https-load-balancers-with-tls-certificates/failed_no_svc_loadbalancer',
    upstream: 'fail',
    ours: 'pass',
    reason: 'A NodePort Service makes no load balancer; service-node-port judges it',
  },
  {
    file: 'polaris.jsonl',
    line: 'missingNetworkPolicy/failure.netpol_missing_egress_rules',
    upstream: 'failure',
    ours: 'pass',
    reason: DEFAULT_DENY,
  },
  {
    file: 'polaris.jsonl',
    line: 'missingNetworkPolicy/failure.netpol_missing_ingress_rules',
    upstream: 'failure',
    ours: 'pass',
    reason: DEFAULT_DENY,
  },
];
