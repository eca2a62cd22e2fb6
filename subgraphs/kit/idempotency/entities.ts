import { EntitySchema } from 'typeorm';

/** A request that was carried out, by the key it came with. */
export interface IdempotencyRow {
  id: string;
  action: string;
  /** SHA-256 of the request. */
  requestHash: string;
  /** What was answered, as JSON; null while it is being worked on, which nobody else sees. */
  answer: string | null;
  recordedAt: Date;
}

export const IdempotencySchema = new EntitySchema<IdempotencyRow>({
  name: 'IdempotencyKey',
  tableName: 'idempotency_key',
  columns: {
    id: { type: 'varchar', length: 160, primary: true },
    action: { type: 'varchar', length: 32 },
    requestHash: { name: 'request_hash', type: 'varchar', length: 64 },
    answer: { type: 'text', nullable: true },
    recordedAt: { name: 'recorded_at', type: 'datetime', precision: 3 },
  },
});
