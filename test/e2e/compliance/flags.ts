import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { findPorts } from '../../cluster/control-plane.ts';
import { Processes } from '../../cluster/processes.ts';
import type { Journey } from '../journey.ts';
import { FILES, FLAG_CHECKS, listNeeded, listSettings, type Setting } from './settings.ts';

const BIN = resolve(import.meta.dirname, '../../cluster/bin');
const BREAKWATER = resolve(import.meta.dirname, '../../../bin/breakwater');
const READY_MS = 60_000;

/** Flags of a real control plane are set, left out and turned; each check of them turns as it must, by what `node collect` sees of the running processes. */
export const journey: Journey = {
  name: 'flags of the control plane are turned, and every check of them turns as it must',
  run: async (_plane, report) => {
    const folder = mkdtempSync(join(tmpdir(), 'breakwater-flags-'));
    try {
      writeMaterial(folder);
      const wrong: string[] = [];
      for (const setting of listSettings(folder)) {
        const found = await tryOut(setting, folder).catch((cause: unknown) => [String(cause)]);
        report(
          `${setting.name}: ${FLAG_CHECKS.length} checks, ${setting.fails.length} have to fail, ${found.length} otherwise than they must`,
        );
        wrong.push(...found.map(line => `${setting.name}: ${line}`));
      }
      return wrong;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function writeMaterial(folder: string): void {
  for (const [name, content] of Object.entries(FILES)) writeFileSync(join(folder, name), content);
  writeFileSync(join(folder, 'tokens.csv'), 'abcdefghijklmnop,jo,jo\n');
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  writeFileSync(join(folder, 'accounts.key'), privateKey);
  writeFileSync(join(folder, 'accounts.pub'), publicKey);
  for (const name of ['etcd', 'api']) {
    const out = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.crt`)];
    const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...out, ...subject], { stdio: 'ignore' });
  }
}

async function tryOut(setting: Setting, folder: string): Promise<readonly string[]> {
  const work = mkdtempSync(join(folder, 'run-'));
  mkdirSync(join(folder, 'made'), { recursive: true });
  const processes = new Processes(work);
  try {
    const [client = 0, peer = 0, api = 0, manager = 0, scheduler = 0] = await findPorts(5);
    const isSound = setting.etcd.some(flag => flag.startsWith('cert-file'));
    const scheme = isSound ? 'https' : 'http';
    const etcd = `${scheme}://127.0.0.1:${client}`;
    const peers = `${scheme}://127.0.0.1:${peer}`;
    const start = (name: string, flags: readonly string[]): void =>
      processes.start(
        name,
        join(BIN, name),
        flags.map(flag => `--${flag}`),
      );
    start('etcd', [
      `data-dir=${work}/etcd`,
      `listen-client-urls=${etcd}`,
      `advertise-client-urls=${etcd}`,
      `listen-peer-urls=${peers}`,
      `initial-advertise-peer-urls=${peers}`,
      `initial-cluster=default=${peers}`,
      ...setting.etcd,
    ]);
    start('kube-apiserver', [`etcd-servers=${etcd}`, ...listNeeded(folder, api), ...setting.apiServer]);
    await waitForPort(api, processes);
    const config = join(work, 'kubeconfig');
    writeFileSync(config, formatKubeconfig(api));
    const common = [`kubeconfig=${config}`, 'leader-elect=false'];
    start('kube-controller-manager', [...common, `secure-port=${manager}`, `cert-dir=${work}/manager`, ...setting.manager]);
    start('kube-scheduler', [...common, `secure-port=${scheduler}`, `cert-dir=${work}/scheduler`, ...setting.scheduler]);
    await setTimeout(1000);
    return compare(setting, collect(work, folder));
  } finally {
    await processes.stop();
  }
}

/** For components that only have to run: nobody lets them do anything. */
function formatKubeconfig(port: number): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server: `https://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'u', user: { token: 'abcdefghijklmnop' } }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'c',
  });
}

/** What the product itself collects, with nothing but the components of this journey. */
function collect(work: string, folder: string): string {
  const path = join(work, 'node.json');
  execFileSync(BREAKWATER, ['node', 'collect', '--node', 'control-plane', '--out', path], { stdio: 'ignore' });
  const facts = JSON.parse(readFileSync(path, 'utf8')) as { processes: { argv: readonly string[] }[] };
  facts.processes = facts.processes.filter(({ argv }) => argv.some(word => word.includes(folder)));
  writeFileSync(path, JSON.stringify(facts));
  return path;
}

interface Output {
  readonly results: readonly { readonly items: readonly { readonly check: string; readonly state: string; readonly message: string }[] }[];
}

function compare({ fails }: Setting, facts: string): readonly string[] {
  const words = ['compliance', 'run', '--facts', facts, '--framework', 'cis-1.12', '--framework', 'cis-2.0.1', '--format', 'json'];
  const { stdout, stderr } = spawnSync(BREAKWATER, words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (stdout === '') return [`compliance run says nothing: ${stderr}`];
  const items = (JSON.parse(stdout) as Output).results.flatMap(result => result.items);
  return FLAG_CHECKS.flatMap(check => {
    const found = items.find(item => item.check === check);
    const passes = found?.state === 'pass' || found?.state === 'not-applicable';
    const isRight = fails.includes(check) ? found?.state === 'fail' : passes;
    return isRight ? [] : [`${check} is ${found?.state ?? 'not among the items'}: ${found?.message ?? ''}`];
  });
}

async function waitForPort(port: number, processes: Processes): Promise<void> {
  const until = Date.now() + READY_MS;
  for (;;) {
    try {
      processes.check();
    } catch (cause) {
      const log = readFileSync(join(processes.folder, 'kube-apiserver.log'), 'utf8').trimEnd().split('\n').slice(-3).join('\n');
      throw new Error(`${(cause as Error).message}\n${log}`, { cause });
    }
    // Whoever has no certificate is refused, and heard.
    const { status } = spawnSync('openssl', ['s_client', '-connect', `127.0.0.1:${port}`], {
      input: '',
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    if (status === 0) return;
    if (Date.now() > until) throw new Error(`kube-apiserver does not listen after ${READY_MS / 1000} s; its log is in ${processes.folder}`);
    await setTimeout(500);
  }
}
