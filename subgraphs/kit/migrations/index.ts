/** The kit's migrations, oldest first. A merged migration is never edited. */
import { UnifiedStatistics1764000000000 } from './1764000000000-unified-statistics.ts';

export const kitMigrations = [UnifiedStatistics1764000000000];
