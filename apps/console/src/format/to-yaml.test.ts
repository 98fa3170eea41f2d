import { describe, expect, it } from 'vitest';
import { toYaml } from './to-yaml.ts';

describe('toYaml', () => {
  it('writes an object as people write it', () => {
    const value = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', labels: { 'app.kubernetes.io/name': 'web', enabled: 'true', version: '1.10' }, annotations: {} },
      spec: {
        replicas: 2,
        template: {
          spec: {
            containers: [
              { name: 'app', image: 'shop/web:1.4', args: ['--port', '8080'], ports: [{ containerPort: 8080 }] },
              { name: 'side', command: [] },
            ],
          },
        },
      },
      data: { script: 'set -e\n\nrun\n', last: 'a\nb', note: 'key: value', none: null },
    };
    expect(toYaml(value)).toBe(`apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    app.kubernetes.io/name: web
    enabled: "true"
    version: "1.10"
  annotations: {}
spec:
  replicas: 2
  template:
    spec:
      containers:
      - name: app
        image: shop/web:1.4
        args:
        - "--port"
        - "8080"
        ports:
        - containerPort: 8080
      - name: side
        command: []
data:
  script: |
    set -e

    run
  last: |-
    a
    b
  note: "key: value"
  none: null
`);
  });

  it.each([
    [[], '[]\n'],
    [{}, '{}\n'],
    [[[1, 2], [3]], '- - 1\n  - 2\n- - 3\n'],
    ['yes', '"yes"\n'],
    [null, 'null\n'],
    ['', '""\n'],
  ])('%j', (value, text) => {
    expect(toYaml(value)).toBe(text);
  });
});
