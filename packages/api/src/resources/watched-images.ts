import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { strict } from '../strict.ts';

const params = Type.Object({ id: Type.String() });

const settings = {
  pattern: Type.String({
    minLength: 1,
    maxLength: 500,
    description: 'registry.example/shop/cart:1.4, or with a pattern of tags: registry.example/shop/cart:1.*, of which the newest 20 count',
  }),
  hours: Type.Integer({ minimum: 1, maximum: 720, description: 'Between two looks' }),
};

export const WatchedImage = Type.Object({
  id: Type.String(),
  ...settings,
  createdBy: Type.String(),
  createdAt: Type.String(),
  nextAt: Type.String({ description: 'When it is looked at next' }),
});

export const resource = defineResource({
  name: 'watchedImages',
  doc: 'Images and repositories that are looked at although no cluster runs them yet',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/watched-images',
      summary: 'Watched images',
      permission: 'administer',
      query: ListQuery,
      list: { pattern: { type: 'text', doc: 'Reference or pattern', sortable: true } },
      answer: Page(WatchedImage),
    },
    create: {
      method: 'POST',
      path: '/api/v1/watched-images',
      summary: 'Watch an image or a repository',
      permission: 'administer',
      body: Type.Object(settings, strict),
      answer: WatchedImage,
      status: 201,
    },
    update: {
      method: 'PATCH',
      path: '/api/v1/watched-images/:id',
      summary: 'Change what is watched, or how often',
      permission: 'administer',
      params,
      body: Type.Partial(Type.Object(settings, strict), strict),
      answer: WatchedImage,
    },
    delete: {
      method: 'DELETE',
      path: '/api/v1/watched-images/:id',
      summary: 'Watch it no longer',
      permission: 'administer',
      params,
      answer: Type.Null(),
      status: 204,
    },
  },
});
