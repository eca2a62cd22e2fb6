/**
 * The supergraph that is served, and those with which requests under way began: each request is planned, asked and checked
 * by one and the same version. A zone's client (its connections, and what it has learnt of the zone) stays open as long as one
 * of these versions names the zone at that address.
 */
import type { GraphQLSchema } from 'graphql';
import type { LoadedSupergraph } from './load.ts';

export interface Closable {
  close(): Promise<void>;
}

export class ServedSupergraphs<Client extends Closable> {
  /** Apollo Server hands every request the schema object it was validated against: that object tells its version. */
  readonly #versions = new WeakMap<GraphQLSchema, LoadedSupergraph>();
  readonly #underWay = new Map<LoadedSupergraph, number>();
  readonly #clients = new Map<string, Client>();
  readonly #open: (zone: string, url: string) => Client;
  #current: LoadedSupergraph | undefined;

  constructor(open: (zone: string, url: string) => Client) {
    this.#open = open;
  }

  get current(): LoadedSupergraph {
    if (!this.#current) throw new TypeError('no supergraph is served yet');
    return this.#current;
  }

  /** Requests validated against `apiSchema` belong to `version`, and new ones are. */
  serve(apiSchema: GraphQLSchema, version: LoadedSupergraph): void {
    this.#versions.set(apiSchema, version);
    this.#current = version;
    this.#closeUnused();
  }

  of(apiSchema: GraphQLSchema): LoadedSupergraph {
    const version = this.#versions.get(apiSchema);
    if (!version) throw new TypeError('a request of no supergraph that was served');
    return version;
  }

  /** A zone as a request of this API schema sees it: its own schema as composed then, and the client for its address then. */
  zone(apiSchema: GraphQLSchema, name: string): { readonly schema: GraphQLSchema; readonly client: Client } {
    const zone = this.of(apiSchema).zones.get(name);
    if (!zone) throw new TypeError(`the supergraph has no zone ${name}`);
    const { schema, url } = zone;
    const key = keyOf(name, url);
    let client = this.#clients.get(key);
    if (!client) this.#clients.set(key, (client = this.#open(name, url)));
    return { schema, client };
  }

  /** Runs a request; its version's zones stay open until it has ended. */
  async during<Result>(apiSchema: GraphQLSchema, request: () => Promise<Result>): Promise<Result> {
    const version = this.of(apiSchema);
    this.#underWay.set(version, (this.#underWay.get(version) ?? 0) + 1);
    try {
      return await request();
    } finally {
      const left = (this.#underWay.get(version) ?? 1) - 1;
      if (left > 0) this.#underWay.set(version, left);
      else {
        this.#underWay.delete(version);
        if (version !== this.#current) this.#closeUnused();
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.close()));
  }

  #closeUnused(): void {
    const alive = [this.current, ...this.#underWay.keys()];
    const used = new Set(alive.flatMap(({ zones }) => [...zones].map(([name, { url }]) => keyOf(name, url))));
    for (const [key, client] of this.#clients) {
      if (used.has(key)) continue;
      this.#clients.delete(key);
      void client.close();
    }
  }
}

function keyOf(zone: string, url: string): string {
  return `${zone} ${url}`;
}
