import { statSync, writeFileSync } from 'node:fs';
import { type CommandDefinition, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { collectFacts } from '../node/collect-facts.ts';

export const command: CommandDefinition = {
  name: 'node collect',
  summary:
    'Write down what checks have to know of this node: files, flags, certificates, ports; nothing is changed, and no credential is kept',
  arguments: [],
  options: [
    { name: 'root', value: 'folder', doc: 'Where the file system of the host is mounted', default: '/' },
    { name: 'node', value: 'name', doc: 'Name of the node in its cluster (default: the name of the host)' },
    { name: 'out', value: 'file', doc: 'File to write to (default: standard output)' },
  ],
  examples: [
    { command: 'sudo breakwater node collect --out node-1.json', doc: 'On a node; as root, since others may not look at all of it' },
    { command: 'breakwater compliance run --facts node-1.json', doc: 'What comes of it, on any machine' },
  ],
  run: async ({ options }, terminal) => {
    const root = String(options['root']);
    if (!isFolder(root)) throw new UsageError(`--root takes a folder, and ${root} is none`);
    const node = typeof options['node'] === 'string' ? options['node'] : undefined;
    const facts = await collectFacts({ root, node, now: new Date() });
    const text = `${JSON.stringify(facts, null, 2)}\n`;
    const { out } = options;
    if (typeof out !== 'string') {
      await terminal.stdout(text);
      return EXIT.nothing;
    }
    writeFileSync(out, text, { mode: 0o600 });
    const unreadable = facts.files.filter(({ type }) => type === 'unreadable').length;
    const hint = unreadable === 0 ? '' : `; ${unreadable} could not be looked at: run it as root`;
    await terminal.stderr(
      `${facts.node} (${facts.distribution}): ${facts.processes.length} components, ${facts.files.length} paths, ${facts.packages?.length ?? 0} packages${hint}\n`,
    );
    return EXIT.nothing;
  },
};

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
