/** The codes that would have been right, for whoever gave one that is none. */
const MOST = 10;

/** "可用 / there are: a, b …"; `where` says where all of them stand. */
export function validCodes(codes: readonly string[], where = WHERE): string {
  if (codes.length === 0) return '尚无任何代码 / there are none yet';
  const more = codes.length - MOST;
  const rest = more > 0 ? ` …(另有 ${more} 个 / ${more} more)` : '';
  return `可用 / there are: ${codes.slice(0, MOST).join(', ')}${rest}${where === '' ? '' : `;${where}`}`;
}

const WHERE = '空表(npm run export -- … --empty)列有全部 / the form exported with --empty holds them all';
