import { tokens } from '@breakwater/api';
import { checkScope } from '../../access/check-scope.ts';
import type { ServerContext } from '../../context.ts';
import { RequestError, refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { isUuid } from '../../list/row-id.ts';
import { listPage } from '../../list/store.ts';
import { API_TOKEN_PREFIX, createSecret } from '../../security/secret.ts';
import { addToken, deleteToken, type TokenRow, tokensSource } from './store.ts';

const DAY_MS = 86_400_000;

export function createTokensFeature({ query }: ServerContext): Feature {
  return defineFeature(tokens, {
    list: async call => {
      const page = await listPage<TokenRow>(query, tokens.endpoints.list.list, call.query, tokensSource);
      return { ...page, results: page.results.map(toToken) };
    },
    create: async ({ body, principal }) => {
      checkScope(body.role, body.scope);
      const secret = createSecret(API_TOKEN_PREFIX);
      const expiresAt = new Date(Date.now() + body.days * DAY_MS);
      const row = await addToken(query, { ...body, secret, createdBy: principal.person, expiresAt });
      if (row === undefined) throw new RequestError('internal', 'The token was not stored.');
      return { token: toToken(row), secret };
    },
    delete: async ({ params }) => {
      if (!isUuid(params.id) || !(await deleteToken(query, params.id))) refuseUnknown('token');
      return null;
    },
  });
}

function toToken({ id, name, role, scope, createdBy, createdAt, expiresAt, lastUsedAt }: TokenRow) {
  return { id, name, role, scope, createdBy, createdAt, expiresAt, ...(lastUsedAt === null ? {} : { lastUsedAt }) };
}
