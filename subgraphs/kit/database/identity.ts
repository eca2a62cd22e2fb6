/** Whose database this is: written at the first start, and checked at every other, before anything in it is touched. */
import { EntitySchema, type DataSource } from 'typeorm';
import { StartupError } from '../../../infra/runtime/startup-error.ts';

export const IdentitySchema = new EntitySchema<{ zone: string }>({
  name: 'ZoneIdentity',
  tableName: 'zone_identity',
  columns: { zone: { type: 'varchar', length: 32, primary: true } },
});

/** Refuses another zone's database: its figures would be counted twice, and under a wrong name. */
export async function assertOwn(dataSource: DataSource, zone: string): Promise<void> {
  const runner = dataSource.createQueryRunner();
  const known = await runner.hasTable('zone_identity');
  const [owner] = known ? await dataSource.getRepository(IdentitySchema).find() : [];
  if (!owner || owner.zone === zone) return;
  throw new StartupError(
    `this is the database of zone ${owner.zone}, not of ${zone}; give DATABASE_URL the zone's own`,
  );
}

/** Puts the zone's name on a new database. */
export async function claim(dataSource: DataSource, zone: string): Promise<void> {
  const identities = dataSource.getRepository(IdentitySchema);
  if ((await identities.count()) === 0) await identities.insert({ zone });
}
