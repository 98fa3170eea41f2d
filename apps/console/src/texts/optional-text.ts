import type { TextKey, Translate } from './i18n.ts';

/** The text of a name that comes from data: category, risk factor, field. The name itself where nobody wrote one. */
export function optionalText(
  t: Translate,
  group:
    | 'category'
    | 'factor'
    | 'fields'
    | 'controlGroup'
    | 'exposure'
    | 'preset'
    | 'evidenceSource'
    | 'power'
    | 'privilege'
    | 'attackGoal'
    | 'secretTakenAs'
    | 'secretFinding'
    | 'needlessKind'
    | 'instructionCheck'
    | 'baseMethod'
    | 'scanPhase'
    | 'eventField'
    | 'processTrait'
    | 'agentCapability',
  name: string,
): string {
  const key = `${group}.${name}` as TextKey;
  const text = t(key);
  return text === key ? name : text;
}
