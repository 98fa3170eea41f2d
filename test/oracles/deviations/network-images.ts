import type { Deviation } from '../deviation.ts';

export const deviations: readonly Deviation[] = [];
