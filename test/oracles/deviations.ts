import type { Deviation } from './deviation.ts';
import { deviations as networkImages } from './deviations/network-images.ts';
import { deviations as obsolete } from './deviations/obsolete.ts';
import { deviations as pods } from './deviations/pods.ts';
import { deviations as rbac } from './deviations/rbac.ts';
import { deviations as resources } from './deviations/resources.ts';

/** Every line of a foreign corpus on which we decide otherwise. */
export const deviations: readonly Deviation[] = [...networkImages, ...obsolete, ...pods, ...rbac, ...resources].toSorted((a, b) =>
  a.file === b.file ? (a.line < b.line ? -1 : 1) : a.file < b.file ? -1 : 1,
);
