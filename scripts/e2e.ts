import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { startControlPlane } from '../test/cluster/control-plane.ts';
import type { Journey } from '../test/e2e/journey.ts';
import { journey as nativeDefaults } from '../test/e2e/native-defaults.ts';
import { journey as nativePolicies } from '../test/e2e/native-policies.ts';
import { journey as nativeRefusal } from '../test/e2e/native-refusal.ts';
import { ROOT } from './run.ts';

const CLUSTER = join(ROOT, 'test/cluster');
const JOURNEYS: readonly Journey[] = [nativeRefusal, nativeDefaults, nativePolicies];

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Builds the control plane, runs every journey against it, and ends everything that was started. */
async function runEndToEnd(): Promise<number> {
  if (spawnSync('go', ['version']).status !== 0) {
    say('e2e: skipped, since Go is not on PATH: it builds etcd and the Kubernetes API server (https://go.dev/dl, 1.26 or later)');
    return process.env['CI'] === 'true' ? 1 : 0;
  }
  const built = spawnSync('sh', ['build.sh'], { cwd: CLUSTER, stdio: 'inherit' });
  if (built.status !== 0) {
    say('e2e: the control plane could not be built');
    return 1;
  }
  const plane = await startControlPlane(join(CLUSTER, 'bin'), join(CLUSTER, 'run'));
  try {
    let failed = 0;
    for (const journey of JOURNEYS) failed += await runJourney(journey, plane.client);
    return failed === 0 ? 0 : 1;
  } finally {
    plane.client.close();
    await plane.stop();
  }
}

async function runJourney({ name, run }: Journey, client: Parameters<Journey['run']>[0]): Promise<number> {
  say(name);
  const problems = await run(client, line => say(`  ${line}`));
  for (const problem of problems) say(`  wrong: ${problem}`);
  say(problems.length === 0 ? '  ok' : `  ${problems.length} problems`);
  return problems.length;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.exitCode = await runEndToEnd();
