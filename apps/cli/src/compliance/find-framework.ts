import { nearestName, type Standard } from '@breakwater/model';
import { builtInStandards } from '../catalogue.ts';
import { UsageError } from '../command.ts';

/** Throws UsageError for one that does not exist. */
export function findFramework(id: string): Standard {
  const standard = builtInStandards.find(candidate => candidate.id === id);
  if (standard !== undefined) return standard;
  const names = builtInStandards.map(candidate => candidate.id);
  const nearest = nearestName(id, names);
  throw new UsageError(
    `no framework is called '${id}'; ${nearest === undefined ? `known are ${names.join(', ')}` : `did you mean '${nearest}'?`}`,
  );
}
