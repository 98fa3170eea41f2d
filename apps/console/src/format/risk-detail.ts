import { isSeverity } from '@breakwater/model';
import type { Translate } from '../texts/i18n.ts';
import { optionalText } from '../texts/optional-text.ts';

const REACH: Readonly<Record<string, 'external' | 'node' | 'cluster'>> = {
  'reachable from outside the cluster': 'external',
  'reachable on its nodes': 'node',
  'reachable in the cluster': 'cluster',
};

/** What the risk order says of one reason (packages/risk), in the language of the screen; names of things stay as they are. */
export function explainRisk(factor: string, detail: string, t: Translate): string {
  if (factor === 'exposure') return explainReach(detail, t);
  if (factor === 'violations') return explainCount(detail, t);
  if (factor === 'privileges') return explainPrivilege(detail, t);
  if (factor === 'permissions') return explainPower(detail, t);
  return explainMore(detail, t);
}

function explainReach(detail: string, t: Translate): string {
  const [words = '', ...by] = detail.split(': ');
  const reach = REACH[words];
  return reach === undefined ? detail : [t(`riskDetail.${reach}`), ...by].join(': ');
}

function explainCount(detail: string, t: Translate): string {
  const [, count = '', severity = '', accepted] = /^(\d+) (\w+)(, accepted)?$/.exec(detail) ?? [];
  if (!isSeverity(severity)) return detail;
  return t(accepted === undefined ? 'riskDetail.open' : 'riskDetail.accepted', { number: count, severity: t(`severity.${severity}`) });
}

function explainPower(detail: string, t: Translate): string {
  const [, power = '', where] = /^(.+) in (every|its) namespace$/.exec(detail) ?? [];
  if (where === undefined) return detail;
  return t(where === 'every' ? 'riskDetail.everywhere' : 'riskDetail.namespaced', { power: optionalText(t, 'power', power) });
}

function explainPrivilege(detail: string, t: Translate): string {
  const text = optionalText(t, 'privilege', detail);
  return text === detail ? explainMore(detail, t) : text;
}

function explainMore(detail: string, t: Translate): string {
  const [, names = '', number] = /^(.+) and (\d+) more$/.exec(detail) ?? [];
  return number === undefined ? detail : t('riskDetail.more', { names, number });
}
