/** What both ends say in their capabilities that tell of baselines; to another they are not sent. */
export const KNOWS_BASELINES = 'baselines';
