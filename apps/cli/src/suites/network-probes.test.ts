import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';
import { suite } from './network-probes.ts';

interface Answer {
  readonly allowed: boolean;
  readonly ingress?: boolean;
  readonly egress?: boolean;
}

interface OracleCase {
  readonly id: string;
  readonly probes: readonly Answer[];
}

const FILES = [
  ['e2e', 506],
  ['policy-api', 301],
  ['policy-assistant', 1090],
] as const;

describeWithShared('the truth of upstream', ['oracles', 'network'], folder => {
  const read = (name: string): readonly OracleCase[] =>
    readFileSync(`${folder}/${name}.jsonl`, 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as OracleCase);

  test.each(FILES)('%s has its %i probes', (name, count) => {
    expect(read(name).flatMap(({ probes }) => probes)).toHaveLength(count);
  });

  test.each(FILES.flatMap(([name]) => read(name)).map(oracleCase => [oracleCase.id, oracleCase] as const))('%s', (_id, oracleCase) => {
    const answers = suite.run({ ...oracleCase }) as readonly Required<Answer>[];
    const told = oracleCase.probes.map(({ allowed, ingress, egress }, index) => ({
      allowed,
      ingress: ingress ?? answers[index]?.ingress,
      egress: egress ?? answers[index]?.egress,
    }));
    expect(answers).toStrictEqual(told);
  });
});
