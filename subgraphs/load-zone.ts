/** A zone's definition: the export `zone` of zone.ts in the folder that bears its code. */
import { ZONES, findZone } from '../schema/zones.ts';
import { StartupError } from '../infra/runtime/startup-error.ts';
import { ZoneDefinition } from './kit/index.ts';

export async function loadZone(code: string): Promise<ZoneDefinition> {
  if (!findZone(code)) {
    throw new StartupError(`no zone is called ${code}; the zones are ${ZONES.map((zone) => zone.code).join(', ')}`);
  }
  const loaded: unknown = await import(`./${code}/zone.ts`);
  if (typeof loaded === 'object' && loaded !== null && 'zone' in loaded && loaded.zone instanceof ZoneDefinition) {
    return loaded.zone;
  }
  throw new StartupError(`subgraphs/${code}/zone.ts must export zone = defineZone({ … })`);
}
