import type { Answer, fixPlan } from '@breakwater/api';

type Plan = Answer<typeof fixPlan.endpoints.get>;

/** What a builder is sent, as the server writes it; id and time of the message are added when it is. */
export function toRebuildPreview({ reference, digest, packages, removable, baseUpdate }: Plan): object {
  return {
    event: 'rebuild-requested',
    image: { reference, digest },
    packages: packages.map(({ name, type, from, to, closes, dueAt }) => ({ name, type, from, to, closes, dueAt })),
    remove: removable.map(({ name, version }) => ({ name, version })),
    ...(baseUpdate === undefined ? {} : { base: { name: baseUpdate.name, from: baseUpdate.from, reference: baseUpdate.reference } }),
  };
}
