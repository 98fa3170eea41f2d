import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { type ControlPlane, type Profile, startControlPlane } from '../test/cluster/control-plane.ts';
import { type FakeNode, startFakeNode } from '../test/cluster/fake-node.ts';
import { findObstacle, type RealNode, startRealNode } from '../test/cluster/node/real-node.ts';
import { journey as admissionEveryPolicy } from '../test/e2e/admission/every-policy.ts';
import { journey as admissionInstall } from '../test/e2e/admission/install.ts';
import { journey as admissionMixed } from '../test/e2e/admission/mixed-requests.ts';
import { journey as admissionMutual } from '../test/e2e/admission/mutual-tls.ts';
import { journey as admissionRefusal } from '../test/e2e/admission/refusal.ts';
import { journey as admissionRolePort } from '../test/e2e/admission/role-port.ts';
import { journey as admissionRotation } from '../test/e2e/admission/rotation.ts';
import { journey as admissionSecondPerson } from '../test/e2e/admission/second-person.ts';
import { journey as attackEdges } from '../test/e2e/attack/edges.ts';
import { journey as complianceFlags } from '../test/e2e/compliance/flags.ts';
import { journey as complianceProbes } from '../test/e2e/compliance/probes.ts';
import { journey as realImages } from '../test/e2e/images/real-images.ts';
import type { Journey } from '../test/e2e/journey.ts';
import { journey as nativeDefaults } from '../test/e2e/native-defaults.ts';
import { journey as nativeEnforcement } from '../test/e2e/native-enforcement.ts';
import { journey as nativePolicies } from '../test/e2e/native-policies.ts';
import { journey as nativeRefusal } from '../test/e2e/native-refusal.ts';
import { journey as enforcement } from '../test/e2e/network/enforcement.ts';
import { sensorAway, serverAway } from '../test/e2e/platform/away.ts';
import { databaseAwayLong, databaseAwayShortly } from '../test/e2e/platform/database-away.ts';
import { journey as diskFull } from '../test/e2e/platform/disk-full.ts';
import { journey as faults } from '../test/e2e/platform/faults.ts';
import { journey as install } from '../test/e2e/platform/install.ts';
import { journey as ownPolicies } from '../test/e2e/platform/own-policies.ts';
import { journey as people } from '../test/e2e/platform/people.ts';
import { journey as pullSecrets } from '../test/e2e/platform/pull-secrets.ts';
import { journey as replicas } from '../test/e2e/platform/replicas.ts';
import { journey as rights } from '../test/e2e/platform/rights.ts';
import { journey as scanner } from '../test/e2e/platform/scanner.ts';
import { journey as shop } from '../test/e2e/platform/shop.ts';
import { journey as soak } from '../test/e2e/platform/soak.ts';
import { journey as up } from '../test/e2e/platform/up.ts';
import { journey as podSecurityLevels } from '../test/e2e/pod-security-levels.ts';
import { journey as propose } from '../test/e2e/propose.ts';
import { journey as rbacDecisions } from '../test/e2e/rbac-decisions.ts';
import { journey as releaseImage } from '../test/e2e/release-image.ts';
import { journey as renderers } from '../test/e2e/renderers/journey.ts';
import { journey as respondDirect } from '../test/e2e/respond/direct.ts';
import { journey as respondQuarantine } from '../test/e2e/respond/quarantine.ts';
import { journey as respondClean } from '../test/e2e/respond/restart-clean.ts';
import { journey as respondRole } from '../test/e2e/respond/role.ts';
import { journey as runtimeAgent } from '../test/e2e/runtime/agent.ts';
import { journey as runtimeAnswered } from '../test/e2e/runtime/answered.ts';
import { journey as attacks } from '../test/e2e/runtime/attacks.ts';
import { journey as auditWebhook } from '../test/e2e/runtime/audit.ts';
import { journey as runtimeAway } from '../test/e2e/runtime/away.ts';
import { journey as runtimeDaemonSet } from '../test/e2e/runtime/daemon-set.ts';
import { journey as runtimeFlood } from '../test/e2e/runtime/flood.ts';
import { journey as runtimeSoak } from '../test/e2e/runtime/soak.ts';
import { RESULTS, ROOT, runStep, writeJson } from './run.ts';
import type { JourneyReport } from './summary.ts';

const CLUSTER = join(ROOT, 'test/cluster');
const JOURNEYS: readonly Journey[] = [
  nativeRefusal,
  admissionRefusal,
  admissionRolePort,
  admissionMutual,
  admissionSecondPerson,
  admissionRotation,
  admissionInstall,
  admissionEveryPolicy,
  admissionMixed,
  nativeDefaults,
  nativePolicies,
  nativeEnforcement,
  podSecurityLevels,
  rbacDecisions,
  attackEdges,
  complianceFlags,
  complianceProbes,
  renderers,
  up,
  shop,
  people,
  ownPolicies,
  serverAway,
  sensorAway,
  scanner,
  pullSecrets,
  rights,
  auditWebhook,
  install,
  respondDirect,
  respondRole,
  respondQuarantine,
  respondClean,
  databaseAwayShortly,
  diskFull,
  replicas,
  faults,
  databaseAwayLong,
  propose,
  releaseImage,
  realImages,
  enforcement,
  runtimeAway,
  runtimeAgent,
  attacks,
  runtimeAnswered,
  runtimeFlood,
  runtimeDaemonSet,
  runtimeSoak,
  soak,
];

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Builds the control plane, runs every journey against it, and ends everything that was started. */
async function runEndToEnd(): Promise<number> {
  if (spawnSync('go', ['version']).status !== 0) {
    say('e2e: skipped, since Go is not on PATH: it builds etcd and the Kubernetes API server (https://go.dev/dl, 1.26 or later)');
    const isCi = process.env['CI'] === 'true';
    writeReport(JOURNEYS.map(({ name }) => ({ name, status: isCi ? 'failed' : 'skipped' })));
    return isCi ? 1 : 0;
  }
  const built = spawnSync('sh', ['build.sh'], { cwd: CLUSTER, stdio: 'inherit' });
  // The console is part of what is tested.
  if (!runStep({ name: 'console', command: ['node', 'scripts/console.ts'] })) return 1;
  if (built.status !== 0) {
    say('e2e: the control plane could not be built');
    return 1;
  }
  const asked = process.argv.slice(2).filter(word => word !== '--full');
  const isWanted = ({ name, full }: Journey) =>
    asked.length > 0 ? asked.some(words => name.includes(words)) : full !== true || process.argv.includes('--full');
  const journeys = JOURNEYS.filter(isWanted);
  const done: Done[] = [];
  for (const [profile, members] of Map.groupBy(journeys, ({ profile = 'bare' }) => profile)) await runProfile(profile, members, done);
  writeReport(done);
  return done.every(({ status }) => status === 'passed') ? 0 : 1;
}

type Done = JourneyReport['journeys'][number];

function writeReport(journeys: readonly Done[]): void {
  writeJson(join(RESULTS, 'e2e.json'), { journeys } satisfies JourneyReport);
}

async function runProfile(profile: Profile, journeys: readonly Journey[], done: Done[]): Promise<void> {
  const obstacle = profile === 'real' ? prepareRealNode() : undefined;
  if (obstacle !== undefined) {
    const isCi = process.env['CI'] === 'true';
    say(`${journeys.map(({ name }) => name).join(', ')}: ${isCi ? 'failed' : 'skipped'}, since there is no real node: ${obstacle}`);
    for (const { name } of journeys) done.push({ name, status: isCi ? 'failed' : 'skipped' });
    return;
  }
  const plane = await startControlPlane(join(CLUSTER, 'bin'), join(CLUSTER, 'run', profile), profile);
  const node = await startNode(profile, plane);
  try {
    const whole = node !== undefined && 'runIn' in node ? { ...plane, node } : plane;
    for (const journey of journeys) done.push({ name: journey.name, status: (await runJourney(journey, whole)) ? 'passed' : 'failed' });
  } finally {
    await node?.stop();
    plane.client.close();
    await plane.stop();
  }
}

/** What stands in the way; undefined when everything that it needs is there. */
function prepareRealNode(): string | undefined {
  const obstacle = findObstacle();
  if (obstacle !== undefined) return obstacle;
  return spawnSync('sh', ['node/build.sh'], { cwd: CLUSTER, stdio: 'inherit' }).status === 0 ? undefined : 'it could not be built';
}

async function startNode(profile: Profile, plane: ControlPlane): Promise<FakeNode | RealNode | undefined> {
  if (profile === 'acting') return startFakeNode(plane.client, 'node-1');
  if (profile === 'real') return startRealNode(join(CLUSTER, 'bin'), join(CLUSTER, 'run/node'), plane);
  return undefined;
}

async function runJourney({ name, run }: Journey, plane: ControlPlane): Promise<boolean> {
  say(name);
  const problems = await attempt(() => run(plane, line => say(`  ${line}`)));
  for (const problem of problems) say(`  wrong: ${problem}`);
  say(problems.length === 0 ? '  ok' : `  ${problems.length} problems`);
  return problems.length === 0;
}

/** A journey that breaks off has failed; the others are made all the same. */
async function attempt(run: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await run();
  } catch (cause) {
    return [cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)];
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.exitCode = await runEndToEnd();
