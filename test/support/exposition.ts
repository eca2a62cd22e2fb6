/** Reads the text format of Prometheus: series to value, e.g. `yihe_zone_calls_total{zone="core",outcome="OK"}` → 3. */
export function seriesOf(text: string): Map<string, number> {
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const at = line.lastIndexOf(' ');
        return [line.slice(0, at), Number(line.slice(at + 1))] as const;
      }),
  );
}

/** The names of the metrics, as a query names them (a histogram's three series too). */
export function namesOf(text: string): Set<string> {
  return new Set([...seriesOf(text).keys()].map((series) => series.split('{')[0] ?? series));
}

/** Every name that a query may use: those of the families, with or without a value so far, and a histogram's three series. */
export function familiesOf(text: string): Set<string> {
  const families = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)];
  return new Set(
    families.flatMap(([, name = '', type]) =>
      type === 'histogram' ? ['bucket', 'sum', 'count'].map((each) => `${name}_${each}`) : [name],
    ),
  );
}
