import type { Answer, policies } from '@breakwater/api';

export type WhatIf = Answer<typeof policies.endpoints.whatIf>;

const MOST = 10;

/** What would have been refused, for people: counts, then where, then examples, then what the figures do not speak of. */
export function renderWhatIf({ policy, days, reviews, now, limits }: WhatIf): string {
  const lines = [
    `If ${policy} had refused:`,
    `  requests of the last ${days} days   ${reviews.requests} refused, ${reviews.objects} different objects of ${reviews.judged} judged`,
    `  objects that exist now        ${now.objects} of ${now.judged} would be refused when somebody creates or changes them`,
    ...section(
      'by namespace, requests',
      reviews.byNamespace.map(({ clusterName, name, requests }) => [`${clusterName}/${name}`, requests]),
    ),
    ...section(
      'by owner, requests',
      reviews.byOwner.map(({ clusterName, name, requests }) => [`${clusterName}/${name}`, requests]),
    ),
    ...section(
      'by namespace, objects',
      now.byNamespace.map(({ clusterName, namespace, opens }) => [`${clusterName}/${namespace}`, opens]),
    ),
    ...(now.places.length === 0
      ? []
      : [
          '',
          ...now.places
            .slice(0, MOST)
            .map(({ clusterName, kind, namespace, name, message }) => `  ${clusterName}  ${kind} ${namespace}/${name}: ${message}`),
        ]),
    ...(now.opens > MOST ? [`  and ${now.opens - MOST} more`] : []),
    ...listLimits({ reviews, now, limits }),
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, rows: readonly (readonly [name: string, count: number])[]): readonly string[] {
  if (rows.length === 0) return [];
  const width = Math.max(...rows.map(([name]) => name.length));
  const more = rows.length > MOST ? [`    and ${rows.length - MOST} more`] : [];
  return ['', `  ${title}`, ...rows.slice(0, MOST).map(([name, count]) => `    ${name.padEnd(width)}  ${count}`), ...more];
}

/** Could not look is never "nothing would be refused". */
function listLimits({ reviews, now, limits }: Pick<WhatIf, 'reviews' | 'now' | 'limits'>): readonly string[] {
  const undecided = reviews.undecided === 0 ? [] : [`${reviews.undecided} objects could not be decided from what one request shows.`];
  const all = [
    ...limits,
    ...undecided,
    ...now.limits.map(({ message, cluster }) => (cluster === undefined ? message : `${cluster}: ${message}`)),
  ];
  return all.length === 0 ? [] : ['', '  not in these figures', ...all.map(text => `    ${text}`)];
}
