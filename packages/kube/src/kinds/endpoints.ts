import { defineKind } from '../kind.ts';

/** Only those without EndpointSlices matter; the API server warns of their end and still serves them. */
export const kind = defineKind({ kind: 'Endpoints', plural: 'endpoints' });
