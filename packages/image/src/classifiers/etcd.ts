import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'etcd',
  files: ['etcd', 'etcdctl'],
  rules: [{ package: 'etcd', cpe: 'etcd:etcd', mark: 'go.etcd.io/etcd', near: /go\.etcd\.io\/etcd\/server\/v3\nv(\d+\.\d+\.\d+)/ }],
};
