/** CEL: the admission set on a three-container Deployment, compilation and a hostile pattern, beside @bufbuild/cel. Run: node bench/cel.ts */

import { compile, createEnvironment, type Environment, parseType } from '@breakwater/cel';
import { celEnv, parse as parsePeer, plan as planPeer } from '@bufbuild/cel';

const RUNS = 15;

/** What typical ValidatingAdmissionPolicies ask of a workload. All hold for the Deployment below. */
const ADMISSION_SET: readonly string[] = [
  'object.spec.template.spec.containers.all(c, !has(c.securityContext) || !has(c.securityContext.privileged) || c.securityContext.privileged == false)',
  'object.spec.template.spec.containers.all(c, has(c.securityContext) && has(c.securityContext.runAsNonRoot) && c.securityContext.runAsNonRoot == true)',
  "object.spec.template.spec.containers.all(c, has(c.securityContext.capabilities) && has(c.securityContext.capabilities.drop) && c.securityContext.capabilities.drop.exists(d, d == 'ALL'))",
  "object.spec.template.spec.containers.all(c, c.image.startsWith('registry.example.com/') || c.image.startsWith('mirror.example.com/'))",
  "object.spec.template.spec.containers.all(c, has(c.resources) && has(c.resources.limits) && 'memory' in c.resources.limits && 'cpu' in c.resources.limits)",
  '!has(object.spec.template.spec.volumes) || object.spec.template.spec.volumes.all(v, !has(v.hostPath))',
  '(!has(object.spec.template.spec.hostNetwork) || object.spec.template.spec.hostNetwork == false) && (!has(object.spec.template.spec.hostPID) || object.spec.template.spec.hostPID == false)',
  "has(object.spec.template.spec.securityContext) && has(object.spec.template.spec.securityContext.seccompProfile) && object.spec.template.spec.securityContext.seccompProfile.type in ['RuntimeDefault', 'Localhost']",
  "['app.kubernetes.io/name', 'team'].all(l, l in object.metadata.labels && object.metadata.labels[l] != '')",
  'object.spec.replicas >= 2 && object.spec.replicas <= 10',
  'object.spec.template.spec.containers.all(c, has(c.securityContext.readOnlyRootFilesystem) && c.securityContext.readOnlyRootFilesystem == true)',
  'object.spec.template.spec.containers.all(c, has(c.livenessProbe) && has(c.readinessProbe) && c.readinessProbe.periodSeconds > 0)',
];

const REDOS = { expression: "object.matches('^(a+)+$')", text: `${'a'.repeat(30)}!` };

function makeContainer(name: string): object {
  return {
    name,
    image: `registry.example.com/team/${name}:1.2.3`,
    ports: [{ containerPort: 8080, name: 'http' }],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
    securityContext: {
      privileged: false,
      runAsNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    },
    livenessProbe: { httpGet: { path: '/live', port: 8080 }, periodSeconds: 10 },
    readinessProbe: { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 5 },
  };
}

const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', labels: { 'app.kubernetes.io/name': 'web', team: 'shop' } },
  spec: {
    replicas: 3,
    selector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
    template: {
      metadata: { labels: { 'app.kubernetes.io/name': 'web' } },
      spec: {
        securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
        containers: ['web', 'metrics', 'proxy'].map(makeContainer),
        volumes: [
          { name: 'tmp', emptyDir: {} },
          { name: 'config', configMap: { name: 'web' } },
        ],
      },
    },
  },
};

/** The peer takes JavaScript numbers for doubles and bigints for ints. */
function toPeer(value: unknown): unknown {
  if (typeof value === 'number') return BigInt(value);
  if (Array.isArray(value)) return value.map(toPeer);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toPeer(entry)]));
}

/** Median over RUNS of the time of one call in µs, each run long enough for the clock. */
function measure(call: () => void, repeats: number): number {
  for (let index = 0; index < repeats; index++) call();
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    for (let index = 0; index < repeats; index++) call();
    times.push(((performance.now() - start) * 1000) / repeats);
  }
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
}

function time(call: () => void): number {
  const start = performance.now();
  call();
  return (performance.now() - start) * 1000;
}

function report(what: string, microseconds: number, bar?: number): void {
  const verdict = bar === undefined ? '' : `  bar ${bar} µs: ${microseconds <= bar ? 'met' : 'MISSED'}`;
  console.log(`${what.padEnd(44)} ${microseconds.toFixed(2).padStart(10)} µs${verdict}`);
  if (verdict.endsWith('MISSED')) process.exitCode = 1;
}

function requireTrue(value: unknown, expression: string): void {
  if (value !== true) throw new Error(`${expression} gave ${String(value)}`);
}

function measureOurs(environment: Environment): void {
  const bindings = { object: DEPLOYMENT };
  const first = time(() => ADMISSION_SET.map(expression => compile(environment, expression)));
  report('compile, first time in the process, each', first / ADMISSION_SET.length);
  const programs = ADMISSION_SET.map(expression => compile(environment, expression, { expected: parseType('bool') }));
  for (const program of programs) requireTrue(program.evaluate(bindings), program.source);
  report(
    'compile, warm, each',
    measure(() => ADMISSION_SET.map(expression => compile(environment, expression)), 50) / ADMISSION_SET.length,
    200,
  );
  report(
    'admission set, all 12 evaluations',
    measure(() => programs.map(program => program.evaluate(bindings)), 1000),
    40,
  );
  const each = programs.map(program => measure(() => program.evaluate(bindings), 1000));
  const perSecond = 1e6 / Math.exp(each.reduce((sum, microseconds) => sum + Math.log(microseconds), 0) / each.length);
  console.log(
    `geometric mean of evaluations of one: ${Math.round(perSecond / 1000)},000 a second  bar 400,000: ${perSecond >= 400_000 ? 'met' : 'MISSED'}`,
  );
  const redos = compile(environment, REDOS.expression);
  const text = { object: REDOS.text };
  report(
    '^(a+)+$ on 30 letters, cold',
    time(() => redos.evaluate(text)),
  );
  report(
    '^(a+)+$ on 30 letters, warm',
    measure(() => redos.evaluate(text), 200),
    5000,
  );
}

function measurePeer(): void {
  const environment = celEnv();
  const bindings = { object: toPeer(DEPLOYMENT) } as Parameters<ReturnType<typeof planPeer>>[0];
  const plan = (expression: string) => planPeer(environment, parsePeer(expression));
  const plans = ADMISSION_SET.map(plan);
  for (const [index, evaluate] of plans.entries()) requireTrue(evaluate(bindings), ADMISSION_SET[index] ?? '');
  report('peer: compile (unchecked), warm, each', measure(() => ADMISSION_SET.map(plan), 5) / ADMISSION_SET.length);
  report(
    'peer: admission set, all 12 evaluations',
    measure(() => plans.map(evaluate => evaluate(bindings)), 50),
  );
}

measureOurs(createEnvironment({ variables: { object: parseType('dyn') } }));
measurePeer();
