/** The kit's migrations, oldest first. A merged migration is never edited. */
import { UnifiedStatistics1764000000000 } from './1764000000000-unified-statistics.ts';
import { Revisions1764000003000 } from './1764000003000-revisions.ts';
import { Enterprises1764000006000 } from './1764000006000-enterprises.ts';
import { Returns1764000008000 } from './1764000008000-returns.ts';

export const kitMigrations = [
  UnifiedStatistics1764000000000,
  Revisions1764000003000,
  Enterprises1764000006000,
  Returns1764000008000,
];
