/** Everything that scanners ask lies below it, on the sensors' port. */
export const SCANNER_PREFIX = '/scanner/v1/';
export const SCANNER_ENROL_PATH = `${SCANNER_PREFIX}enrol`;
export const LEASE_PATH = `${SCANNER_PREFIX}lease`;

export const JOB_ACTIONS = { progress: 'POST', result: 'PUT', failure: 'POST', release: 'POST' } as const;
export type JobAction = keyof typeof JOB_ACTIONS;

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function toJobPath(id: string, lease: string, action: JobAction): string {
  return `${SCANNER_PREFIX}jobs/${id}/${action}?lease=${lease}`;
}

/** The parts of such a path; undefined for what is none. */
export function parseJobPath(
  path: string,
  lease: string | null,
): { readonly id: string; readonly lease: string; readonly action: JobAction } | undefined {
  const [id = '', action = '', ...rest] = path.startsWith(`${SCANNER_PREFIX}jobs/`)
    ? path.slice(`${SCANNER_PREFIX}jobs/`.length).split('/')
    : [];
  if (rest.length > 0 || lease === null || !ID.test(id) || !ID.test(lease) || !Object.hasOwn(JOB_ACTIONS, action)) return undefined;
  return { id, lease, action: action as JobAction };
}
