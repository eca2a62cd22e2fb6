/**
 * A request with a key is carried out once: the key, what it changes and its answer are one transaction. Sent again, in parallel,
 * after a lost answer or a restart, it gets the same answer. What was refused has changed nothing and leaves the key free.
 */
import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { problem } from '../../../schema/error-codes.ts';
import { IdempotencySchema } from './entities.ts';

export interface KeyedRequest {
  readonly key: string;
  readonly action: string;
  /** Plain data: what was asked. */
  readonly input: object;
  /** Whose key it is: those that programs of ours make up are no client's to take. */
  readonly scope?: 'client' | 'own';
}

/** Plain data that a client is answered; without `commits` all that was changed on the way is undone, and the key is free. */
export interface Outcome {
  readonly commits: boolean;
}

const MAX_KEY = 128;
const ATTEMPTS = 4;

/** `read` makes the stored answer an answer again. Errors: BAD_USER_INPUT, IDEMPOTENCY_KEY_REUSED. */
export async function once<Answer extends Outcome>(
  database: DataSource,
  request: KeyedRequest,
  read: (stored: unknown) => Answer,
  work: (manager: EntityManager) => Promise<Answer>,
): Promise<Answer> {
  const { key, action, input, scope = 'client' } = request;
  const id = `${scope} ${key}`;
  if (key.trim() === '' || key.length > MAX_KEY) {
    throw problem('BAD_USER_INPUT', `幂等键须为 1 至 ${MAX_KEY} 个字符 / a key has 1 to ${MAX_KEY} characters`);
  }
  const requestHash = createHash('sha256')
    .update(JSON.stringify([action, input]))
    .digest('hex');
  const attempt = async (manager: EntityManager): Promise<Answer> => {
    await manager.insert(IdempotencySchema, { id, action, requestHash, answer: null, recordedAt: new Date() });
    const answer = await work(manager);
    if (!answer.commits) throw new Undone(answer);
    await manager.update(IdempotencySchema, { id }, { answer: JSON.stringify(answer) });
    return answer;
  };
  for (let left = ATTEMPTS - 1; ; left -= 1) {
    const known = await database.getRepository(IdempotencySchema).findOneBy({ id });
    if (known) {
      if (known.requestHash === requestHash) return read(JSON.parse(known.answer ?? 'null'));
      throw problem(
        'IDEMPOTENCY_KEY_REUSED',
        '此幂等键已用于另一项请求,请换新键 / this key was used for another request; use a new one',
      );
    }
    try {
      return await database.transaction(attempt);
    } catch (error) {
      if (error instanceof Undone) return read(error.answer);
      if (left === 0 || !isPassing(error)) throw error;
    }
  }
}

class Undone extends Error {
  readonly answer: Outcome;
  constructor(answer: Outcome) {
    super('undone');
    this.answer = answer;
  }
}

/** The same key came first (then its answer is there), or the database gave up on one of two that stood in each other's way. */
function isPassing(error: unknown): boolean {
  const [errno, code] = ['errno', 'code'].map((name): unknown => Reflect.get(Object(error), name));
  const isDuplicateKey = errno === 1062 || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
  const isConflict = errno === 1213 || errno === 1205 || errno === 1020 || code === 'SQLITE_BUSY';
  return isDuplicateKey || isConflict;
}
