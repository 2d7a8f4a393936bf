import type { OpenAPIObject } from '@nestjs/swagger';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Controllers of two services may share a name, and routes made in a loop share a method: the route itself is unique. */
const operationIdOf = (method: string, path: string): string =>
  [method, ...path.split('/')]
    .map((part) => part.replaceAll(/[{}]/g, ''))
    .filter(Boolean)
    .join('_');

/**
 * One public description from those of the services: every path behind `/api`, with the service that owns it in
 * `x-service`. Two services may not claim the same route or give one component name two shapes.
 */
export const mergeOpenApi = (documents: ReadonlyMap<string, OpenAPIObject>): OpenAPIObject => {
  const paths: Record<string, Record<string, unknown>> = {};
  const schemas: Record<string, unknown> = {};
  for (const [service, document] of documents) {
    for (const [path, item] of Object.entries(document.paths)) {
      // The gateway's own routes already stand behind the door.
      const publicPath = service === 'gateway' ? path : `/api${path}`;
      const target = (paths[publicPath] ??= {});
      for (const method of METHODS) {
        const operation = (item as Record<string, object | undefined>)[method];
        if (!operation || 'x-internal' in operation) continue;
        if (method in target) throw new Error(`two services answer ${method.toUpperCase()} ${path}`);
        target[method] = { ...operation, operationId: operationIdOf(method, publicPath), 'x-service': service };
      }
    }
    for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
      const known = schemas[name];
      if (known && JSON.stringify(known) !== JSON.stringify(schema))
        throw new Error(`component ${name} has two shapes (${service})`);
      schemas[name] = schema;
    }
  }
  const sorted = <T>(record: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    openapi: '3.1.0',
    info: { title: 'Duban', version: '1', description: 'Public interface of the campaign platform.' },
    paths: sorted(paths),
    components: {
      schemas: sorted(schemas) as never,
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'duban_session' } },
    },
    security: [{ session: [] }],
  } as unknown as OpenAPIObject;
};
