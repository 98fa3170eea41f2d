import { Attestation } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { strict } from '../strict.ts';

const params = Type.Object({ id: Type.String() });
const { framework, control, state, text, validUntil, clusters, attachment } = Attestation.properties;

export const StoredAttestation = Type.Object({ id: Type.String(), ...Attestation.properties });

export const resource = defineResource({
  name: 'attestations',
  doc: 'What people state of controls that no evidence can decide; the next run hears it',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/attestations',
      summary: 'Attestations, those that have ended among them',
      permission: 'view',
      query: ListQuery,
      list: {
        framework: { type: 'text', doc: 'Framework', sortable: true },
        control: { type: 'text', doc: 'Control', sortable: true },
        by: { type: 'text', doc: 'Who', sortable: true },
        at: { type: 'time', doc: 'When', sortable: true },
        validUntil: { type: 'time', doc: 'End', sortable: true },
      },
      answer: Page(StoredAttestation),
    },
    create: {
      method: 'POST',
      path: '/api/v1/attestations',
      summary: 'Attest a control',
      permission: 'approve-exception',
      body: Type.Object({ framework, control, state, text, validUntil, clusters, attachment }, strict),
      answer: StoredAttestation,
      status: 201,
    },
    delete: {
      method: 'DELETE',
      path: '/api/v1/attestations/:id',
      summary: 'Take an attestation back; runs that heard it keep it',
      permission: 'approve-exception',
      params,
      answer: Type.Null(),
      status: 204,
    },
  },
});
