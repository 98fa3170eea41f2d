import { expect, it } from 'vitest';
import type { Translate } from '../../texts/i18n.ts';
import { explainThreat } from './explain-threat.ts';

const t: Translate = (key, values) => (values === undefined ? key : `${key} ${JSON.stringify(values)}`);

it.each([
  ['known to be exploited since 2024-03-01', 'threat.exploited {"date":"2024-03-01"}'],
  ['known to be exploited since 2024-03-01, also by ransomware', 'threat.ransomware {"date":"2024-03-01"}'],
  ['EPSS 94.3 % in 30 days', 'threat.probability {"percent":"94.3"}'],
  ['severity high, CVSS 8.1', 'threat.score {"severity":"severity.high","score":"8.1"}'],
  ['severity low', 'threat.severity {"severity":"severity.low"}'],
  ['severity unheard', 'severity unheard'],
  ['the moon is full', 'the moon is full'],
])('%s', (reason, text) => {
  expect(explainThreat(reason, t)).toBe(text);
});
