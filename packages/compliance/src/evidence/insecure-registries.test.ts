import { expect, it } from 'vitest';
import { listInsecure } from './insecure-registries.ts';

it.each<[string, string, readonly number[]]>([
  ['containerd, a host without TLS', 'server = "https://registry.example"\n[host."http://mirror.example"]\n', [2]],
  ['containerd, no look at certificates', '[host."https://mirror.example"]\n  skip_verify = true\n', [2]],
  ['containerd, the old way', '[plugins."io.containerd.grpc.v1.cri".registry.configs."a".tls]\n  insecure_skip_verify = true\n', [2]],
  ['containerd, an endpoint', 'endpoint = ["http://mirror.example:5000"]\n', [1]],
  ['CRI-O', '[[registry]]\nlocation = "registry.example"\ninsecure = true\n', [3]],
  ['CRI-O, by name', 'insecure_registries = ["registry.example"]\n', [1]],
  ['Docker', '{\n  "insecure-registries": ["registry.example:5000"]\n}\n', [2]],
  ['K3s', 'configs:\n  registry.example:\n    tls:\n      insecure_skip_verify: true\n', [4]],
  ['nothing', 'server = "https://registry.example"\n[host."https://mirror.example"]\n  skip_verify = false\n', []],
  ['an empty list', '"insecure-registries": []\n', []],
  ['a remark', '# insecure = true\nlocation = "a" # http://mirror.example\n', []],
  ['the node itself', 'endpoint = ["http://localhost:5000", "http://127.0.0.1:5000"]\n', []],
])('%s', (_, text, lines) => {
  expect(listInsecure(text).map(({ line }) => line)).toStrictEqual(lines);
});
