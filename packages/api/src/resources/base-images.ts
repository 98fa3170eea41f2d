import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { FindingCounts } from '../findings.ts';
import { ListQuery, Page } from '../list/list.ts';
import { strict } from '../strict.ts';

const params = Type.Object({ id: Type.String() });

export const APPROVAL_STATES = ['active', 'expired'] as const;
export const BASE_STATES = ['approved', 'expired', 'not-approved'] as const;

const settings = {
  pattern: Type.String({
    minLength: 1,
    maxLength: 500,
    description: 'Beginning of names as images state them, with or without an asterisk at its end: debian:12 also means debian:12-slim',
  }),
  reason: Type.String({ minLength: 1, maxLength: 2000 }),
  expiry: Type.Optional(
    Type.Union([Type.String(), Type.Null()], { description: 'RFC 3339 UTC or a date, which holds through that day; null for none' }),
  ),
  rescanDays: Type.Integer({ minimum: 1, maximum: 30, description: 'Days between two looks at the registry for a newer one' }),
};

export const BaseImage = Type.Object({
  id: Type.String(),
  pattern: Type.String(),
  reason: Type.String(),
  approvedBy: Type.String(),
  approvedAt: Type.String(),
  expiry: Type.Optional(Type.String()),
  rescanDays: Type.Integer(),
  state: Type.Enum([...APPROVAL_STATES]),
  images: Type.Integer({ description: 'Scanned images that rest on one of them' }),
});

export const SeenBaseImage = Type.Object({
  name: Type.String({ description: 'Empty where only the digest is known' }),
  digest: Type.String({ description: 'Empty where only the name is known' }),
  methods: Type.Array(Type.String(), { description: 'layers (proven), annotation or label (stated), history (guessed)' }),
  images: Type.Integer({ description: 'That rest on it' }),
  workloads: Type.Integer(),
  image: Type.Optional(Type.String({ description: 'Id in /images, where it was scanned itself' })),
  newestDigest: Type.Optional(Type.String({ description: 'That the name stands for as far as scanners know' })),
  newer: Type.Boolean({ description: 'Whether that is another one than the images rest on' }),
  risk: Type.Optional(Type.Number({ description: 'Absent where it was not scanned itself' })),
  vulnerabilities: Type.Optional(FindingCounts),
  state: Type.Enum([...BASE_STATES]),
  approval: Type.Optional(Type.Object({ id: Type.String(), by: Type.String(), expiry: Type.Optional(Type.String()) })),
});

export const resource = defineResource({
  name: 'baseImages',
  doc: 'Base images: which may be used, by whose word and until when, and which are',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/base-images',
      summary: 'Approvals of base images; while there is an active one, the policy base-image-not-allowed asks for it',
      permission: 'view',
      query: ListQuery,
      list: {
        pattern: { type: 'text', doc: 'Name or beginning of names', sortable: true },
        approvedBy: { type: 'text', doc: 'Who approved', sortable: true },
        approvedAt: { type: 'time', doc: 'When', sortable: true },
        expiry: { type: 'time', doc: 'End', sortable: true },
        state: { type: 'choice', doc: 'State', choices: APPROVAL_STATES },
      },
      answer: Page(BaseImage),
    },
    create: {
      method: 'POST',
      path: '/api/v1/base-images',
      summary: 'Approve base images',
      permission: 'administer',
      body: Type.Object(settings, strict),
      answer: BaseImage,
      status: 201,
    },
    update: {
      method: 'PATCH',
      path: '/api/v1/base-images/:id',
      summary: 'Change an approval',
      permission: 'administer',
      params,
      body: Type.Partial(Type.Object(settings, strict), strict),
      answer: BaseImage,
    },
    delete: {
      method: 'DELETE',
      path: '/api/v1/base-images/:id',
      summary: 'Take an approval back',
      permission: 'administer',
      params,
      answer: Type.Null(),
      status: 204,
    },
    seen: {
      method: 'GET',
      path: '/api/v1/base-images/seen',
      summary: 'Base images that scanned images rest on',
      permission: 'view',
      query: ListQuery,
      list: {
        name: { type: 'text', doc: 'Name', sortable: true },
        digest: { type: 'text', doc: 'Digest' },
        images: { type: 'number', doc: 'Images that rest on it', sortable: true },
        workloads: { type: 'number', doc: 'Workloads that run those', sortable: true },
        risk: { type: 'number', doc: 'Risk, 0 to 100; -1 when not known', sortable: true },
        newer: { type: 'boolean', doc: 'Whether there is a newer one' },
        state: { type: 'choice', doc: 'Whether it is approved', choices: BASE_STATES },
      },
      answer: Page(SeenBaseImage),
    },
  },
});
