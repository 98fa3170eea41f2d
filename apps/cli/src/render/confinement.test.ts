import { existsSync, readdirSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Confinement, type ConfinementOptions } from './confinement.ts';
import { createTools } from './testing/tools.ts';

afterEach(() => vi.unstubAllEnvs());

const OPTIONS: ConfinementOptions = { searchPath: ['/usr/bin', '/bin'], allowRemote: false };

async function runScript(script: string, options: Partial<ConfinementOptions> = {}) {
  using tools = createTools({ tool: script });
  await using confinement = await Confinement.open({ ...OPTIONS, ...options });
  const { out, err, code } = await confinement.run(tools.at('tool'), []);
  return { text: out.toString(), err, code, folder: confinement.folder, boundsMemory: confinement.boundsMemory };
}

test('a tool sees nothing of the environment', async () => {
  for (const name of ['HELM_PLUGINS', 'KUBECONFIG', 'KUSTOMIZE_PLUGIN_HOME', 'XDG_CONFIG_HOME', 'HTTPS_PROXY', 'MY_SECRET'])
    vi.stubEnv(name, 'mine');
  const { text, folder } = await runScript('/usr/bin/env');
  const names = text.split('\n').flatMap(line => /^(\w+)=/.exec(line)?.[1] ?? []);
  expect(text).not.toContain('mine');
  expect(names.filter(name => /HELM|KUBE|XDG/.test(name))).toStrictEqual([]);
  expect(text).toContain(`HOME=${folder}\n`);
});

test('its home is empty, its own, and gone afterwards', async () => {
  const { text, folder } = await runScript('/bin/ls -A "$HOME"; pwd; echo left > "$HOME/left"');
  expect([text, existsSync(folder)]).toStrictEqual([`${folder}\n`, false]);
});

describe('other tools', () => {
  test.each<[boolean, number]>([
    [false, 127],
    [true, 0],
  ])('with the network %s', async (allowRemote, code) => {
    expect((await runScript('env >/dev/null', { allowRemote })).code).toBe(code);
  });
});

describe('memory', () => {
  const hog = 'x=0123456789; while :; do x="$x$x"; done';

  test('is bounded', async () => {
    const bounds = { time: 20_000, memory: 64 * 1024 ** 2, output: 1000 };
    const { code, err, boundsMemory } = await runScript(hog, { bounds });
    expect([boundsMemory, code === 0]).toStrictEqual([true, false]);
    expect(err).toMatch(/memory|space/i);
  });

  test('is not where there is no prlimit, and that is known', async () => {
    const { boundsMemory, text } = await runScript('echo out', { systemFolders: [] });
    expect([boundsMemory, text]).toStrictEqual([false, 'out\n']);
  });
});

describe('the network', () => {
  test('is none where the system has namespaces', async () => {
    const { text } = await runScript('/bin/cat /proc/self/net/dev');
    const interfaces = text.split('\n').flatMap(line => /^\s*(\w+):/.exec(line)?.[1] ?? []);
    // Where namespaces are not allowed the proxies below are all there is.
    if (process.platform === 'linux' && process.getuid?.() === 0)
      expect(interfaces.filter(name => name.startsWith('eth'))).toStrictEqual([]);
    expect(text).toContain('lo');
  });

  test('is a proxy that leads nowhere elsewhere', async () => {
    const { text } = await runScript('echo "$HTTPS_PROXY $https_proxy $GIT_ALLOW_PROTOCOL"', { systemFolders: [] });
    expect(text).toBe('http://127.0.0.1:9 http://127.0.0.1:9 none\n');
  });

  test('is there when it is allowed', async () => {
    const { text } = await runScript('echo "[$HTTPS_PROXY$GIT_ALLOW_PROTOCOL]"; /bin/cat /proc/self/net/dev', { allowRemote: true });
    expect(text.split('\n')[0]).toBe('[]');
    expect(text.split('\n').length).toBeGreaterThan(readdirSync('/sys/class/net').length);
  });
});
