/** What the gateway needs of an OpenAPI document. */
export interface DescribedPaths {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
}
interface DescribedOperation {
  readonly 'x-service'?: string;
  readonly 'x-permission'?: string;
  readonly 'x-public'?: boolean;
  readonly 'x-internal'?: boolean;
}

export interface Route {
  readonly service: string;
  readonly permission: string;
}

interface Node {
  readonly fixed: Map<string, Node>;
  parameter: Node | null;
  readonly routes: Map<string, Route>;
}
const node = (): Node => ({ fixed: new Map(), parameter: null, routes: new Map() });

/**
 * Finds the owner and the permission of a public route. What the document does not name, or names without a permission,
 * is not forwarded: deny by default.
 */
export class RouteTable {
  private readonly root = node();
  readonly size: number;

  constructor(document: DescribedPaths) {
    let size = 0;
    for (const [path, item] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(item)) {
        const service = operation['x-service'];
        const permission = operation['x-permission'];
        if (!service || service === 'gateway' || !permission || operation['x-internal']) continue;
        this.place(path, method.toUpperCase(), { service, permission });
        size++;
      }
    }
    this.size = size;
  }

  private place(path: string, method: string, route: Route): void {
    let at = this.root;
    for (const segment of path.split('/').filter(Boolean)) {
      if (segment.startsWith('{')) at = at.parameter ??= node();
      else {
        const next = at.fixed.get(segment) ?? node();
        at.fixed.set(segment, next);
        at = next;
      }
    }
    at.routes.set(method, route);
  }

  /** A fixed segment is preferred to a parameter. `HEAD` is answered by the route of `GET`. */
  find(method: string, path: string): Route | null {
    const segments = path.split('/').filter(Boolean);
    const wanted = method === 'HEAD' ? 'GET' : method;
    const walk = (at: Node, depth: number): Route | null => {
      const segment = segments[depth];
      if (segment === undefined) return at.routes.get(wanted) ?? null;
      const fixed = at.fixed.get(segment);
      return (fixed && walk(fixed, depth + 1)) ?? (at.parameter && walk(at.parameter, depth + 1)) ?? null;
    };
    return walk(this.root, 0);
  }
}
