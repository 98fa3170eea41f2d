import { isSeverity } from '@breakwater/model';
import type { Translate } from '../../texts/i18n.ts';

/** What the risk of a vulnerability rests on (packages/vulnerability), in the language of the screen; as it is where it says something new. */
export function explainThreat(reason: string, t: Translate): string {
  const [, since, ransomware] = /^known to be exploited since (\S+?)(, also by ransomware)?$/.exec(reason) ?? [];
  if (since !== undefined) return t(ransomware === undefined ? 'threat.exploited' : 'threat.ransomware', { date: since });
  const [, probability] = /^EPSS ([\d.]+) % in 30 days$/.exec(reason) ?? [];
  if (probability !== undefined) return t('threat.probability', { percent: probability });
  const [, severity = '', score] = /^severity (\w+)(?:, CVSS ([\d.]+))?$/.exec(reason) ?? [];
  if (!isSeverity(severity)) return reason;
  const word = t(`severity.${severity}`);
  return score === undefined ? t('threat.severity', { severity: word }) : t('threat.score', { severity: word, score });
}
