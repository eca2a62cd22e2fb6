/** The kit's migrations, oldest first. A merged migration is never edited. */
import { UnifiedStatistics1764000000000 } from './1764000000000-unified-statistics.ts';
import { Revisions1764000003000 } from './1764000003000-revisions.ts';

export const kitMigrations = [UnifiedStatistics1764000000000, Revisions1764000003000];
