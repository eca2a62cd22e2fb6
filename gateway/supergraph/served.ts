/**
 * The supergraph that is served, and those with which requests under way began: each request is planned, asked and checked
 * by one and the same version. A zone's data source (its connections, and what it has learnt of the zone) stays open as long
 * as one of these versions names the zone at that address.
 */
import type { GraphQLDataSource } from '@apollo/gateway';
import type { GraphQLSchema } from 'graphql';
import type { ComposedZone, LoadedSupergraph } from './load.ts';

export interface ZoneSource extends GraphQLDataSource {
  close(): Promise<void>;
}

export class ServedSupergraphs<Source extends ZoneSource> {
  /** Apollo Server hands every request the schema object it was validated against: that object tells its version. */
  readonly #versions = new WeakMap<GraphQLSchema, LoadedSupergraph>();
  readonly #underWay = new Map<LoadedSupergraph, number>();
  readonly #sources = new Map<string, Source>();
  readonly #open: (zone: string, url: string) => Source;
  #current: LoadedSupergraph | undefined;

  constructor(open: (zone: string, url: string) => Source) {
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

  zone(apiSchema: GraphQLSchema, name: string): ComposedZone {
    const zone = this.of(apiSchema).zones.get(name);
    if (!zone) throw new TypeError(`the supergraph has no zone ${name}`);
    return zone;
  }

  source(apiSchema: GraphQLSchema, zone: string): Source {
    const { url } = this.zone(apiSchema, zone);
    const key = keyOf(zone, url);
    const source = this.#sources.get(key) ?? this.#open(zone, url);
    this.#sources.set(key, source);
    return source;
  }

  /**
   * For ApolloGateway, which keeps what it was given for a zone even when the zone has gone and come back: the data source
   * of the request's own version.
   */
  dataSource(zone: string): GraphQLDataSource {
    return {
      process: (options) => {
        if (!('incomingRequestContext' in options))
          throw new TypeError(`${zone} is asked for requests of clients only`);
        return this.source(options.incomingRequestContext.schema, zone).process(options);
      },
    };
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
    await Promise.all([...this.#sources.values()].map((source) => source.close()));
  }

  #closeUnused(): void {
    const alive = [this.current, ...this.#underWay.keys()];
    const used = new Set(alive.flatMap(({ zones }) => [...zones].map(([name, { url }]) => keyOf(name, url))));
    for (const [key, source] of this.#sources) {
      if (used.has(key)) continue;
      this.#sources.delete(key);
      void source.close();
    }
  }
}

function keyOf(zone: string, url: string): string {
  return JSON.stringify([zone, url]);
}
