import { inspectImage, openImage, toImageOutput, WorkFolder } from '@breakwater/image';
import { listResultIssues } from '@breakwater/protocol';
import { ImageRegistry } from '@breakwater/testkit';
import { type AdvisoryDatabase, matchPackages, toSubject } from '@breakwater/vulnerability';
import { expect, test } from 'vitest';
import { FILES } from '../testing/images.ts';
import { matchOutput } from './match-output.ts';

const DATABASE = { digest: 'd'.repeat(64), built: '2026-11-01T00:00:00Z' };
const TODAY = '2026-12-01';

/** Every package of every ecosystem has a weakness that nobody has fixed, named after what was asked. */
const everything: AdvisoryDatabase = {
  findAffected: (ecosystem, name) => [{ record: 0, ecosystem, name, ranges: [[['introduced', '0']]] as never, versions: [], ratings: [] }],
  readRecord: () =>
    ({
      id: 'CVE-2026-1',
      feed: 'test',
      aliases: [],
      upstream: [],
      related: [],
      modified: '',
      summary: '',
      ratings: [],
      references: [],
    }) as never,
  covers: () => true,
  decorate: () => ({ cvss: [] }),
  endOfLife: () => undefined,
};

test('what is stored of an image is matched as the image itself', async () => {
  const registry = new ImageRegistry();
  await registry.start();
  const { reference } = registry.push('shop/cart', '1', FILES);
  using folder = new WorkFolder();
  await using source = await openImage(reference, { folder, registry: { plainHttpHosts: [registry.host] } });
  const inspection = await inspectImage(source, { folder });
  await registry.stop();
  const ids = inspection.layers.map(({ diffId }) => diffId);
  const packages = inspection.packages.map(({ found, purl, locations, layer, base, ownedBy }) =>
    toSubject({ ...found, purl, locations, base, layer: ids[layer], ...(ownedBy === undefined ? {} : { ownedBy: ownedBy.type }) } as never),
  );
  const direct = matchPackages({ packages, distribution: inspection.distribution, today: TODAY }, everything);
  const stored = JSON.parse(JSON.stringify(toImageOutput(inspection)));
  const match = JSON.parse(matchOutput(stored, everything, DATABASE, { today: TODAY, known: undefined }));
  expect(listResultIssues('match', { kind: 'match', match })).toStrictEqual([]);
  expect(match.findings).toStrictEqual(JSON.parse(JSON.stringify(direct.findings)));
  expect([match.database, match.layers, match.notEvaluated.length]).toStrictEqual([DATABASE, ids, direct.notEvaluated.length]);
  expect(direct.findings.length).toBeGreaterThan(1);
  const again = JSON.parse(matchOutput(stored, everything, DATABASE, { today: TODAY, known: match.hash }));
  expect([again.hash === match.hash, again.findings]).toStrictEqual([true, undefined]);
});
