import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';
import { strict } from '../strict.ts';

/** How a scan stands: `retrying` failed and is tried again by itself, `failed` waits for somebody to change something. */
export const SCAN_STATES = ['waiting', 'running', 'retrying', 'failed', 'done'] as const;
export const SCAN_KINDS = ['inspect', 'list-tags', 'match'] as const;

export const Scan = Type.Object({
  id: Type.String(),
  kind: Type.Enum([...SCAN_KINDS]),
  state: Type.Enum([...SCAN_STATES]),
  reference: Type.String(),
  digest: Type.Optional(Type.String({ description: 'That pods report, or of the image that is matched again' })),
  platform: Type.Optional(Type.String()),
  registry: Type.String(),
  priority: Type.Integer({ description: 'The higher, the sooner' }),
  requestedBy: Type.Optional(Type.String({ description: 'Who asked for it; absent when a cluster runs it or somebody watches it' })),
  scanner: Type.Optional(Type.String({ description: 'Name of the scanner that works on it, or did' })),
  progress: Type.Optional(
    Type.Object({
      phase: Type.String(),
      done: Type.Integer(),
      total: Type.Integer({ description: 'Bytes of all layers; 0 when not known' }),
    }),
  ),
  attempts: Type.Integer({ description: 'In a row without success' }),
  error: Type.Optional(Type.Object({ code: Type.String(), message: Type.String(), at: Type.String() })),
  nextAt: Type.Optional(Type.String({ description: 'When it is tried next; absent when it runs or is done' })),
  createdAt: Type.String(),
  endedAt: Type.Optional(Type.String()),
});

export const resource = defineResource({
  name: 'scans',
  doc: 'The work of scanners: what waits, runs, failed and was done',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/scans',
      summary: 'Scans of images that the caller may see',
      permission: 'view',
      query: ListQuery,
      list: {
        kind: { type: 'choice', doc: 'What is done', choices: SCAN_KINDS },
        state: { type: 'choice', doc: 'How it stands', choices: SCAN_STATES, sortable: true },
        reference: { type: 'text', doc: 'Reference', sortable: true },
        digest: { type: 'text', doc: 'Digest' },
        registry: { type: 'text', doc: 'Registry', sortable: true },
        code: { type: 'text', doc: 'Code of the last failure', sortable: true },
        priority: { type: 'number', doc: 'Priority', sortable: true },
        createdAt: { type: 'time', doc: 'When it was queued', sortable: true },
      },
      answer: Page(Scan),
    },
    values: valuesOf('/api/v1/scans'),
    create: {
      method: 'POST',
      path: '/api/v1/scans',
      summary: 'Read an image now, before everything else, also one that no cluster runs',
      permission: 'administer',
      body: Type.Object(
        {
          reference: Type.String({ minLength: 1, maxLength: 500, description: 'registry.example/shop/cart:1.4' }),
          platform: Type.Optional(Type.String({ pattern: '^[a-z0-9]+/[a-z0-9_]+(?:/[a-z0-9.]+)?$', description: 'linux/arm64' })),
        },
        strict,
      ),
      answer: Scan,
      status: 202,
    },
  },
});
