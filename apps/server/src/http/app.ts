export type { FastifyInstance as App } from 'fastify';
