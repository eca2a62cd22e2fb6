/**
 * Follows the supergraph file and hands ApolloGateway each new version that can be served. It looks at the content, again
 * and again: fs.watch says nothing on network mounts, loses the file when it is replaced by a rename, and tells of a file
 * that is still being written. For the last reason a content counts only when two looks in a row have found it.
 */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { ApolloGateway, SupergraphManager, SupergraphSdlHook, SupergraphSdlUpdateFunction } from '@apollo/gateway';
import type { Logger } from '../../infra/runtime/logger.ts';
import type { ReloadOutcome, ServedSupergraph, SupergraphEvents } from './events.ts';
import { firstSupergraph, type Candidate } from './first.ts';
import { keepLastGood } from './last-good.ts';
import { refusalOf, shortId, type LoadOptions } from './load.ts';
import type { Closable, ServedSupergraphs } from './served.ts';
import { loadReading, readSupergraphFile, type Reading } from './supergraph-file.ts';

export interface ManagerOptions extends LoadOptions {
  readonly file: string;
  /** Where the last good supergraph is kept; undefined: nowhere. */
  readonly lastGoodFile: string | undefined;
  readonly pollMs: number;
  readonly log: Logger;
  readonly events?: SupergraphEvents;
}

type Served = Pick<ServedSupergraphs<Closable>, 'serve' | 'during'>;

export class FileSupergraphManager implements SupergraphManager {
  readonly #options: ManagerOptions;
  readonly #served: Served;
  readonly #stopped = new AbortController();
  #update: SupergraphSdlUpdateFunction = () => undefined;
  /** What is being handed over, and then what is served. */
  #candidate: Candidate | undefined;
  /** What the last look found, and what was decided upon last. */
  #found = '';
  #decided = '';
  /** One look at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: ManagerOptions, served: Served) {
    this.#options = options;
    this.#served = served;
  }

  /** Ties each request of the gateway to the version that it was validated against. To be called before it is loaded. */
  attach(gateway: ApolloGateway): void {
    // Before Apollo Server's own listener, so that no request can come with a schema that is not known here.
    gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
      if (this.#candidate) this.#served.serve(apiSchema, this.#candidate.version);
    });
    const execute = gateway.executor;
    gateway.executor = (request) => this.#served.during(request.schema, () => execute(request));
  }

  /** Called by ApolloGateway when it loads. */
  readonly initialize: SupergraphSdlHook = async ({ update }) => {
    this.#update = update;
    const reading = await readSupergraphFile(this.#options.file);
    const first = await firstSupergraph(reading, this.#options);
    this.#found = reading.mark;
    this.#decided = reading.mark;
    this.#candidate = first;
    void this.#follow(first);
    const cleanup = async (): Promise<void> => {
      this.#stopped.abort();
      await this.#turn;
    };
    return { supergraphSdl: first.version.prepared, cleanup };
  };

  /** What is served, and since when. */
  get state(): ServedSupergraph {
    if (!this.#candidate) throw new TypeError('no supergraph is served yet');
    return stateOf(this.#candidate);
  }

  /** Looks at the file now, and believes what it finds at the first look. */
  reload(): Promise<ReloadOutcome> {
    return this.#inTurn(() => this.#look(true));
  }

  async #follow(first: Candidate): Promise<void> {
    const { signal } = this.#stopped;
    const unexpected = (error: unknown): void => {
      this.#options.log.error({ err: error }, '跟踪超图文件时出错 / following the supergraph file failed; it goes on');
    };
    const announced = this.#inTurn(async () => {
      await nextTurn(); // ApolloGateway has taken it over by then
      if (!signal.aborted) await this.#announce(first);
    });
    await announced.catch(unexpected);
    for (;;) {
      await sleep(this.#options.pollMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      await this.#inTurn(() => this.#look(false)).catch(unexpected);
    }
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #look(asked: boolean): Promise<ReloadOutcome> {
    const reading = await readSupergraphFile(this.#options.file);
    const seenBefore = this.#found === reading.mark;
    this.#found = reading.mark;
    const isNews = seenBefore && this.#decided !== reading.mark;
    if (this.#stopped.signal.aborted || !(isNews || asked)) return 'unchanged';
    this.#decided = reading.mark;
    if (reading.mark === this.state.id) return await this.#backToFile();
    try {
      const version = await loadReading(reading, this.#options);
      await this.#serve({ version, from: 'file', since: new Date() });
      return 'served';
    } catch (error) {
      this.#refuse(reading, error);
      return 'refused';
    }
  }

  async #serve(candidate: Candidate): Promise<void> {
    const before = this.#candidate;
    // From here to the end of update() in one go, in a turn of its own: no request stands between its validation and its
    // plan, since on that way it waits for nothing but promises that are already kept.
    await nextTurn();
    if (this.#stopped.signal.aborted) return;
    this.#candidate = candidate;
    try {
      this.#update(candidate.version.prepared);
    } catch (error) {
      // Never seen, since the version has been loaded; but a gateway that stopped half-way must not stay there.
      this.#candidate = before;
      if (before) this.#update(before.version.prepared);
      throw error;
    }
    await this.#announce(candidate);
  }

  /** The file holds again what is served: after a refused text, or when the last good one was put back. */
  async #backToFile(): Promise<ReloadOutcome> {
    const { log } = this.#options;
    log.info(
      { supergraph: shortId(this.state.id) },
      '文件内容即当前所用的超图 / the file holds the supergraph that is served',
    );
    if (this.#candidate?.from === 'last-good') {
      this.#candidate = { ...this.#candidate, from: 'file', since: new Date() };
      await this.#announce(this.#candidate);
    }
    return 'unchanged';
  }

  /** Says what is served, and keeps it for the next start. */
  async #announce(candidate: Candidate): Promise<void> {
    const { events, file, lastGoodFile, log } = this.#options;
    const { id, zones, from, since } = stateOf(candidate);
    events?.served?.({ id, zones, from, since });
    log.info({ supergraph: shortId(id), from, since, zones }, '启用超图 / supergraph served');
    if (lastGoodFile === undefined || from === 'last-good') return;
    await keepLastGood(lastGoodFile, { sdl: candidate.version.sdl, since, file }).catch((error: unknown) => {
      const reason = refusalOf(error);
      log.warn({ file: lastGoodFile, reason }, '未能保存最近可用的超图 / the last good supergraph could not be kept');
    });
  }

  #refuse(reading: Reading, error: unknown): void {
    const { events, file, log } = this.#options;
    const reason = refusalOf(error);
    events?.refused?.({ id: reading.id, reason });
    log.error(
      { file, reason, refused: reading.id && shortId(reading.id), serving: shortId(this.state.id) },
      '新超图无效,已拒绝,沿用旧的 / the new supergraph is refused, the old one keeps serving',
    );
  }
}

function stateOf({ version, from, since }: Candidate): ServedSupergraph {
  return { id: version.id, zones: [...version.zones.keys()], from, since };
}
