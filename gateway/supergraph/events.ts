/** What happens to the supergraph, for whoever counts it. */
export interface ServedSupergraph {
  /** The sha-256 of its text. */
  readonly id: string;
  readonly zones: readonly string[];
  /** The configured file, or the copy kept of what was served last. */
  readonly from: 'file' | 'last-good';
  /** Since when it has been served; of a last good one, by an earlier process. */
  readonly since: Date;
}

export interface RefusedSupergraph {
  /** The sha-256 of the text; undefined when the file could not be read. */
  readonly id: string | undefined;
  readonly reason: string;
}

export interface SupergraphEvents {
  /** From now on this one is served: at the start, and after each swap. */
  readonly served?: (supergraph: ServedSupergraph) => void;
  /** The file holds nothing that can be served: once for each content, and at each reload that was asked for. */
  readonly refused?: (supergraph: RefusedSupergraph) => void;
}

/** What became of one look at the file. */
export type ReloadOutcome = 'served' | 'unchanged' | 'refused';
