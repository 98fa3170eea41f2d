import { RunScope } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { strict } from '../strict.ts';
import { REPORT_FORMATS } from './compliance-runs.ts';

const params = Type.Object({ id: Type.String() });

const settings = {
  name: Type.String({ minLength: 1, maxLength: 100 }),
  pattern: Type.String({ minLength: 1, maxLength: 100, description: 'Minute, hour, day, month and weekday, as 0 6 * * 1' }),
  timeZone: Type.String({ minLength: 1, maxLength: 100, description: 'As Asia/Tokyo' }),
  clusters: Type.Array(Type.String(), { maxItems: 500, description: 'Ids; empty for all' }),
  frameworks: Type.Array(Type.String(), { minItems: 1, maxItems: 50, uniqueItems: true }),
  scope: RunScope,
  language: Type.Enum(['en', 'ja'], { description: 'Of the texts that are written down' }),
  notifiers: Type.Array(Type.String(), { maxItems: 20, description: 'Ids of notifiers that are told what each run found' }),
  reports: Type.Optional(
    Type.Array(Type.Enum([...REPORT_FORMATS]), {
      maxItems: REPORT_FORMATS.length,
      uniqueItems: true,
      description: 'Formats in which they get the report of each run: attached to mails, in base64 in what webhooks get',
    }),
  ),
  enabled: Type.Boolean(),
};

export const ComplianceSchedule = Type.Object({
  id: Type.String(),
  ...settings,
  nextAt: Type.Optional(Type.String({ description: 'Absent while it is off' })),
  createdBy: Type.String(),
});

export const resource = defineResource({
  name: 'complianceSchedules',
  doc: 'When clusters are held against frameworks, and who is told what was found',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/compliance-schedules',
      summary: 'Schedules',
      permission: 'administer',
      query: ListQuery,
      list: { name: { type: 'text', doc: 'Name', sortable: true } },
      answer: Page(ComplianceSchedule),
    },
    create: {
      method: 'POST',
      path: '/api/v1/compliance-schedules',
      summary: 'Add a schedule',
      permission: 'administer',
      body: Type.Object(settings, strict),
      answer: ComplianceSchedule,
      status: 201,
    },
    update: {
      method: 'PATCH',
      path: '/api/v1/compliance-schedules/:id',
      summary: 'Change a schedule',
      permission: 'administer',
      params,
      body: Type.Partial(Type.Object(settings, strict), strict),
      answer: ComplianceSchedule,
    },
    delete: {
      method: 'DELETE',
      path: '/api/v1/compliance-schedules/:id',
      summary: 'Remove a schedule; its runs stay',
      permission: 'administer',
      params,
      answer: Type.Null(),
      status: 204,
    },
  },
});
