import { explain, sortTiers } from '@breakwater/network';
import { isUncertain, renderAnswer } from '../answer.ts';
import { type CommandDefinition, type CommandInput, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { formatVerdict } from '../network/connection-rows.ts';
import { findEnd } from '../network/find-end.ts';
import { ANSWER_FORMATS, PATH_ARGUMENT, toFormatOption } from '../network/network-options.ts';
import { readNetwork } from '../network/read-network.ts';
import { readPort } from '../network/read-port.ts';
import { CHAIN_COLUMNS, describeSides, toChainRows } from '../network/render-explanation.ts';
import { RENDER_OPTIONS } from '../render/render-options.ts';

export const command: CommandDefinition = {
  name: 'network explain',
  summary: 'Say whether one connection is possible, and which policy and rule of each side decides; ends with 1 for no',
  arguments: [PATH_ARGUMENT],
  options: [
    { name: 'from', value: 'end', doc: 'Who connects: a workload as `shop/web`, a node, an address, or `{ingress-controller}`' },
    { name: 'to', value: 'end', doc: 'To whom' },
    { name: 'port', value: 'port', doc: 'The port of the pod, not of a Service, as `8080` or `53/UDP`' },
    ...RENDER_OPTIONS,
    toFormatOption(ANSWER_FORMATS),
  ],
  examples: [
    {
      command: 'breakwater network explain --from shop/web --to shop-data/postgres --port 5432 manifests/',
      doc: 'May the web workload connect to the database?',
    },
    {
      command: 'breakwater network explain --from shop/worker --to 169.254.169.254 --port 80 manifests/',
      doc: 'May a workload ask the metadata service of the cloud?',
    },
  ],
  run: async (input, terminal) => {
    const [from, to, port] = ['from', 'to', 'port'].map(name => readRequired(input, name)) as [string, string, string];
    const query = readPort(port);
    const { cluster, problems } = await readNetwork(input.arguments, input, terminal);
    const rules = { world: cluster.world, tiers: sortTiers(cluster.policies) };
    const explanation = explain(rules, findEnd('from', from, cluster), findEnd('to', to, cluster), query);
    const asked = `${from} → ${to} ${query.protocol} ${query.port}`;
    await terminal.stdout(
      renderAnswer(input.options['format'], {
        schema: 'breakwater/network-explain',
        results: [{ from, to, ...query, ...explanation }],
        heading: [`${formatVerdict(explanation)}  ${asked}`, ...describeSides(explanation).map(line => `    ${line}`)].join('\n'),
        columns: CHAIN_COLUMNS,
        rows: toChainRows(explanation),
        problems,
      }),
    );
    if (isUncertain(problems) || explanation.verdict === 'implementation-defined') return EXIT.couldNotLook;
    return explanation.verdict === 'allowed' ? EXIT.nothing : EXIT.findings;
  },
};

/** Throws UsageError. */
function readRequired({ options }: CommandInput, name: string): string {
  const value = options[name];
  if (value !== undefined) return String(value);
  throw new UsageError(`say which connection: --from END --to END --port PORT; --${name} is missing`);
}
