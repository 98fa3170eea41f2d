import { type Answer, complianceSchedules } from '@breakwater/api';
import { toErrorMessage } from '@breakwater/model';
import { builtInStandards } from '../../catalogue/catalogue.ts';
import { findNextTime } from '../../compliance/next-time.ts';
import type { ServerContext } from '../../context.ts';
import type { Db } from '../../database/connection.ts';
import { RequestError, refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { isUuid } from '../../list/row-id.ts';
import { listPage } from '../../list/store.ts';
import {
  deleteSchedule,
  findSchedule,
  listUnknownNotifiers,
  type ScheduleRecord,
  type ScheduleValues,
  schedulesSource,
  storeSchedule,
} from './store.ts';

export function createComplianceSchedulesFeature({ query }: ServerContext): Feature {
  const find = async (id: string): Promise<ScheduleRecord> =>
    (isUuid(id) ? await findSchedule(query, id) : undefined) ?? refuseUnknown('schedule');
  return defineFeature(complianceSchedules, {
    list: async ({ query: request }) => {
      const page = await listPage<ScheduleRecord>(query, complianceSchedules.endpoints.list.list, request, schedulesSource);
      return { ...page, results: page.results.map(toSchedule) };
    },
    create: async ({ principal, body }) => {
      const values = await toValues(query, { reports: [], ...body, createdBy: principal.person });
      return toSchedule(await find((await storeSchedule(query, values)) ?? refuseTwice(body.name)));
    },
    update: async ({ params, body }) => {
      const { id, nextAt: _nextAt, ...before } = await find(params.id);
      const values = await toValues(query, { ...before, ...body });
      return toSchedule(await find((await storeSchedule(query, values, id)) ?? refuseTwice(values.name)));
    },
    delete: async ({ params }) => {
      if (!isUuid(params.id) || !(await deleteSchedule(query, params.id))) refuseUnknown('schedule');
      return null;
    },
  });
}

/** Throws RequestError for what cannot be meant. */
async function toValues(query: Db, values: Omit<ScheduleValues, 'nextAt'>): Promise<ScheduleValues> {
  const unknown = values.frameworks.find(id => !builtInStandards.some(standard => standard.id === id));
  if (unknown !== undefined) throw new RequestError('bad-request', `body.frameworks: no framework is called '${unknown}'.`);
  const [missing] = await listUnknownNotifiers(query, values.notifiers);
  if (missing !== undefined) throw new RequestError('bad-request', `body.notifiers: there is no notifier '${missing}'.`);
  const next = readNext(values);
  return { ...values, nextAt: values.enabled ? next : undefined };
}

function readNext({ pattern, timeZone }: Pick<ScheduleValues, 'pattern' | 'timeZone'>): Date | undefined {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw new RequestError('bad-request', `body.timeZone: no time zone is called '${timeZone}'.`, 'Write it as Asia/Tokyo or UTC.');
  }
  try {
    return findNextTime(pattern, timeZone, new Date());
  } catch (cause) {
    throw new RequestError('bad-request', `body.pattern: ${toErrorMessage(cause)}.`);
  }
}

function refuseTwice(name: string): never {
  throw new RequestError('conflict', `There is a schedule '${name}' already.`);
}

function toSchedule({ nextAt, ...schedule }: ScheduleRecord): Answer<typeof complianceSchedules.endpoints.create> {
  return { ...schedule, ...(nextAt === null ? {} : { nextAt }) };
}
